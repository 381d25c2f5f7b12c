"""The tutorial of the ARC curve can be followed, and shows what the commands print."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

TUTORIAL = (Path(__file__).parents[2] / "docs/tutorial_arc.md").read_text("utf-8")
FILES = dict(re.findall(r"^```yaml\n# (\S+\.yaml)\n(.*?)^```", TUTORIAL, re.S | re.M))
COMMANDS = re.findall(r"^davylamp ([^\n]+)$", TUTORIAL, re.M)
SHOWN = dict(
    re.findall(r"^```sh\ndavylamp ([^\n]+)\n```\n\n```text\n(.*?)^```", TUTORIAL, re.S | re.M)
)
#: Share of the lines that must be there; data improve, and a tutorial need not follow each digit.
LEAST = 0.75


def words(text: str) -> list[str]:
    """Return the lines without digits, signs, dots of a curve and spacing."""
    lines = [
        re.sub(r"[\d.,−+\-×⁰¹²³⁴⁵⁶⁷⁸⁹•│\s─…]+", " ", line).strip() for line in text.splitlines()
    ]
    return [line for line in lines if line]


@pytest.fixture
def folder(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_tutorial_has_files_and_outputs():
    assert {"cell.yaml", "tests.yaml", "mine.yaml"} <= set(FILES)
    assert len(SHOWN) >= 4


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_works_and_prints_what_is_shown(folder, command):
    environment = {
        **os.environ,
        "COLUMNS": "96",
        "NO_COLOR": "1",
        "DAVYLAMP_HOME": str(folder / "home"),
        "PYTHONIOENCODING": "utf-8",
    }
    done = subprocess.run(
        [sys.executable, "-m", "davylamp.cli.main", *shlex.split(command)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    printed, expected = set(words(done.stdout)), words(SHOWN.get(command, ""))
    missing = [line for line in expected if line not in printed]
    assert len(missing) <= (1.0 - LEAST) * len(expected), missing
    if "--html" in command:
        assert (folder / "tests.html").is_file()
        assert (folder / "curves.csv").is_file()
