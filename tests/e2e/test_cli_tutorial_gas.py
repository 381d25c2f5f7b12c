"""The tutorial of the gas can be followed, and shows what the commands print."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml

from davylamp.cell import example_path, read_cell
from davylamp.cli.main import app

TUTORIAL = (Path(__file__).parents[2] / "docs/tutorial_gas.md").read_text("utf-8")
SHOWN = re.findall(r"^```sh\ndavylamp ([^\n]+)\n```\n\n```text\n(.*?)^```", TUTORIAL, re.S | re.M)
#: Share of the lines that must be there; data improve, and a tutorial need not follow each digit.
LEAST = 0.75


def words(text: str) -> list[str]:
    """Return the lines without digits, signs, bars and spacing."""
    lines = [
        re.sub(r"[\d.,−+\-×⁰¹²³⁴⁵⁶⁷⁸⁹≥\s─…]+", " ", line).strip() for line in text.splitlines()
    ]
    return [line for line in lines if line]


def test_the_tutorial_asks_every_command_of_gas():
    asked = {command.split()[0] for command, _ in SHOWN}
    assert asked == {"dryroom", "gas", "limits", "vent", "flammability", "exhaust"}


def test_the_fields_of_the_tutorial_are_those_of_the_shipped_cell(tmp_path):
    (text,) = re.findall(r"^```yaml\n(.*?)^```", TUTORIAL, re.S | re.M)
    shown = yaml.safe_load(text)
    shipped = yaml.safe_load(example_path("sulfide").read_text("utf-8"))
    for part, fields in shown.items():
        assert fields.items() <= shipped[part].items()
    (tmp_path / "cell.yaml").write_text(yaml.safe_dump({**shipped, **shown}), "utf-8")
    cell = read_cell(tmp_path / "cell.yaml")
    assert cell.enclosure is not None
    assert cell.enclosure.volume_m3 == pytest.approx(1.0)


# In this process: a new one for each command would load the store and the solvers again.
@pytest.mark.parametrize(("command", "shown"), SHOWN, ids=[command for command, _ in SHOWN])
def test_an_output_is_what_the_command_prints(tmp_path, monkeypatch, capsys, command, shown):
    monkeypatch.setenv("COLUMNS", "96")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("DAVYLAMP_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    app(shlex.split(command), standalone_mode=False)
    printed, expected = set(words(capsys.readouterr().out)), words(shown)
    missing = [line for line in expected if line not in printed]
    assert len(missing) <= (1.0 - LEAST) * len(expected), missing


def test_the_lines_of_python_print_what_is_shown(capsys):
    ((code, shown),) = re.findall(
        r"^```python\n(.*?)^```\n\n```text\n(.*?)^```", TUTORIAL, re.S | re.M
    )
    exec(compile(code, "tutorial_gas.md", "exec"), {})
    assert words(capsys.readouterr().out) == words(shown)
