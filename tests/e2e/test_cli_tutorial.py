"""The outputs in the tutorial are what the commands print, apart from digits."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

TUTORIAL = (Path(__file__).parents[2] / "docs/tutorial.md").read_text("utf-8")
SHOWN = re.findall(r"^```sh\ndavylamp ([^\n]+)\n```\n\n```text\n(.*?)^```", TUTORIAL, re.S | re.M)
#: Share of the lines that must be there; data improve, and a tutorial need not follow each digit.
LEAST = 0.75


def words(text: str) -> list[str]:
    """Return the lines without digits, signs and spacing."""
    lines = [re.sub(r"[\d.,−+\-\s─…]+", " ", line).strip() for line in text.splitlines()]
    return [line for line in lines if line]


def test_the_tutorial_shows_outputs():
    assert len(SHOWN) >= 5


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
