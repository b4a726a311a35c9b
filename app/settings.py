"""Every setting of Docklore, read once from the environment; nobody else reads it."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_dir
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus import DockloreError

PREFIX = "DOCKLORE_"


class Settings(BaseSettings):
    """Settings with the prefix ``DOCKLORE_``; names that are not known are refused by :func:`load_settings`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    index: Path | None = Field(default=None, description="Folder of the index to answer from; empty for the default place.")
    data_dir: Path = Field(
        default=Path(user_data_dir("docklore", appauthor=False)),
        description="Where the default index and the exported encoder are kept.",
    )
    model: str = Field(default="all-MiniLM-L6-v2", description="A sentence-transformers model: by name, or its folder.")
    host: str = Field(default="127.0.0.1", description="Address that `docklore serve` binds.")
    port: int = Field(default=7860, ge=1, le=65535, description="Port that `docklore serve` binds.")
    allowed_origins: str = Field(default="", description="Web origins, separated by commas, whose pages may call the API; empty for none.")
    workers: int = Field(default=4, ge=1, le=64, description="Questions answered at the same time.")

    @property
    def origins(self) -> list[str]:
        """``allowed_origins`` as a list."""
        return [origin.strip() for origin in self.allowed_origins.split(",") if origin.strip()]

    @property
    def default_index(self) -> Path:
        """The default place of an index."""
        return self.data_dir / "index"

    @property
    def encoders(self) -> Path:
        """Where exported encoders are cached."""
        return self.data_dir / "encoders"


def load_settings() -> Settings:
    """The settings of this process.

    Raises :class:`DockloreError` for an unknown ``DOCKLORE_*`` name or a value that is not allowed.
    """
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    unknown = sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)
    if unknown:
        hint = "Kubernetes makes such names for a service called docklore: set enableServiceLinks: false."
        raise DockloreError(f"Unknown setting {unknown[0]}.", f"Known: {', '.join(sorted(known))}. {hint}")
    try:
        return Settings()
    except ValidationError as error:
        fault = error.errors()[0]
        name = PREFIX + str(fault["loc"][0]).upper()
        raise DockloreError(f"Setting {name} is wrong: {fault['msg']}.", "Correct it or remove it from the environment.") from error


def quiet_libraries() -> None:
    """Keep heavy libraries offline and quiet; called before they are imported, and the only writer of the environment."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    os.environ["TRANSFORMERS_VERBOSITY"] = "error"
    os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
