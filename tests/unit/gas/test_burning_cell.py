"""Oxygen of a cathode against what burns, and a room's history against the lower limit."""

from __future__ import annotations

import numpy as np
import pytest

from davylamp.cell import example_path, read_cell
from davylamp.core.errors import InputError
from davylamp.gas.burning import lfl_crossing, oxygen_balance
from davylamp.gas.mixture import mixture_of


def test_a_layered_oxide_feeds_the_fire() -> None:
    cell = read_cell(example_path("sulfide"))
    found = oxygen_balance(cell, gas=mixture_of({"H2": 2.0}))
    assert found.burns_without_air is True
    assert found.released_mol is not None
    assert found.bound_mol is not None
    assert 0.0 < found.released_mol < found.bound_mol
    assert found.share == pytest.approx(found.released_mol / found.needed_mol)
    assert found.gas_mol == pytest.approx(1.0)
    groups = {item.group for item in found.takers if item.oxygen_mol is not None}
    assert groups == {"lithium", "sulfide", "polymer", "carbon"}
    assert found.record()["burns_without_air"] is True


def test_a_phosphate_gives_none_by_itself_and_is_not_called_safe() -> None:
    found = oxygen_balance(read_cell(example_path("polymer")))
    assert found.released_mol == pytest.approx(0.0)
    assert found.burns_without_air is None
    assert found.unknown


def test_oxides_are_no_fuel() -> None:
    found = oxygen_balance(read_cell(example_path("garnet")))
    assert {item.group for item in found.takers if item.oxygen_mol is not None} == {"lithium"}


def test_discharged_cells_give_less_oxygen() -> None:
    cell = read_cell(example_path("sulfide"))
    full, half = oxygen_balance(cell, 1.0), oxygen_balance(cell, 0.5)
    assert full.released_mol is not None
    assert half.released_mol is not None
    assert half.released_mol < full.released_mol


def test_crossing_of_a_rise_and_a_fall() -> None:
    found = lfl_crossing([0.0, 10.0, 30.0], {"H2": [0.0, 80e3, 0.0], "N2": [1e5, 1e5, 1e5]})
    assert found.first_s == pytest.approx(5.0)
    assert found.duration_s == pytest.approx(5.0 + 10.0)
    assert found.peak == pytest.approx(2.0)
    assert found.stays_below is False
    quarter = lfl_crossing([0.0, 10.0], {"H2": [0.0, 80e3]}, 0.25)
    assert quarter.first_s == pytest.approx(1.25)


def test_crossing_of_two_fuels_that_are_harmless_alone() -> None:
    row = np.array([0.0, 30e3])
    assert lfl_crossing([0.0, 1.0], {"H2": row}).stays_below is True
    assert lfl_crossing([0.0, 1.0], {"H2": row, "CH4": row}).stays_below is False


def test_crossing_with_a_fuel_without_a_limit_is_no_leave() -> None:
    found = lfl_crossing([0.0, 1.0], {"H2": [0.0, 100.0], "IBIB": [0.0, 100.0]}, issuer="NFPA")
    assert found.first_s is None
    assert found.stays_below is None
    assert found.unknown


def test_crossing_at_the_start_and_a_jump() -> None:
    found = lfl_crossing([0.0, 5.0, 5.0, 8.0], {"H2": [50e3, 50e3, 0.0, 0.0]})
    assert found.first_s == pytest.approx(0.0)
    assert found.duration_s == pytest.approx(5.0)


def test_crossing_refuses() -> None:
    with pytest.raises(InputError):
        lfl_crossing([0.0, 1.0], {"H2": [0.0]})
    with pytest.raises(InputError):
        lfl_crossing([1.0, 0.0], {"H2": [0.0, 1.0]})
    with pytest.raises(InputError):
        lfl_crossing([0.0], {"H2": [0.0]}, 0.0)
