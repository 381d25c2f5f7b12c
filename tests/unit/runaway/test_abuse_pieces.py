"""Peaks, pressure, resistances: what the figures of a test are made of."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from davylamp.cell import example_path, read_cell
from davylamp.core.errors import InputError, MissingDatumError
from davylamp.core.evidence import Kind
from davylamp.runaway.abuse.peaks import find_peaks
from davylamp.runaway.abuse.pressure import ATMOSPHERE_PA, pressure_Pa, venting
from davylamp.runaway.abuse.resistance import bridge_ohm, cell_resistance


def gauss(centre, height, width, x):
    return height * np.exp(-0.5 * ((x - centre) / width) ** 2)


def test_two_peaks_are_told_apart_with_their_enthalpies():
    time = np.linspace(0.0, 400.0, 4001)
    flow = gauss(120.0, 50.0, 10.0, time) + gauss(250.0, 20.0, 15.0, time)
    first, second = find_peaks(time, 300.0 + time, flow, 0.5)
    assert first.peak_K == pytest.approx(420.0, abs=0.2)
    assert second.peak_K == pytest.approx(550.0, abs=0.2)
    assert first.enthalpy_J_per_kg == pytest.approx(50.0 * 10.0 * np.sqrt(2 * np.pi), rel=0.01)
    # The steepest tangent of a bell touches zero two widths before its top.
    assert first.onset_K == pytest.approx(400.0, abs=0.3)


def test_noise_below_the_detection_limit_is_no_peak():
    time = np.linspace(0.0, 100.0, 1001)
    assert find_peaks(time, 300.0 + time, gauss(50.0, 5.0, 5.0, time), 10.0) == ()


def test_a_peak_cut_off_by_the_end_of_the_ramp_counts():
    time = np.linspace(0.0, 100.0, 1001)
    (peak,) = find_peaks(time, 300.0 + time, gauss(110.0, 50.0, 20.0, time), 1.0)
    assert peak.peak_K == pytest.approx(400.0)


def test_an_endotherm_is_no_peak():
    time = np.linspace(0.0, 100.0, 1001)
    assert find_peaks(time, 300.0 + time, -gauss(50.0, 5.0, 5.0, time), 0.1) == ()


def test_gas_adds_its_pressure():
    pressure = pressure_Pa([300.0, 600.0], [0.0, 1e-3], 1e-4, 300.0)
    assert pressure[0] == pytest.approx(ATMOSPHERE_PA)
    assert pressure[1] == pytest.approx(2.0 * ATMOSPHERE_PA + 1e-3 * 8.314462618 * 600.0 / 1e-4)


def test_a_casing_that_stays_closed_has_no_vent_time():
    times = np.array([0.0, 1.0])
    found = venting(times, 300.0 + times, np.full(2, ATMOSPHERE_PA + 5e4), 1e5)
    assert found.time_s is None
    assert found.peak_Pa == pytest.approx(5e4)


def test_a_casing_without_strength_vents_at_once():
    times = np.array([0.0, 1.0])
    assert venting(times, 300.0 + times, np.full(2, ATMOSPHERE_PA), 0.0).time_s == pytest.approx(0)


def test_the_resistance_of_a_cell_is_a_range_with_its_parts():
    cell = read_cell(example_path("sulfide"))
    cold = cell_resistance(cell, 298.15, 0.04)
    warm = cell_resistance(cell, 333.15, 0.04)
    assert cold.high_ohm - cold.low_ohm == pytest.approx(1e-2 / 0.04)
    assert warm.low_ohm < cold.low_ohm
    assert cold.kind is Kind.ASSUMED
    assert cold.unknown
    # The activation energy leads from one temperature to the other.
    shift = 1.0 / 298.15 - 1.0 / 308.15
    layers = cell_resistance(cell, 308.15, 0.04).low_ohm
    expected = cold.low_ohm * np.exp(-cold.energy_J_per_mol / 8.314462618 * shift)
    assert layers == pytest.approx(expected, rel=1e-6)


def test_a_layer_without_a_conductivity_leaves_the_resistance_unknown():
    cell = read_cell(example_path("sulfide"))
    layer = cell.electrolyte[0]
    bare = replace(layer.material, properties={})
    cell = replace(cell, electrolyte=(replace(layer, material=bare),))
    with pytest.raises(MissingDatumError, match="cell_resistance"):
        cell_resistance(cell, 298.15, 0.04)


def test_a_bridge_is_contact_and_conductor_in_series():
    assert bridge_ohm(1e-6, 2e-6, 1e6, 1e-3) == pytest.approx(2.0 + 1e-3)
    with pytest.raises(InputError, match="conductivity"):
        bridge_ohm(1e-6, 0.0, None, 1e-3)
    with pytest.raises(InputError, match="not positive"):
        bridge_ohm(0.0, 0.0, 1e6, 1e-3)
