"""Which products conduct electrons, and what room they take."""

from __future__ import annotations

import pytest

from davylamp.core import Composition, Kind
from davylamp.interfaces import Conduction, electron_conduction
from davylamp.interfaces._data import elements, reviewed_conductors
from davylamp.interfaces.conduction import BLOCKING_GAP_EV, molar_volume_cm3
from davylamp.store.compounds import load_compounds
from davylamp.store.load import load_sources
from davylamp.thermo import PhaseAmount


def phase(
    formula: str,
    gap: tuple[float, float] | None = None,
    *,
    volume: float | None = None,
    is_gas: bool = False,
) -> PhaseAmount:
    return PhaseAmount(
        formula, Composition.parse(formula), 1.0, 0.0, 0.0, is_gas, volume, gap, Kind.COMPUTED, "x"
    )


@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        ((0.0, 0.0), Conduction.CONDUCTS),
        ((0.0, 0.04), Conduction.CONDUCTS),
        ((0.0, 2.0), Conduction.UNDECIDED),
        ((0.2, 0.3), Conduction.UNDECIDED),
        ((BLOCKING_GAP_EV, 3.0), Conduction.BLOCKS),
        (None, Conduction.UNDECIDED),
    ],
)
def test_gaps_of_all_polymorphs_decide(
    gap: tuple[float, float] | None, expected: Conduction
) -> None:
    assert electron_conduction(phase("Li9Ta7", gap)).verdict is expected


def test_a_missing_gap_is_never_blocking() -> None:
    verdict = electron_conduction(phase("Li9Ta7"))
    assert verdict.verdict is Conduction.UNDECIDED
    assert verdict.kind is Kind.UNKNOWN


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        ("Y", Conduction.CONDUCTS),
        ("Ti", Conduction.CONDUCTS),
        ("C", Conduction.CONDUCTS),
        ("Ge", Conduction.CONDUCTS),
        ("S", Conduction.BLOCKS),
        ("P", Conduction.UNDECIDED),
        ("Se", Conduction.UNDECIDED),
    ],
)
def test_elements_by_their_resistivity(element: str, expected: Conduction) -> None:
    assert electron_conduction(phase(element)).verdict is expected


def test_the_looked_up_list_comes_before_the_gap() -> None:
    verdict = electron_conduction(phase("Li7Ti5O12", (3.0, 3.0)))
    assert verdict.verdict is Conduction.CONDUCTS
    assert verdict.source == "young2013"


def test_volumes_of_elements_are_filled_in_and_gases_have_none() -> None:
    assert molar_volume_cm3(phase("Al")) == pytest.approx(9.99, abs=0.05)
    assert molar_volume_cm3(phase("Li2O", volume=14.9)) == pytest.approx(14.9)
    assert molar_volume_cm3(phase("Li2O")) is None
    assert molar_volume_cm3(phase("O2", is_gas=True)) is None


def test_every_solid_element_of_the_table_is_there_with_evidence() -> None:
    gases = {"H", "N", "O", "F", "Cl"}
    assert set(elements()) == set(load_compounds().elements) - gases
    for data in elements().values():
        assert data.molar_volume.unit == "cm3/mol"
        assert 3.0 < data.molar_volume.value < 60.0
        assert data.molar_volume.source in load_sources()


def test_densities_of_well_known_metals_follow_from_the_volumes() -> None:
    # g/cm3, as in any handbook
    for symbol, density in (("Li", 0.534), ("Al", 2.70), ("Ti", 4.5), ("In", 7.31), ("Ta", 16.6)):
        mass = Composition({symbol: 1.0}).mass_g_per_mol
        assert mass / elements()[symbol].molar_volume.value == pytest.approx(density, rel=0.02)


def test_every_looked_up_phase_names_a_known_source() -> None:
    for entry in reviewed_conductors().values():
        assert entry.source in load_sources()
        assert entry.locator
        assert entry.kind is not Kind.UNKNOWN
        if entry.conductivity is not None:
            assert (entry.conductivity.value >= 1e-10) == entry.conducts
