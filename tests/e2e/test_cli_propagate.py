"""``davylamp propagate`` as a user calls it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

import pytest

MODULE = """
cells: {baseline: liquid, size: {width: 100 mm, height: 80 mm, thickness: 20 mm}}
arrangement: {row: 3}
between: {layers: {material: mica sheet, thickness: 0.2 mm}}
cooling: {air: {coefficient: 0 W/m2/K, radiation: false}}
trigger: {at_once: true}
simulation: {duration: 40 min, resolution: {mode: lumped, layer: 1}}
"""


def davylamp(folder, *words, check=True):
    done = subprocess.run(
        [sys.executable, "-m", "davylamp.cli.main", "propagate", *words],
        cwd=folder,
        env={**os.environ, "COLUMNS": "96", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    if check:
        assert done.returncode == 0, done.stderr
    return done


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "module.yaml").write_text(MODULE, "utf-8")
    return tmp_path


def test_help_shows_examples(tmp_path):
    shown = davylamp(tmp_path, "--help").stdout
    assert "davylamp propagate module.yaml --find barrier" in shown


def test_json_has_the_answer_and_the_folder_the_page(folder):
    done = davylamp(folder, "module.yaml", "--json", "--html")
    record = json.loads(done.stdout)
    assert record["schema"] == "davylamp.propagation/1"
    answer = record["propagation"]
    assert answer["stops"] is False
    assert answer["scenarios"][0]["fronts"][0]["cell"] == "cell 1"
    assert answer["scenarios"][0]["energy_closure"] < 1e-8
    page = (folder / "module-propagation" / "propagation.html").read_text("utf-8")
    assert "Plotly.newPlot" in page
    assert "http" not in page.split('id="plots"')[1].split("</script>")[0]


def test_a_background_run_ends_with_the_same_result(folder):
    davylamp(folder, "module.yaml", "--output", "front")
    davylamp(folder, "module.yaml", "--output", "back", "--background")
    limit = time.monotonic() + 120.0
    state = ""
    while state != "done":
        assert time.monotonic() < limit, (folder / "back" / "log.txt").read_text("utf-8")
        time.sleep(0.3)
        state = json.loads(davylamp(folder, "--status", "back", "--json").stdout)["state"]
        assert state in ("waiting", "running", "done")
    results = [(folder / name / "result.json").read_text("utf-8") for name in ("front", "back")]
    assert results[0] == results[1]
    assert "done" in davylamp(folder, "--status", "back").stdout


def test_a_finished_run_is_answered_again_from_its_folder(folder):
    first = davylamp(folder, "module.yaml", "--output", "run")
    again = davylamp(folder, "--resume", "run")
    assert again.stdout == first.stdout


def test_a_changed_module_is_not_resumed(folder):
    davylamp(folder, "module.yaml", "--output", "run")
    (folder / "module.yaml").write_text(MODULE.replace("0.2 mm}", "2 mm}"), "utf-8")
    done = davylamp(folder, "--resume", "run", check=False)
    assert done.returncode == 2
    assert "has changed" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "there is no module"),
        (("nowhere.yaml",), "no such file"),
        (("--example", "nothing"), "choose one of"),
        (("--resume", "nowhere"), "holds no propagation run"),
        (("--status", "nowhere"), "holds no propagation run"),
        (("module.yaml", "--find", "luck"), "choose one of barrier"),
        (("module.yaml", "--find", "barrier", "--layer", "7"), "there is no layer 7"),
        (("module.yaml", "--find", "barrier", "--tolerance", "2 mm"), "mm"),
        (("module.yaml", "--output", "module.yaml"), "not a folder"),
    ],
)
def test_a_mistake_is_answered_in_words(folder, words, said):
    done = davylamp(folder, *words, check=False)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_overlapping_cells_are_told_with_file_and_line(folder):
    text = MODULE.replace(
        "{row: 3}",
        "{positions: [{name: A, at: [0 m, 0 m, 0 m]}, {name: B, at: [0 m, 0 m, 1 cm]}]}",
    )
    (folder / "module.yaml").write_text(text, "utf-8")
    done = davylamp(folder, "module.yaml", check=False)
    assert done.returncode == 2
    assert "module.yaml:3" in done.stderr
    assert "A and B" in done.stderr
