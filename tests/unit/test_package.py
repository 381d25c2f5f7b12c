"""Importing is cheap and silent, and every package says what it exports."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import davylamp

SOURCE = Path(davylamp.__file__).parent
HEAVY = (
    "scipy",
    "numba",
    "plotly",
    "pint",
    "pyarrow",
    "pydantic",
    "pymatgen",
    "pandas",
    "jinja2",
    "cantera",
    "matplotlib",
)


def loaded_by(statement: str) -> tuple[set[str], str]:
    """Return the modules that a fresh interpreter holds after `statement`, and what it printed."""
    code = f"{statement}\nimport sys\nprint('\\0' + ' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    printed, _, modules = done.stdout.partition("\0")
    return {name.partition(".")[0] for name in modules.split()}, printed + done.stderr


@pytest.mark.parametrize("module", ["davylamp", "davylamp.core", "davylamp.cli.main"])
def test_import_is_cheap_and_silent(module):
    modules, printed = loaded_by(f"import {module}")
    assert "davylamp" in modules
    assert sorted(modules.intersection(HEAVY)) == []
    assert printed == ""


def test_the_guard_sees_a_heavy_import():
    modules, printed = loaded_by("import pydantic; print('noise')")
    assert "pydantic" in modules
    assert "noise" in printed


@pytest.mark.parametrize(
    "path",
    sorted(path for path in SOURCE.rglob("__init__.py")),
    ids=lambda path: path.parent.relative_to(SOURCE.parent).as_posix(),
)
def test_every_package_says_what_it_exports(path):
    tree = ast.parse(path.read_text("utf-8"))
    names = [
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    ]
    assert "__all__" in names


def test_every_folder_of_code_is_a_package():
    folders = {path.parent for path in SOURCE.rglob("*.py")}
    assert [folder for folder in sorted(folders) if not (folder / "__init__.py").is_file()] == []
