"""What bounds a module whose steps have unknown rates, and who may work in the folder of a run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from davylamp.core.errors import InputError, UnreadableFileError
from davylamp.core.evidence import Kind
from davylamp.core.parameter import exact
from davylamp.runaway.network import Network, Rate, Species, Step
from davylamp.runaway.propagation import Spread, find_critical, parse_module, propagate, quantity
from davylamp.runaway.propagation.job import open_job, read_status, run_job, start_job
from davylamp.runaway.propagation.read_out import _rises
from davylamp.runaway.propagation.scenarios import scenarios

MODULE = """
cells: {baseline: liquid, size: {width: 100 mm, height: 80 mm, thickness: 20 mm}}
arrangement: {row: 2}
between: {layers: {material: mica sheet, thickness: 1 mm}}
cooling: {air: {coefficient: 10 W/m2/K, radiation: false}}
trigger: {TRIGGER}
simulation: {duration: 20 min, resolution: {mode: lumped, layer: 1}}
"""


def competing(trigger: str):
    """A step of unknown rate and little heat, and a slow one of much heat, share a reactant."""
    module = parse_module(MODULE.replace("TRIGGER", trigger))
    species = (
        Species("fuel", None, amount_mol_per_kg=1.0),
        Species("ash", None),
    )
    steps = (
        Step("quick", "quick", {"fuel": -1.0, "ash": 1.0}, 1.0, exact(1e4, "J/kg"), None),
        Step(
            "slow",
            "slow",
            {"fuel": -1.0, "ash": 1.0},
            1.0,
            exact(6e5, "J/kg"),
            Rate(exact(1e13, "1/s"), exact(1.5e5, "J/mol"), {"fuel": 1.0}),
        ),
    )
    network = Network("competing", species, steps)
    kinds = {name: replace(body, network=network) for name, body in module.kinds.items()}
    return replace(module, kinds=kinds)


def test_the_hottest_trigger_is_run_where_steps_compete():
    module = competing("cell: cell 1, heater: {power: 500 W, duration: 5 min}")
    result = propagate(module)
    body = module.body(module.cells[0])
    released = {case.name: case.cells[0].released_J / body.mass_kg for case in result.scenarios}
    # At once the reactant goes into little heat: no bound on what the cell can give off.
    assert released["at once"] == pytest.approx(1e4, rel=1e-3)
    assert released["most heat"] == pytest.approx(6e5, rel=1e-3)
    assert [case.name for case in result.scenarios] == ["without", "at once", "most heat"]
    assert result.spread is not Spread.CONTAINED


def test_a_trigger_that_gives_all_its_heat_needs_no_third_run():
    module = competing("at_once: true")
    assert [case.name for case in scenarios(module)] == ["without", "at once"]


def test_the_evidence_of_the_bound_is_that_of_the_cells():
    module = competing("cell: cell 1, heater: {power: 500 W, duration: 5 min}")
    most = scenarios(module)[-1].module
    assert most.body(most.cells[1]).network.steps[0].id == "quick"
    (step,) = most.body(most.cells[0]).network.steps
    assert step.kind is Kind.ASSUMED


def test_a_search_that_hangs_on_unknown_rates_does_not_say_that_nothing_stops_it():
    module = parse_module(MODULE.replace("TRIGGER", "at_once: true"))
    what = quantity(module, "barrier")
    unknown = find_critical(module, what, lambda m: (Spread.UNKNOWN, 2))
    assert not unknown.is_settled
    assert unknown.answer.endswith("is known to stop it")
    known = find_critical(module, what, lambda m: (Spread.ALL, 2))
    assert known.answer.endswith("mm stops it") or known.answer.endswith("m stops it")


@pytest.fixture
def job(tmp_path):
    path = tmp_path / "module.yaml"
    path.write_text(MODULE.replace("TRIGGER", "at_once: true"), encoding="utf-8")
    return start_job(tmp_path / "run", path)


def test_two_processes_do_not_work_in_one_folder(job):
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        record = {
            "state": "running", "share": 0.1, "stage": "cells", "updated_s": time.time(),
            "process": other.pid,
        }  # fmt: skip
        (job.folder / "progress.json").write_text(json.dumps(record), encoding="utf-8")
        with pytest.raises(InputError, match=f"process {other.pid} runs in"):
            run_job(open_job(job.folder))
        # A number that has been silent for an hour belongs to something else.
        record["updated_s"] = time.time() - 3600.0
        (job.folder / "progress.json").write_text(json.dumps(record), encoding="utf-8")
        run_job(open_job(job.folder))
    finally:
        other.kill()
        other.wait()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_a_process_that_has_ended_and_is_not_collected_is_told_as_interrupted(job):
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    record = {
        "state": "running", "share": 0.1, "stage": "cells", "updated_s": time.time(),
        "process": other.pid,
    }  # fmt: skip
    (job.folder / "progress.json").write_text(json.dumps(record), encoding="utf-8")
    assert read_status(job.folder).state == "running"
    other.kill()
    # Ended, and not waited for: a signal still finds it.
    os.waitid(os.P_PID, other.pid, os.WEXITED | os.WNOWAIT)
    assert read_status(job.folder).state == "interrupted"
    other.wait()


def test_a_damaged_record_of_a_run_is_made_again(job):
    first = run_job(job)
    (kept,) = (job.folder / "runs").glob("*.json")
    kept.write_text("{", encoding="utf-8")
    assert run_job(job) == first
    kept.write_text("[1]", encoding="utf-8")
    assert run_job(job) == first


def test_a_width_that_cannot_be_reached_is_refused_before_anything_runs(tmp_path):
    path = tmp_path / "module.yaml"
    path.write_text(MODULE.replace("TRIGGER", "at_once: true"), encoding="utf-8")
    with pytest.raises(InputError, match="tolerance 0 is not between"):
        start_job(tmp_path / "run", path, find=("barrier",), tolerance=0.0)
    assert not (tmp_path / "run").exists()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs rights to be refused")
def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    path = tmp_path / "module.yaml"
    path.write_text(MODULE.replace("TRIGGER", "at_once: true"), encoding="utf-8")
    tmp_path.chmod(0o500)
    with pytest.raises(UnreadableFileError, match="cannot write"):
        start_job(tmp_path / "run", path)
    tmp_path.chmod(0o700)


def test_a_slow_rise_that_speeds_up_is_not_the_end():
    time_s = np.linspace(0.0, 1200.0, 601)
    warming = 350.0 + 0.01 * np.exp((time_s - 1200.0) / 100.0)
    settling = 350.0 - 0.01 * np.exp(-(time_s - 1080.0) / 100.0)
    assert warming[-1] - np.interp(1140.0, time_s, warming) < 0.02
    assert _rises(time_s, warming)
    assert not _rises(time_s, settling)
    assert not _rises(time_s, 350.0 - 1e-3 * time_s)
