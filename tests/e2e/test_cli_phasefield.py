"""``davylamp phasefield`` as a user calls it: run, kill, go on, mistakes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

CASE = """\
name: Line
grid: {length: 60 um, spacing: 0.25 um}
duration: 8 s
voltage: 0.2 V
lithium: {thickness: 10 um}
noise: {amplitude: 0.04, seed: 7}
output: {interval: 0.4 s, precision: double}
numerics: {max_time_step: 10 ms}
"""


def start(folder, *words):
    return subprocess.Popen(
        [sys.executable, "-m", "davylamp.cli.main", "phasefield", *words],
        cwd=folder,
        env={**os.environ, "COLUMNS": "96", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        # A shell that started the tests in the background has them ignore interrupts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def davylamp(folder, *words, code=0):
    process = start(folder, *words)
    printed, errors = process.communicate(timeout=120)
    assert process.returncode == code, errors
    assert "Traceback" not in errors
    return printed, errors


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "case.yaml").write_text(CASE, "utf-8")
    return tmp_path


def wait_for_outputs(run, count):
    limit = time.monotonic() + 100.0
    while len(list((run / "fields").glob("*.npz"))) < count:
        assert time.monotonic() < limit
        time.sleep(0.02)


def last_fields(run):
    path = max((run / "fields").glob("*.npz"))
    with np.load(path) as file:
        return {name: file[name].tobytes() for name in file.files}


def test_a_picture_of_a_line_is_refused_before_the_work(folder):
    _, errors = davylamp(folder, "case.yaml", "--png", code=2)
    assert "--html" in errors
    assert not (folder / "case-phasefield").exists()


def test_killed_and_interrupted_runs_go_on_to_the_same_fields(folder):
    davylamp(folder, "case.yaml", "--output", "whole")
    process = start(folder, "case.yaml", "--output", "cut")
    wait_for_outputs(folder / "cut", 5)
    process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert json.loads((folder / "cut" / "manifest.json").read_text("utf-8"))["state"] == "running"

    process = start(folder, "case.yaml", "--output", "cut", "--resume")
    wait_for_outputs(folder / "cut", 12)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "davylamp phasefield cut --resume" in errors
    assert "Traceback" not in errors
    state = json.loads((folder / "cut" / "manifest.json").read_text("utf-8"))["state"]
    assert state == "interrupted"

    printed, _ = davylamp(folder, "case.yaml", "--output", "cut", "--resume")
    assert "After 8 s the foremost lithium stands at" in printed
    assert last_fields(folder / "cut") == last_fields(folder / "whole")
    ends = [
        (folder / name / "series.csv").read_text("utf-8").splitlines()[-1].split(",")[:8]
        for name in ("cut", "whole")
    ]
    assert ends[0] == ends[1]
    # No step is left out of the balances, whichever output it came before.
    cut, whole = (
        json.loads((folder / name / "manifest.json").read_text("utf-8"))["result"]
        for name in ("cut", "whole")
    )
    assert cut["iterations"] == pytest.approx(whole["iterations"], rel=1e-12)
    assert cut["lithium_error"] == pytest.approx(whole["lithium_error"], rel=1e-9)


def test_json_has_the_answer_and_the_folder_the_page(folder):
    short = CASE.replace("8 s", "1 s")
    (folder / "case.yaml").write_text(short, "utf-8")
    printed, _ = davylamp(folder, "case.yaml", "--json", "--html")
    record = json.loads(printed)
    assert record["schema"] == "davylamp.phase-field-run/1"
    assert record["result"]["tip_um"] > 10.0
    page = (folder / "case-phasefield" / "phasefield.html").read_text("utf-8")
    assert "http" not in page.split('id="fields"')[1].split("</script>")[0]
    # Once more from the folder alone.
    printed, _ = davylamp(folder, "case-phasefield")
    assert "foremost lithium" in printed
    (folder / "case.yaml").write_text(short.replace("0.2 V", "0.25 V"), "utf-8")
    _, errors = davylamp(folder, "case.yaml", "--resume", code=2)
    assert "voltage_V was 0.2, is 0.25" in errors
    _, errors = davylamp(folder, "case.yaml", code=2)
    assert "--resume" in errors
    davylamp(folder, "case.yaml", "--force")


def test_examples_are_listed_and_written(tmp_path):
    printed, _ = davylamp(tmp_path, "--list", "--json")
    names = [case["name"] for case in json.loads(printed)["cases"]]
    assert "planar" in names
    for name in names:
        davylamp(tmp_path, "--write-example", name)
        assert "yaml-language-server" not in (tmp_path / f"{name}.yaml").read_text("utf-8")
    _, errors = davylamp(tmp_path, "--write-example", "planar", code=2)
    assert "is there already" in errors
    printed, _ = davylamp(tmp_path, "--schema")
    assert json.loads(printed)["title"] == "Davylamp phase-field case file"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "there is no case"),
        (("nowhere.yaml",), "no such file"),
        (("--example", "nothing"), "choose one of"),
        (("case.yaml", "--example", "planar"), "more than one case"),
        (("case.yaml", "--resume"), "holds no phase-field run"),
        (("case.yaml", "--output", "case.yaml"), "not a folder"),
        (("case.yaml", "--output", "."), "other files"),
        ((".",), "holds no phase-field run"),
    ],
)
def test_a_mistake_is_answered_in_words(folder, words, said):
    _, errors = davylamp(folder, *words, code=2)
    assert said in errors


def test_a_wrong_field_is_told_with_file_and_line(folder):
    (folder / "case.yaml").write_text(CASE.replace("10 ms", "100 s"), "utf-8")
    _, errors = davylamp(folder, "case.yaml", code=2)
    assert "case.yaml:8 [numerics.max_time_step]" in errors
    assert "would not converge" in errors
