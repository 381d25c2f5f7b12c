"""The rule that makes a class, and what it says when it cannot tell."""

from __future__ import annotations

import pytest

from davylamp.core import InputError, Kind
from davylamp.interfaces import REACTION_ERROR, Percolation, interphase_class
from davylamp.interfaces._sides import side_of
from davylamp.store.load import load_library, load_sources
from davylamp.store.user import UserPhase
from davylamp.thermo import Conditions


def test_in_equilibrium_with_lithium_is_class_one() -> None:
    found = interphase_class("LiF")
    assert found.label == "I"
    assert not found.within_error
    assert found.driving_force_meV_per_atom == pytest.approx(0.0, abs=1e-6)
    assert found.at_zero_volt_meV_per_atom == pytest.approx(0.0, abs=1e-6)


def test_below_the_error_of_the_method_is_class_one_and_says_so() -> None:
    found = interphase_class("Li7La3Zr2O12")
    assert found.label == "I"
    assert found.within_error
    assert found.driving_force_meV_per_atom is not None
    assert 0.0 < found.driving_force_meV_per_atom < REACTION_ERROR.value
    assert "error of the method" in found.reason


def test_a_metal_among_the_products_is_class_two() -> None:
    found = interphase_class("Li3InCl6")
    assert found.label == "II"
    assert not found.by_caution
    assert found.with_excess_lithium is not None
    assert found.with_excess_lithium.percolation is Percolation.CERTAIN
    assert any("growing" in found.meaning or "grow" in item.what for item in found.unknown)


def test_caution_is_told_from_certainty() -> None:
    found = interphase_class("Li10GeP2S12")
    assert found.label == "II"
    assert found.by_caution
    assert any("connect" in item.what for item in found.unknown)


def test_insulating_products_are_class_three() -> None:
    found = interphase_class("Li3PS4")
    assert found.label == "III"
    assert found.with_excess_lithium is not None
    assert found.with_excess_lithium.conducting_share == pytest.approx((0.0, 0.0))
    assert {item.phase.name for item in found.with_excess_lithium.products} == {"Li2S", "Li3P"}
    assert found.kind is Kind.COMPUTED


def test_the_threshold_is_an_explicit_choice() -> None:
    assert interphase_class("Li10GeP2S12", threshold=0.16).label == "III"
    with pytest.raises(InputError, match="not a share"):
        interphase_class("Li3PS4", threshold=1.5)


def test_an_undecided_product_makes_the_class_unknown() -> None:
    found = interphase_class("LiBH4")
    assert found.label == "unknown"
    assert found.kind is Kind.UNKNOWN
    assert any("LiB" in item.what for item in found.unknown)


def test_a_material_without_a_formula_is_unknown() -> None:
    polymer = next(material for material in load_library().values() if material.composition is None)
    found = interphase_class(polymer)
    assert found.label == "unknown"
    assert found.unknown


def test_an_element_that_is_not_in_the_store_is_unknown() -> None:
    found = interphase_class("Li3XeCl6")
    assert found.label == "unknown"
    assert "Xe" in found.reason
    assert found.unknown[0].settle


def test_lithium_itself_is_refused() -> None:
    with pytest.raises(InputError, match="no contact"):
        interphase_class("Li")


def test_a_phase_of_the_users_own_changes_the_class() -> None:
    # A stable conducting product in place of Li2S and Li3P.
    composition = side_of("Li9PS4").composition
    assert composition is not None
    conductor = UserPhase("Li9PS4", composition, -1.6, volume_A3=15.0, gap_eV=0.0)
    found = interphase_class("Li3PS4", Conditions(user_phases=(conductor,)))
    assert found.label == "II"


def test_no_answer_is_class_one_for_want_of_data() -> None:
    for name in ("Li3XeCl6", "PEO"):
        assert interphase_class(name).label == "unknown"


def test_sources_of_conduction_are_named() -> None:
    found = interphase_class("Li3SbS4")
    assert "weppner1977" in found.sources
    assert "weppner1977" in load_sources()
    assert found.kind is Kind.ASSUMED
