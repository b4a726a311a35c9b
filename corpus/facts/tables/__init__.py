"""The checked-in tables: facts of the official reference, and the supplement kept by hand."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@cache
def load(name: str) -> Any:
    """The facts of a table: `cli`, `compose`, `daemon`, `dockerfile` or `usage`; FileNotFoundError for another name."""
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))["facts"]


@cache
def supplement() -> Any:
    """What exists although the reference in use does not list it, by table."""
    return json.loads((FOLDER / "supplement.json").read_text("utf-8"))
