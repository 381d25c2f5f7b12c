"""The tutorial of the phase field can be followed, and shows what the commands print."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from davylamp.dendrites.phasefield import parse_case

TUTORIAL = (Path(__file__).parents[2] / "docs/tutorial_phase_field.md").read_text("utf-8")
SHOWN = re.findall(r"^```sh\ndavylamp ([^\n]+)\n```\n\n```text\n(.*?)^```", TUTORIAL, re.S | re.M)
CASES = re.findall(r"^```yaml\n(.*?)^```", TUTORIAL, re.S | re.M)
#: Share of the lines that must be there; data improve, and a tutorial need not follow each digit.
LEAST = 0.75


def words(text: str) -> list[str]:
    """Return the lines without digits, signs, bars and spacing."""
    lines = [re.sub(r"[\d.,−+\-\s─…·█]+", " ", line).strip() for line in text.splitlines()]
    return [line for line in lines if line]


def davylamp(folder: Path, command: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "davylamp.cli.main", *shlex.split(command)],
        cwd=folder,
        env={**os.environ, "COLUMNS": "96", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == code, done.stderr
    return done


def test_the_tutorial_shows_outputs():
    assert len(SHOWN) == 3
    assert len(CASES) == 2


def test_the_cases_of_the_tutorial_read():
    line, plane = (parse_case(text) for text in CASES)
    assert line.cells[1] == 1
    assert plane.grains is not None


@pytest.mark.parametrize(("command", "shown"), SHOWN, ids=[command for command, _ in SHOWN])
def test_an_output_is_what_the_command_prints(tmp_path, command, shown):
    (tmp_path / "case.yaml").write_text(CASES[0], "utf-8")
    printed = set(words(davylamp(tmp_path, command).stdout))
    expected = words(shown)
    missing = [line for line in expected if line not in printed]
    assert len(missing) <= (1.0 - LEAST) * len(expected), missing


def test_the_mistakes_of_the_tutorial_are_told_so(tmp_path):
    short = CASES[0].replace("3 min", "1 s")
    (tmp_path / "case.yaml").write_text(short, "utf-8")
    davylamp(tmp_path, "phasefield case.yaml")
    (tmp_path / "case.yaml").write_text(short.replace("0.1 V", "0.2 V"), "utf-8")
    changed = davylamp(tmp_path, "phasefield case.yaml --resume", code=2).stderr
    (tmp_path / "case.yaml").write_text(CASES[0].replace("0.25 um", "2 um"), "utf-8")
    coarse = davylamp(tmp_path, "phasefield case.yaml", code=2).stderr
    told = " ".join(TUTORIAL.split())
    for text in (changed, coarse):
        assert " ".join(text.split()) in told
