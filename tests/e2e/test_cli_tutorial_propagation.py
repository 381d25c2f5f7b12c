"""The tutorial of propagation can be followed, and shows what the commands print."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from davylamp.cell import example_path
from davylamp.runaway.propagation import read_module

TUTORIAL = (Path(__file__).parents[2] / "docs/tutorial_propagation.md").read_text("utf-8")
SHOWN = re.findall(r"^```sh\ndavylamp ([^\n]+)\n```\n\n```text\n(.*?)^```", TUTORIAL, re.S | re.M)
FILES = re.findall(r"^```yaml\n(.*?)^```", TUTORIAL, re.S | re.M)
#: Share of the lines that must be there; data improve, and a tutorial need not follow each digit.
LEAST = 0.75


def words(text: str) -> list[str]:
    """Return the lines without digits, signs, bars and spacing."""
    lines = [re.sub(r"[\d.,−+\-\s─…·█]+", " ", line).strip() for line in text.splitlines()]
    return [line for line in lines if line]


def test_the_tutorial_shows_outputs():
    assert len(SHOWN) == 3


def test_the_module_of_the_tutorial_reads(tmp_path):
    (text,) = FILES
    (tmp_path / "module.yaml").write_text(text, "utf-8")
    shutil.copy(example_path("sulfide"), tmp_path / "cell.yaml")
    module = read_module(tmp_path / "module.yaml")
    assert len(module.cells) == 6


@pytest.mark.parametrize(("command", "shown"), SHOWN, ids=[command for command, _ in SHOWN])
def test_an_output_is_what_the_command_prints(tmp_path, command, shown):
    environment = {
        **os.environ,
        "COLUMNS": "96",
        "NO_COLOR": "1",
        "DAVYLAMP_HOME": str(tmp_path / "home"),
        "PYTHONIOENCODING": "utf-8",
    }
    done = subprocess.run(
        [sys.executable, "-m", "davylamp.cli.main", *shlex.split(command)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    printed, expected = set(words(done.stdout)), words(shown)
    missing = [line for line in expected if line not in printed]
    assert len(missing) <= (1.0 - LEAST) * len(expected), missing
