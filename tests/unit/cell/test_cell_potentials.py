"""Electrode potentials and the lithium content of the cathode."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from davylamp.cell import Cell, anode_potential, cathode_potential_range, cathode_state
from davylamp.cell.potentials import lithium_at_voltage, mean_voltage, voltage_at_lithium
from davylamp.core.composition import Composition
from davylamp.core.errors import MissingDatumError, OutsideValidityError
from davylamp.core.evidence import Kind
from davylamp.store.materials import CapacityPoint

Make = Callable[..., Cell]
CURVE = tuple(CapacityPoint(*point) for point in ((0.1, 4.4), (0.5, 4.0), (0.9, 4.0), (1.0, 3.0)))


def test_curve_is_linear_between_points() -> None:
    assert voltage_at_lithium(CURVE, 0.3) == pytest.approx(4.2)
    assert voltage_at_lithium(CURVE, 1.0) == pytest.approx(3.0)
    assert lithium_at_voltage(CURVE, 4.2) == pytest.approx(0.3)
    assert lithium_at_voltage(CURVE, 3.5) == pytest.approx(0.95)


def test_plateau_is_met_in_its_middle() -> None:
    assert lithium_at_voltage(CURVE, 4.0) == pytest.approx(0.7)


def test_nothing_is_extrapolated() -> None:
    assert lithium_at_voltage(CURVE, 4.5) is None
    assert lithium_at_voltage(CURVE, 2.9) is None
    with pytest.raises(OutsideValidityError, match="outside the open-circuit curve"):
        voltage_at_lithium(CURVE, 0.05)
    with pytest.raises(OutsideValidityError, match="not in order"):
        mean_voltage(CURVE, 0.5, 0.5)


def test_mean_voltage_is_the_integral() -> None:
    assert mean_voltage(CURVE, 0.1, 0.5) == pytest.approx(4.2)
    assert mean_voltage(CURVE, 0.1, 1.0) == pytest.approx((0.4 * 4.2 + 0.4 * 4.0 + 0.1 * 3.5) / 0.9)


def test_anode_potentials(make: Make) -> None:
    lithium = anode_potential(make().anode)
    assert lithium is not None
    assert (lithium.low_V, lithium.high_V) == pytest.approx((0.0, 0.0))
    alloy = make(("material: Li\n", "material: Li-In\n"), ("3.8 V", "3.2 V"), ("4.2 V", "3.5 V"))
    indium = anode_potential(alloy.anode)
    assert indium is not None
    assert indium.low_V == pytest.approx(0.62)
    assert indium.kind is Kind.ASSUMED
    assert anode_potential(make(("material: Li\n", "material: Mystery\n")).anode) is None


def test_cathode_range_is_against_lithium(make: Make) -> None:
    alloy = make(("material: Li\n", "material: Li-In\n"), ("3.8 V", "3.2 V"), ("4.2 V", "3.5 V"))
    span = cathode_potential_range(alloy)
    assert span is not None
    assert (span.low_V, span.high_V) == pytest.approx((3.82, 4.12))
    unknown = make(("material: Li\n", "material: Mystery\n"))
    assert cathode_potential_range(unknown) is None


def test_state_of_charge_sets_the_composition(make: Make) -> None:
    cell = make()
    charged = cathode_state(cell)
    assert charged.lithium == pytest.approx(0.5)
    assert charged.potential_V == pytest.approx(4.2)
    assert charged.composition["Li"] == pytest.approx(0.5)
    assert charged.composition["Co"] == pytest.approx(1.0)
    half = cathode_state(cell, 0.5)
    assert half.lithium == pytest.approx(0.75)
    assert half.kind is Kind.MEASURED
    assert cathode_state(cell, 0.0).composition == Composition.parse("LiCoO2")
    with pytest.raises(OutsideValidityError, match="not between 0 and 1"):
        cathode_state(cell, 1.2)


def test_state_of_charge_of_the_file_is_the_default(make: Make) -> None:
    cell = make(("  stack_pressure", "  state_of_charge: 50 %\n  stack_pressure"))
    assert cathode_state(cell).lithium == pytest.approx(0.75)
    assert cathode_state(cell, 1.0).lithium == pytest.approx(0.5)


def test_voltage_beyond_the_curve_is_said_and_weakens_the_answer(make: Make) -> None:
    state = cathode_state(make(("voltage_max: 4.2 V", "voltage_max: 4.5 V")))
    assert state.lithium == pytest.approx(0.5)
    assert state.kind is Kind.ASSUMED
    assert "4.50 V lies beyond" in state.notes[0]
    low = cathode_state(make(("voltage_min: 3.8 V", "voltage_min: 3.0 V")))
    assert low.kind is Kind.MEASURED
    assert "3.00 V lies beyond" in low.notes[0]


def test_unknown_host_is_missing_not_guessed(make: Make) -> None:
    cell = make(("material: LiCoO2", "material: Dark"), ("voltage_min: 3.8 V", "voltage_min: 3 V"))
    with pytest.raises(MissingDatumError, match="host formula of Dark"):
        cathode_state(cell)
