"""A filament beside the ions, and how to read it from measurements."""

from __future__ import annotations

import math

import numpy as np
import pytest

from davylamp.core.errors import InputError
from davylamp.dendrites.soft_short import (
    OpenCircuit,
    ParallelPath,
    RestingCell,
    blocked_impedance_ohm,
    filament_area_m2,
    filament_resistance_ohm,
    fit_slope,
    short_from_conductances,
    short_from_resistances,
    short_from_self_discharge,
    voltammogram_A,
)

PATH = ParallelPath(50.0, 200.0)


def test_published_resistance_of_a_filament() -> None:
    # 59 ohm holds for a round cross-section of 1 um; a square one would have 46 ohm.
    assert filament_resistance_ohm(500e-6, 1e-6) == pytest.approx(59.0, abs=0.5)
    square = 9.28e-8 * 500e-6 / (1e-6 * 1e-6)
    assert square == pytest.approx(46.4)


def test_filaments_add_their_conductances() -> None:
    assert filament_resistance_ohm(500e-6, 1e-6, count=10.0) == pytest.approx(5.908, rel=1e-3)
    assert filament_resistance_ohm(500e-6, 2e-6) == pytest.approx(
        0.25 * filament_resistance_ohm(500e-6, 1e-6)
    )
    area = filament_area_m2(filament_resistance_ohm(3e-5, 4e-7, count=3.0), 3e-5)
    assert area == pytest.approx(3.0 * 0.25 * math.pi * 1.6e-13)


def test_parallel_path() -> None:
    assert PATH.resistance_ohm == pytest.approx(40.0)
    assert PATH.electronic_share == pytest.approx(0.2)
    assert PATH.polarisation_ratio == pytest.approx(PATH.resistance_ohm / PATH.ionic_ohm)
    assert PATH.discharge_current_A(4.0) == pytest.approx(4.0 / 250.0)
    assert PATH.resting_voltage_V(4.0) == pytest.approx(4.0 * 200.0 / 250.0)


def test_without_a_short_nothing_changes() -> None:
    path = ParallelPath(50.0, math.inf)
    assert path.resistance_ohm == pytest.approx(50.0)
    assert path.electronic_share == pytest.approx(0.0, abs=1e-300)
    assert path.discharge_current_A(4.0) == pytest.approx(0.0, abs=1e-300)
    assert path.resting_voltage_V(4.0) == pytest.approx(4.0)


def test_a_hard_short_takes_it_all() -> None:
    path = ParallelPath(50.0, 1e-6)
    assert path.electronic_share == pytest.approx(1.0, abs=1e-7)
    assert path.resting_voltage_V(4.0) == pytest.approx(0.0, abs=1e-6)


def test_a_flat_cell_empties_by_ohm() -> None:
    cell = RestingCell(OpenCircuit.flat(36.0, 4.0), PATH)
    assert cell.discharge_time_s() == pytest.approx(36.0 * 250.0 / 4.0)
    half = cell.discharge_time_s(from_C=36.0, to_C=18.0)
    assert half == pytest.approx(0.5 * cell.discharge_time_s())
    charge = cell.charge_C([0.0, half, 2.0 * half, 3.0 * half])
    assert charge[:3] == pytest.approx([36.0, 18.0, 0.0], abs=1e-9)
    assert np.isnan(charge[3])
    assert np.isnan(cell.voltage_V([3.0 * half])[0])


def test_an_impedance_of_blocking_electrodes_bends_back_to_the_short() -> None:
    z = blocked_impedance_ohm([1e-9, 1e9], PATH, cpe_S_s_n=1e-3, cpe_exponent=1.0)
    assert z.real == pytest.approx([200.0, 40.0], rel=1e-4)
    assert abs(z.imag).max() < 0.1
    whole = blocked_impedance_ohm(
        [1e-6], ParallelPath(50.0, math.inf), cpe_S_s_n=1e-3, cpe_exponent=1.0
    )
    # A capacitor of 1 mF: 1 / (2 pi f C).
    assert -whole.imag == pytest.approx([1.0 / (2.0 * math.pi * 1e-6 * 1e-3)])
    assert whole.real == pytest.approx([50.0])


def test_between_lithium_electrodes_it_ends_at_the_parallel_resistance() -> None:
    z = blocked_impedance_ohm([1e-9], PATH, cpe_S_s_n=1e-5, cpe_exponent=0.8, transfer_ohm=150.0)
    assert z.real == pytest.approx([100.0])


def test_slope_of_a_voltammogram_from_both_ways() -> None:
    up = np.linspace(-0.01, 0.01, 101)
    potential = np.concatenate((up, up[::-1]))
    rate = np.concatenate((np.full(101, 1e-4), np.full(101, -1e-4)))
    current = voltammogram_A(potential, rate, PATH, capacitance_F=0.5)
    found = fit_slope(potential, current)
    assert found.conductance_S == pytest.approx(PATH.conductance_S)
    # What is left is the loop of the capacity.
    assert found.scatter_A == pytest.approx(5e-5, rel=0.01)
    one_way = fit_slope(potential[:101], current[:101])
    assert one_way.conductance_S == pytest.approx(PATH.conductance_S)


def test_uncertainty_of_a_slope_is_what_repeats_show() -> None:
    random = np.random.default_rng(3)
    potential = np.linspace(-0.01, 0.01, 50)
    fits = [
        fit_slope(potential, 0.02 * potential + 1e-5 * random.standard_normal(50))
        for _ in range(600)
    ]
    scatter = float(np.std([fit.conductance_S for fit in fits]))
    assert np.mean([fit.uncertainty_S for fit in fits]) == pytest.approx(scatter, rel=0.1)


def test_the_inverse_finds_the_short() -> None:
    short = short_from_resistances(
        PATH.ionic_ohm,
        PATH.resistance_ohm,
        before_uncertainty_ohm=0.5,
        after_uncertainty_ohm=0.5,
        length_m=500e-6,
    )
    assert short.is_shown
    assert short.resistance_ohm == pytest.approx(200.0)
    assert short.area_m2 == pytest.approx(filament_area_m2(200.0, 500e-6))
    assert filament_resistance_ohm(500e-6, short.diameter_m or 0.0) == pytest.approx(200.0)


def test_uncertainty_of_the_inverse_is_what_draws_show() -> None:
    random = np.random.default_rng(5)
    before = 50.0 + 0.3 * random.standard_normal(40_000)
    after = 40.0 + 0.2 * random.standard_normal(40_000)
    drawn = 1.0 / after - 1.0 / before
    short = short_from_resistances(
        50.0, 40.0, before_uncertainty_ohm=0.3, after_uncertainty_ohm=0.2, length_m=1e-4
    )
    assert short.uncertainty_S == pytest.approx(float(drawn.std()), rel=0.02)
    assert float((drawn < short.conductance_below_S).mean()) == pytest.approx(0.95, abs=0.01)
    assert short.area_uncertainty_m2 == pytest.approx(9.28e-8 * 1e-4 * short.uncertainty_S)


def test_a_change_within_the_noise_shows_no_short_and_excludes_none() -> None:
    short = short_from_resistances(
        50.0, 49.8, before_uncertainty_ohm=0.5, after_uncertainty_ohm=0.5, length_m=1e-4
    )
    assert not short.is_shown
    assert short.resistance_ohm is None
    assert short.area_m2 is None
    # What is left over: it resists more than some 1.4 kohm.
    assert 1e3 < short.resistance_above_ohm < 4e3
    assert short.conductance_below_S == pytest.approx(1.0 / short.resistance_above_ohm)


def test_a_cell_that_got_worse_excludes_no_short() -> None:
    short = short_from_resistances(
        50.0, 60.0, before_uncertainty_ohm=0.5, after_uncertainty_ohm=0.5
    )
    assert short.is_shown is False
    assert short.conductance_S < 0.0
    # The ions do not conduct as before, so that nothing bounds what is beside them.
    assert short.resistance_ohm is None
    assert short.conductance_below_S is None
    assert short.resistance_above_ohm is None


@pytest.mark.parametrize("after", [40.0, 50.0, 60.0])
def test_without_uncertainties_nothing_is_said_of_how_sure_it_is(after: float) -> None:
    short = short_from_resistances(50.0, after, before_uncertainty_ohm=0.5, length_m=1e-4)
    assert short.is_shown is None
    assert short.uncertainty_S is None
    assert short.conductance_below_S is None
    assert short.resistance_above_ohm is None
    assert (short.resistance_ohm is None) is (after >= 50.0)
    assert (short.diameter_m is None) is (after >= 50.0)
    assert short.area_uncertainty_m2 is None


def test_conductances_and_self_discharge() -> None:
    assert short_from_conductances(0.02, 0.025).resistance_ohm == pytest.approx(200.0)
    leak = short_from_self_discharge(2e-6, 4.0, current_uncertainty_A=1e-7, length_m=1e-4)
    assert leak.resistance_ohm == pytest.approx(2e6)
    # Side reactions may be all of it.
    assert leak.is_shown is None
    assert leak.area_m2 == pytest.approx(9.28e-8 * 1e-4 / 2e6)


def test_no_thickness_no_cross_section() -> None:
    short = short_from_resistances(50.0, 40.0)
    assert short.area_m2 is None
    assert short.resistance_ohm == pytest.approx(200.0)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: ParallelPath(0.0, 1.0), "ionic_ohm"),
        (lambda: ParallelPath(1.0, -1.0), "short_ohm"),
        (lambda: ParallelPath(math.nan, 1.0), "ionic_ohm"),
        (lambda: filament_resistance_ohm(-1e-4, 1e-6), "length_m"),
        (lambda: filament_resistance_ohm(1e-4, 0.0), "diameter_m"),
        (lambda: filament_resistance_ohm(1e-4, 1e-6, count=0.0), "count"),
        (lambda: filament_area_m2(1.0, 1e-4, resistivity_ohm_m=0.0), "resistivity_ohm_m"),
        (lambda: PATH.discharge_current_A(0.0), "open_circuit_V"),
        (lambda: OpenCircuit((0.0, 1.0), (3.0, 2.0)), "voltage_V"),
        (lambda: OpenCircuit((1.0, 0.0), (3.0, 4.0)), "charge_C"),
        (lambda: OpenCircuit((0.0, 1.0), (0.0, 4.0)), "voltage_V"),
        (lambda: OpenCircuit((0.0,), (4.0,)), "charge_C"),
        (lambda: RestingCell(OpenCircuit.flat(1.0, 4.0), PATH).charge_C(-1.0), "time_s"),
        (
            lambda: RestingCell(OpenCircuit.flat(1.0, 4.0), PATH).discharge_time_s(to_C=2.0),
            "to_C",
        ),
        (
            lambda: blocked_impedance_ohm([0.0], PATH, cpe_S_s_n=1.0, cpe_exponent=1.0),
            "frequency_Hz",
        ),
        (
            lambda: blocked_impedance_ohm([1.0], PATH, cpe_S_s_n=1.0, cpe_exponent=1.1),
            "cpe_exponent",
        ),
        (lambda: voltammogram_A(0.1, 0.1, PATH, capacitance_F=-1.0), "capacitance_F"),
        (lambda: fit_slope([0.0, 1.0], [0.0, 1.0]), "potential_V"),
        (lambda: fit_slope([0.0, 0.0, 0.0], [0.0, 1.0, 2.0]), "potential_V"),
        (lambda: fit_slope([0.0, 1.0, np.nan], [0.0, 1.0, 2.0]), "finite"),
        (lambda: short_from_resistances(0.0, 1.0), "before_ohm"),
        (
            lambda: short_from_resistances(2.0, 1.0, after_uncertainty_ohm=-1.0),
            "after_uncertainty_ohm",
        ),
        (lambda: short_from_resistances(2.0, 1.0, length_m=0.0), "length_m"),
        (lambda: short_from_self_discharge(-1e-6, 4.0), "current_A"),
        (lambda: short_from_self_discharge(1e-6, 0.0), "voltage_V"),
    ],
)
def test_wrong_numbers_are_named(call: object, named: str) -> None:
    with pytest.raises(InputError, match=named):
        call()  # type: ignore[operator]
