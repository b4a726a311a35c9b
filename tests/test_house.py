"""The house: three rooms, imports one way, each room loaded from this tree, and everything shipped in the wheel."""

from __future__ import annotations

import ast
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import app
import corpus
import index

ROOT = Path(__file__).resolve().parents[1]
ALLOWED = {"corpus": {"corpus"}, "index": {"corpus", "index"}, "app": {"corpus", "index", "app"}}


def imports_of(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module.split(".")[0])
        elif isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
    return names


@pytest.mark.parametrize("room", sorted(ALLOWED))
def test_imports_flow_one_way(room: str) -> None:
    files = sorted((ROOT / room).rglob("*.py"))
    assert files
    for path in files:
        assert imports_of(path) & set(ALLOWED) <= ALLOWED[room], path


@pytest.mark.parametrize("module", [corpus, index, app])
def test_each_room_is_loaded_from_this_tree(module: object) -> None:
    assert Path(str(module.__file__)).is_relative_to(ROOT)  # type: ignore[attr-defined]


def test_help_loads_no_heavy_library() -> None:
    heavy = "torch,transformers,sentence_transformers,faiss,gradio,fastapi,numpy,onnxruntime"
    code = (
        "import sys, app.cli\n"
        "try: app.cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        f"found = [name for name in '{heavy}'.split(',') if name in sys.modules]\n"
        "assert not found, found\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


def test_the_wheel_holds_everything_that_is_shipped(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(command, capture_output=True, check=True, timeout=240)
    names = set(zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist())
    shipped = ("*.md", "*.mdx", "*.json", "*.j2", "*.css", "*.js", "*.html", "*.py", "*.svg")
    for room in ALLOWED:
        for pattern in shipped:
            for path in (ROOT / room).rglob(pattern):
                if "__pycache__" not in path.parts:
                    assert path.relative_to(ROOT).as_posix() in names
    assert "corpus/docker.mdx" in names
