"""Where the Compose specification lists the keys of each position: the map that its reader follows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """Keys of `position` stand in `page` under `heading`: as headings of a level, or as items that begin with code.

    `nested` names those list items whose own sub-items are keys below them (elsewhere sub-items are values).
    Without `deep`, only the lines right under the heading count.
    """

    position: str
    page: str
    heading: str = ""
    heading_level: int = 0
    nested: tuple[str, ...] = ()
    deep: bool = True


_SERVICES = "05-services.md"


RULES = (
    Rule("services.*", _SERVICES, heading_level=2),
    Rule("services.*.blkio_config", _SERVICES, "blkio_config", 3),
    Rule("services.*.blkio_config.device_read_bps", _SERVICES, "device_read_bps, device_write_bps"),
    Rule("services.*.blkio_config.device_write_bps", _SERVICES, "device_read_bps, device_write_bps"),
    Rule("services.*.blkio_config.device_read_iops", _SERVICES, "device_read_iops, device_write_iops"),
    Rule("services.*.blkio_config.device_write_iops", _SERVICES, "device_read_iops, device_write_iops"),
    Rule("services.*.blkio_config.weight_device", _SERVICES, "weight_device"),
    Rule("services.*.configs", _SERVICES, "configs"),
    Rule("services.*.depends_on.*", _SERVICES, "depends_on"),
    Rule("services.*.env_file", _SERVICES, "env_file", 3),
    Rule("services.*.extends", _SERVICES, "extends"),
    Rule("services.*.models.*", _SERVICES, "models"),
    Rule("services.*.networks.*", _SERVICES, "networks", 3),
    Rule("services.*.ports", _SERVICES, "ports"),
    Rule("services.*.post_start", _SERVICES, "post_start"),
    Rule("services.*.pre_start", _SERVICES, "pre_start"),
    Rule("services.*.pre_stop", _SERVICES, "post_start"),
    Rule("services.*.provider", _SERVICES, "provider", 3),
    Rule("services.*.secrets", _SERVICES, "secrets"),
    Rule("services.*.volumes", _SERVICES, "volumes", nested=("bind", "volume", "tmpfs", "image")),
    Rule("services.*.build", "build.md", heading_level=3),
    Rule("services.*.build", "build.md", heading_level=2),
    Rule("services.*.build.secrets", "build.md", "secrets"),
    Rule("services.*.deploy", "deploy.md", "Attributes", 3),
    Rule("services.*.deploy.placement", "deploy.md", "placement", 4),
    Rule("services.*.deploy.resources", "deploy.md", "resources", deep=False),
    Rule("services.*.deploy.resources.reservations.devices", "deploy.md", "devices", 5),
    Rule("services.*.gpus", "deploy.md", "devices", 5),
    Rule("services.*.deploy.restart_policy", "deploy.md", "restart_policy"),
    Rule("services.*.deploy.rollback_config", "deploy.md", "rollback_config"),
    Rule("services.*.deploy.update_config", "deploy.md", "update_config"),
    Rule("services.*.develop", "develop.md", "Attributes", 3),
    Rule("services.*.develop.watch", "develop.md", "watch", 4),
    Rule("services.*.develop.watch.exec", "develop.md", "exec"),
    Rule("networks.*", "06-networks.md", heading_level=3),
    Rule("networks.*", "06-networks.md", heading_level=2),
    Rule("networks.*.ipam", "06-networks.md", "ipam", nested=("config",)),
    Rule("volumes.*", "07-volumes.md", "Attributes", 3),
    Rule("configs.*", "08-configs.md"),
    Rule("secrets.*", "09-secrets.md"),
    Rule("models.*", "models.md", "Attributes"),
    Rule("include", "14-include.md", "Long syntax", 3),
)

# The specification describes the keys of these positions in sentences; its examples show them.
CLOSED_BY_EXAMPLE = (
    "services.*.build.ulimits.*",
    "services.*.credential_spec",
    "services.*.deploy.placement.preferences",
    "services.*.deploy.resources.limits",
    "services.*.deploy.resources.reservations",
    "services.*.healthcheck",
    "services.*.logging",
    "services.*.ulimits.*",
)
