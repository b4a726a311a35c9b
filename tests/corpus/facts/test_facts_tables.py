"""Spot checks of the checked-in tables against what is known of Docker."""

from __future__ import annotations

from corpus.facts.commands import commands
from corpus.facts.compose_check import compose_shape
from corpus.facts.daemon_check import daemon_shape
from corpus.facts.tables import FOLDER, load, supplement


def test_each_table_names_its_source_and_date() -> None:
    for name in ("cli", "compose", "daemon", "dockerfile", "usage"):
        text = (FOLDER / f"{name}.json").read_text("utf-8")
        assert '"source": ' in text and '"date": "20' in text


def test_commands_of_all_programs_are_there() -> None:
    assert {"container run", "buildx bake", "compose watch", "swarm join-token", "dockerd"} <= set(load("cli"))
    assert len(load("cli")) > 200


def test_flags_know_their_short_form_and_whether_a_value_follows() -> None:
    run = commands().by_name["run"].options
    assert run["-p"] is run["--publish"] and run["--publish"].value
    assert run["-d"].name == "--detach" and not run["--detach"].value
    assert commands().by_name[""].options["-H"].name == "--host"


def test_dockerfile_table_has_instructions_options_and_mounts() -> None:
    table = load("dockerfile")
    assert len(table["instructions"]) == 18
    assert table["instructions"]["FROM"] == ["--platform"]
    assert "--parents" in table["instructions"]["COPY"] and "--start-interval" in table["instructions"]["HEALTHCHECK"]
    assert "sharing" in table["mounts"]["cache"] and "env" in table["mounts"]["secret"]
    assert table["directives"] == ["check", "escape", "syntax"]


def test_compose_table_knows_keys_by_position() -> None:
    shape = compose_shape()
    assert shape[""] == {
        "configs", "include", "models", "name", "networks", "secrets", "services", "version", "volumes",
    }  # fmt: skip
    assert {"depends_on", "healthcheck", "profiles", "gpus"} <= shape["services.*"]
    assert shape["services.*.depends_on.*"] == {"condition", "required", "restart"}
    assert {"test", "interval", "start_interval", "disable"} <= shape["services.*.healthcheck"]
    assert "ipam" in shape["networks.*"] and "gpu" not in shape["services.*.deploy.resources"]


def test_daemon_table_has_plural_keys_and_no_flags() -> None:
    shape = daemon_shape()
    assert {"log-opts", "registry-mirrors", "hosts", "metrics-addr", "data-root"} <= shape[""]
    assert not {"log-opt", "registry-mirror", "host", "validate", "help", "http-proxy"} & shape[""]
    assert shape["default-address-pools"] == {"base", "size"}


def test_every_entry_of_the_supplement_has_a_reason() -> None:
    for kind in ("commands", "aliases", "options", "compose", "daemon"):
        assert all(entry["reason"] for entry in supplement()[kind].values())
    assert all(supplement()["unwanted"].values())
