"""Networks solved by the integrator against what is known of them."""

from dataclasses import replace

import numpy as np
import pytest

from davylamp.cell import example_path, read_cell
from davylamp.runaway.abuse import run_test
from davylamp.runaway.body import Body, constant_heat
from davylamp.runaway.cell_body import cell_body
from davylamp.runaway.lumped import Exchange, simulate
from davylamp.runaway.networks import (
    EXCHANGE_W_PER_M3_K,
    bounded,
    largest_heat,
    liquid_body,
    parse_network,
)


@pytest.mark.parametrize(("rate", "peak_degC"), [("10 K/min", 200.0), ("10 K/min", 347.0)])
def test_a_simulated_calorimeter_peaks_where_the_peak_was_given(rate, peak_degC):
    network = parse_network(
        "species: [{id: A, amount: 1 mol/kg}, {id: B}]\n"
        "steps:\n"
        "  - id: s\n"
        "    reaction: A -> B\n"
        "    heat: 10 J/g\n"
        "    rate:\n"
        f"      {{frequency: 1e13 1/s, peak: {peak_degC} degC, heating_rate: {rate}}}\n"
    )
    body = Body(
        "sample", 1e-5, 1e-8, (1e-2, 1e-2, 1e-4), 1e-4, constant_heat(1000.0), None, network
    )
    # The test heats at 10 K/min.
    found = run_test(body, "dsc").figure("largest_peak").values[0]
    assert found - 273.15 == pytest.approx(peak_degC, abs=0.5)


@pytest.mark.parametrize(("oven", "peak", "minutes"), [(155.0, 582.6, 44.3), (150.0, 574.9, 50.1)])
def test_the_liquid_baseline_in_an_oven(oven, peak, minutes):
    body = liquid_body()
    history = simulate(
        body,
        start_K=298.15,
        duration_s=7200.0,
        exchange=Exchange(EXCHANGE_W_PER_M3_K * body.volume_m3),
        surroundings_K=oven + 273.15,
        thresholds_K=(473.15,),
    )
    assert history.peak_K - 273.15 == pytest.approx(peak, abs=0.06)
    assert history.crossings[473.15] / 60.0 == pytest.approx(minutes, abs=0.06)


@pytest.mark.parametrize("name", ["sulfide", "lagp", "polymer"])
def test_heat_and_lithium_of_a_run_stay_within_what_is_there(name):
    body = cell_body(read_cell(example_path(name)))
    _, at_once = bounded(body.network)
    species = {item.id: item for item in at_once.species}
    history = simulate(
        replace(body, network=at_once), start_K=500.0, duration_s=3600.0, tolerance=1e-6
    )
    released = sum(history.heat_by_step_J.values()) / body.mass_kg
    assert 0.0 < released <= largest_heat(at_once) * (1.0 + 1e-6)
    assert history.closure < 1e-6
    for name_of in ("lithium", "O2", "cathode"):
        if name_of in species:
            least = np.min(history.species_mol(name_of))
            scale = body.mass_kg * (species[name_of].reference_mol_per_kg or 1.0)
            # Conversions are solved to 1e-6 each.
            assert least > -1e-4 * scale
