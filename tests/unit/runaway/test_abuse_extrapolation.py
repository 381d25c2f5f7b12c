import math
from dataclasses import replace

import pytest

from davylamp.cell import example_path, read_cell
from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K
from davylamp.runaway.abuse import run_test
from davylamp.runaway.abuse.verdict import fast_end
from davylamp.runaway.cell_body import cell_body


def constant(rate, temperature_K: float) -> float:
    energy = rate.energy_J_per_mol() / GAS_CONSTANT_J_PER_MOL_K
    return rate.frequency_per_s.value * math.exp(-energy / temperature_K)


@pytest.fixture(scope="module")
def body():
    found = cell_body(read_cell(example_path("sulfide")))
    return replace(found, network=found.network.with_rates)


def test_an_onset_below_what_was_seen_says_so(body):
    result = run_test(body, "arc")
    onset = result.figure("T1")
    assert "extrapolated" in onset.note
    assert "150 °C" in onset.note
    # Cells of these materials are used at 60 degC: a calorimeter does not find them react there.
    assert onset.low > 273.15 + 70.0
    # Runaway is at temperatures at which the reaction was seen.
    assert not result.figure("T2").note


def test_an_onset_where_it_was_seen_says_nothing(body):
    steps = tuple(
        step if step.rate is None else replace(step, rate=replace(step.rate, seen_K=330.0))
        for step in body.network.steps
    )
    result = run_test(replace(body, network=replace(body.network, steps=steps)), "arc")
    assert not result.figure("T1").note


def test_the_fast_end_of_a_conditioned_rate_still_agrees_with_use(body):
    steps = {step.id: step for step in fast_end(body.network).steps}
    middle = {step.id: step for step in body.network.steps}
    name = "cathode-charged-cathode.catholyte"
    fast, median = steps[name].rate, middle[name].rate
    # At 100 degC, where a calorimeter finds it, it is at least three times as fast.
    assert constant(fast, 373.15) > 3.0 * constant(median, 373.15)
    least = fast.survived.least_peak_K(fast.frequency_per_s.value)
    assert fast.peak_K.value >= float(least)
