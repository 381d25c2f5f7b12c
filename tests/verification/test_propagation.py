"""A module of one cell is the cell; heat passed on arrives; barriers isolate and delay."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import time
from dataclasses import replace

import pytest

from davylamp.runaway.lumped import Exchange, simulate
from davylamp.runaway.propagation import (
    Spread,
    module_path,
    parse_module,
    propagate,
    quantity,
    read_module,
)
from davylamp.runaway.propagation.search import find_critical
from davylamp.runaway.propagation.vary import with_barrier

ROW = """
cells:
  baseline: liquid
  size: {width: 100 mm, height: 80 mm, thickness: 20 mm}
  conductivity: 1 W/m/K
  conductivity_in_plane: 20 W/m/K
  emissivity: 0
arrangement: {row: 3}
between:
  layers: {material: barrier, thickness: 1 mm}
  radiation: none
cooling: {air: {coefficient: 10 W/m2/K, radiation: false}}
trigger: {at_once: true}
simulation:
  duration: 40 min
  resolution: {mode: lumped, layer: 2}
materials:
  - {id: barrier, density: 1000 kg/m3, heat_capacity: 1000 J/kg/K, conductivity: 0.3 W/m/K}
"""


@pytest.fixture(scope="module")
def row():
    return parse_module(ROW)


def test_a_module_of_one_cell_is_the_cell():
    text = ROW.replace("{row: 3}", "{row: 1}").replace("at_once: true", "start: 180 degC")
    module = replace(parse_module(text), tolerance=1e-6)
    cell = propagate(module).scenarios[0].cells[0]
    body = module.body(module.cells[0])
    alone = simulate(
        body,
        start_K=453.15,
        duration_s=module.duration_s,
        exchange=Exchange(10.0 * body.surface_m2),
        surroundings_K=298.15,
        thresholds_K=(module.runaway_K,),
    )
    assert cell.runaway_s == pytest.approx(alone.crossings[module.runaway_K], rel=1e-4)
    assert cell.peak_K == pytest.approx(alone.peak_K, abs=0.5)
    assert cell.final_K == pytest.approx(float(alone.temperature_K[-1]), abs=0.05)


def test_the_hot_block_and_three_cells_reach_the_independent_front_times():
    # An integration of the same equations by scipy's BDF at 1e-7 gives these.
    result = propagate(read_module(module_path("three_cells")))
    times = [front.time_s for front in result.scenarios[0].fronts]
    assert times == pytest.approx([3.224546, 21.898822, 37.336966], rel=1e-4)


def test_a_perfect_barrier_isolates(row):
    layer = replace(row.gap.layers[0].material, density_kg_per_m3=1e-3)
    thin = replace(layer.conductivity, x_W_per_m_K=1e-9, y_W_per_m_K=1e-9, z_W_per_m_K=1e-9)
    layers = (replace(row.gap.layers[0], material=replace(layer, conductivity=thin)),)
    result = propagate(replace(row, gap=replace(row.gap, layers=layers)))
    assert result.spread is Spread.CONTAINED
    for cell in result.scenarios[0].cells[1:]:
        assert cell.peak_K - row.start_K < 0.01


def test_heat_passed_on_is_heat_received_and_stored(row):
    case = propagate(row).scenarios[0]
    one, two = case.cells[0], case.cells[1]
    given = next(s.total_J for s in one.received if s.path.startswith("cell 2 through"))
    taken = next(s.total_J for s in two.received if s.path.startswith("cell 1 through"))
    # What is missing is the warmth of the barrier: 8 g of 1000 J/kg/K.
    stored = 0.1 * 0.08 * 1e-3 * 1000.0 * 1000.0
    ends = 0.5 * (one.final_K + two.final_K) - row.start_K
    assert -given - taken == pytest.approx(stored * ends, abs=0.02 * stored * ends)
    assert case.closure < 1e-8
    # Each cell keeps what it received and set free.
    body = row.body(row.cells[1])
    gained = sum(share.total_J for share in two.received) + two.released_J
    kept = body.mass_kg * body.heat_capacity.at(300.0) * (two.final_K - row.start_K)
    assert gained == pytest.approx(kept, rel=1e-6)


def test_contacts_pass_on_exactly_what_arrives():
    text = ROW.replace(
        "layers: {material: barrier, thickness: 1 mm}", "contact_resistance: 3e-3 m2*K/W"
    )
    case = propagate(parse_module(text)).scenarios[0]
    given = next(s.total_J for s in case.cells[0].received if s.path.startswith("cell 2"))
    taken = next(s.total_J for s in case.cells[1].received if s.path.startswith("cell 1"))
    assert taken == pytest.approx(-given, rel=1e-12)


def test_a_thicker_barrier_delays_then_stops(row):
    times = []
    for thickness in (0.5e-3, 1e-3, 2e-3):
        second = propagate(with_barrier(row, thickness)).scenarios[0].cells[1]
        assert second.runaway_s is not None
        times.append(second.runaway_s)
    assert times == sorted(times)
    assert times[-1] > 1.2 * times[0]
    assert propagate(with_barrier(row, 30e-3)).stops is None
    assert propagate(replace(with_barrier(row, 30e-3), duration_s=4e4)).stops is True


def test_the_critical_barrier_lies_between_a_run_that_stops_and_one_that_does_not(row):
    def run(variant):
        result = propagate(variant)
        return result.spread, max(case.ran_away for case in result.scenarios)

    found = find_critical(row, quantity(row, "barrier"), run, tolerance=0.1)
    assert found.stops_at is not None
    assert found.spreads_at is not None
    assert propagate(with_barrier(row, found.stops_at)).stops is True
    assert propagate(with_barrier(row, found.spreads_at)).stops is False


def test_melting_wax_takes_up_heat(row):
    wax = ROW.replace(
        "conductivity: 0.3 W/m/K}",
        "conductivity: 0.3 W/m/K, transitions: [{temperature: 60 degC, heat: 200 J/g}]}",
    )
    plain = propagate(row).scenarios[0].cells[1].runaway_s
    slowed = propagate(parse_module(wax)).scenarios[0].cells[1].runaway_s
    assert plain is not None
    assert slowed is None or slowed > plain + 5.0


def test_lumped_layers_and_space_agree_where_conductivity_is_high(row):
    text = ROW.replace("conductivity: 1 W/m/K", "conductivity: 1000 W/m/K").replace(
        "conductivity_in_plane: 20 W/m/K", "conductivity_in_plane: 1000 W/m/K"
    )
    times = []
    for mode in ("mode: lumped", "mode: layers, cell: 4", "mode: 3d, cell: 2, in_plane: 2"):
        case = propagate(parse_module(text.replace("mode: lumped", mode))).scenarios[0]
        times.append([front.time_s for front in case.fronts])
    assert times[1] == pytest.approx(times[0], rel=0.01, abs=0.05)
    assert times[2] == pytest.approx(times[0], rel=0.01, abs=0.05)


def test_true_and_linearised_radiation_bracket_each_other():
    gap = ROW.replace("layers: {material: barrier, thickness: 1 mm}", "air_conductivity: 0 W/m/K")
    gap = gap.replace("{row: 3}", "{row: 2, spacing: {thickness: 5 mm}}")
    gap = gap.replace("emissivity: 0", "emissivity: 0.9")
    passed = {}
    for how in ("none", "true", "linearised"):
        text = gap.replace(
            "radiation: none", f"radiation: {how}\n  radiation_temperature: 300 degC"
        )
        cell = propagate(parse_module(text)).scenarios[0].cells[1]
        passed[how] = next(s.total_J for s in cell.received if s.path.startswith("cell 1"))
    assert abs(passed["none"]) < 1e-9
    assert passed["true"] > 1e3
    assert passed["linearised"] == pytest.approx(passed["true"], rel=0.5)


def test_a_killed_run_goes_on_to_the_same_answer(tmp_path):
    script = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from davylamp.runaway.propagation.job import open_job, run_job
        run_job(open_job(Path(sys.argv[1])), checkpoint_every_s=0.0)
        """
    )
    from davylamp.runaway.propagation.job import open_job, read_status, run_job, start_job

    text = module_path("three_cells").read_text("utf-8")
    (tmp_path / "networks").mkdir()
    network = module_path("three_cells").parent / "networks" / "one_reaction.yaml"
    (tmp_path / "networks" / "one_reaction.yaml").write_text(network.read_text("utf-8"), "utf-8")
    module = tmp_path / "module.yaml"
    module.write_text(text.replace("tolerance: 1e-4", "tolerance: 1e-6"), "utf-8")
    job = start_job(tmp_path / "killed", module)
    process = subprocess.Popen([sys.executable, "-c", script, str(job.folder)])
    try:
        limit = time.monotonic() + 120.0
        while not list(job.folder.glob("checkpoints/*/*.npz")):
            assert process.poll() is None, "it ended before it could be killed"
            assert time.monotonic() < limit
            time.sleep(0.01)
    finally:
        process.kill()
        process.wait()
    assert read_status(job.folder).state == "interrupted"
    assert not (job.folder / "result.json").exists()
    went_on = run_job(open_job(job.folder))
    assert went_on == run_job(start_job(tmp_path / "clean", module))
    assert read_status(job.folder).state == "done"
