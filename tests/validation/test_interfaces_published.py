"""Published reaction energies, classes and review facts beside what a contact says."""

from __future__ import annotations

import pytest

from davylamp.interfaces import Percolation, assess_contact, contact_facts, interphase_class
from davylamp.thermo import Conditions, electrochemical_window, interface_reaction

#: Set before looking: published energies are read to about 5 meV/atom, and snapshots of the
#: computed data differ by as much again.
TOLERANCE_MEV = 10.0


@pytest.mark.parametrize(
    ("a", "b", "published_meV"),
    [
        # Zhu, He, Mo 2016, 10.1039/C5TA08574H
        ("Li3PS4", "LiCoO2", -400.0),
        ("Li3PS4", "Li0.5CoO2", -565.0),
        ("Li7La3Zr2O12", "LiCoO2", -1.0),
        # pymatgen 2026 on the same energies
        ("Li6PS5Cl", "LiCoO2", -320.0),
    ],
)
def test_published_interface_energies(a: str, b: str, published_meV: float) -> None:
    chemical = assess_contact(a, b).chemical
    assert chemical is not None
    assert chemical.mutual_meV_per_atom == pytest.approx(published_meV, abs=TOLERANCE_MEV)


#: Class against lithium metal: Zhu, He, Mo 2016; Wenzel et al. 2016; and the reviews.
PUBLISHED_CLASSES = [
    ("Li10GeP2S12", "II"),
    ("Li1.3Al0.3Ti1.7(PO4)3", "II"),
    ("Li1.5Al0.5Ge1.5(PO4)3", "II"),
    ("Li0.33La0.557TiO3", "II"),
    ("Li3YCl6", "II"),
    ("Li3PS4", "III"),
    ("Li6PS5Cl", "III"),
    ("Li7P3S11", "III"),
    ("LiPON", "III"),
    ("Li2PO2N", "III"),
    # Stable to within 0.02 eV/atom.
    ("Li7La3Zr2O12", "I"),
]


@pytest.mark.parametrize(("formula", "published"), PUBLISHED_CLASSES)
def test_published_classes_against_lithium(formula: str, published: str) -> None:
    found = interphase_class(formula)
    assert found.label == published, found.reason


@pytest.mark.parametrize(
    ("formula", "conductors"),
    [
        ("Li10GeP2S12", {"Li15Ge4"}),
        ("Li1.3Al0.3Ti1.7(PO4)3", {"Ti3P", "TiAl"}),
        ("Li1.5Al0.5Ge1.5(PO4)3", {"Li15Ge4", "Li9Al4"}),
        ("Li0.33La0.557TiO3", {"Ti6O"}),
        ("Li3YCl6", {"Y"}),
    ],
)
def test_class_two_comes_from_the_expected_conductors(formula: str, conductors: set[str]) -> None:
    state = interphase_class(formula).with_excess_lithium
    assert state is not None
    assert {item.phase.name for item in state.conductors} == conductors


@pytest.mark.parametrize("formula", ["Li10GeP2S12", "Li1.3Al0.3Ti1.7(PO4)3", "Li3YCl6"])
def test_a_single_threshold_of_equal_grains_would_miss_these(formula: str) -> None:
    # Kept visible: by 0.16 alone they would be class III, against experiment. The lowest
    # threshold of a random mixture makes them class II, and the answer says 'by caution'.
    found = interphase_class(formula)
    assert found.by_caution
    assert found.with_excess_lithium is not None
    assert found.with_excess_lithium.percolation is Percolation.POSSIBLE
    assert interphase_class(formula, threshold=0.16).label == "III"


def test_products_of_lgps_with_lithium_are_those_seen_by_photoelectrons() -> None:
    # Wenzel et al. 2016, 10.1021/acs.chemmater.6b00610: Li3P, Li2S and Li-Ge alloy
    state = interphase_class("Li10GeP2S12").with_excess_lithium
    assert state is not None
    names = {item.phase.name for item in state.products}
    assert {"Li2S", "Li3P"} < names
    (alloy,) = names - {"Li2S", "Li3P"}
    assert alloy.startswith("Li")
    assert "Ge" in alloy


@pytest.mark.parametrize(
    ("coating", "cathode"),
    [
        ("Li2SrSiO4", "LiCoO2"),
        ("Li2CaSiO4", "LiCoO2"),
        ("CaIn2O4", "LiCoO2"),
        ("Li2GeO3", "LiMn2O4"),
        ("Li2MnO3", "LiMn2O4"),
    ],
)
def test_coatings_found_stable_with_their_cathode(coating: str, cathode: str) -> None:
    # Aykol et al. 2016, 10.1038/ncomms13779, abstract: another database of computed energies
    found = assess_contact(coating, cathode)
    assert found.driving_force_meV_per_atom == pytest.approx(0.0, abs=24.0)


@pytest.mark.parametrize("coating", ["Li3B11O18", "LiZr2(PO4)3", "LiB3O5", "LiPO3", "LiSb3O8"])
def test_coatings_proposed_for_cathodes_outlast_lithium_cobalt_oxide(coating: str) -> None:
    # Cheng et al. 2022, 10.1039/D2TA06051E, abstract: stable against electrolyte oxidation
    assert electrochemical_window(coating).oxidation_V > 4.2


def test_tin_sulfide_with_a_layered_cathode_sets_free_least_heat() -> None:
    # Luo et al. 2024: no distinct exotherm of Li4SnS4 with NCM, unlike Li3PS4.
    def heat(electrolyte: str, cathode: str) -> float:
        hottest = assess_contact(electrolyte, cathode).hottest
        assert hottest is not None
        assert hottest.mutual_heat_J_per_g is not None
        return hottest.mutual_heat_J_per_g

    for cathode in ("LiCoO2", "NCM811"):
        tin = heat("Li4SnS4", cathode)
        for other in ("Li3PS4", "Li7P3S11", "Li6PS5Cl", "Li10GeP2S12"):
            assert tin < 0.6 * heat(other, cathode)


def test_garnet_with_a_cathode_sets_free_less_than_any_sulfide() -> None:
    garnet = assess_contact("Li7La3Zr2O12", "Li0.5CoO2").hottest
    sulfide = assess_contact("Li6PS5Cl", "Li0.5CoO2").hottest
    assert garnet is not None
    assert sulfide is not None
    assert garnet.mutual_heat_J_per_g is not None
    assert sulfide.mutual_heat_J_per_g is not None
    assert garnet.mutual_heat_J_per_g < 0.2 * sulfide.mutual_heat_J_per_g


def test_sulfur_dioxide_comes_from_hot_charged_cathode_and_thiophosphate() -> None:
    # Reported above 200 degC from Li3PS4 with NCM; at equilibrium sulfate takes the sulfur until
    # about 600 degC, so the temperature is a miss and the gas a hit.
    hot = assess_contact("Li3PS4", "NiO2", temperature_K=873.15).most_gas
    assert hot is not None
    assert {"SO2"} == {gas.species for gas in hot.gas}
    warm = assess_contact("Li3PS4", "NiO2", temperature_K=473.15).most_gas
    assert warm is None or "SO2" not in {gas.species for gas in warm.gas}


def test_severity_against_lithium_is_a_known_miss() -> None:
    # ARC ranks Li10SnP2S12 worst (Luo et al. 2024). Per gram the full reaction of Li3PS4 sets
    # more heat free: the order is one of rates, which thermodynamics does not have.
    def heat(electrolyte: str) -> float:
        hottest = assess_contact(electrolyte, "Li").hottest
        assert hottest is not None
        assert hottest.heat_J_per_g is not None
        return hottest.heat_J_per_g

    assert heat("Li3PS4") > heat("Li10SnP2S12") > heat("Li6PS5Cl")


@pytest.mark.parametrize(
    ("a", "b", "value"),
    [("NMC811", "Li3PO4", 0.87), ("Li3PO4", "LLZTO", 0.98), ("NMC811", "LLZTO", 1.85)],
)
def test_review_figures_of_adhesion_are_at_hand(a: str, b: str, value: float) -> None:
    (fact,) = contact_facts(a, b)
    assert fact.datum.value == pytest.approx(value)
    assert fact.datum.unit == "J/m2"


def test_a_phosphate_layer_parts_cathode_and_garnet_without_reacting() -> None:
    # Luo et al. 2024: Li3PO4 as a self-integrated layer at NMC811 | LLZTO
    for partner in ("NCM811", "LLZTO"):
        assert assess_contact("Li3PO4", partner).driving_force_meV_per_atom == pytest.approx(
            0.0, abs=24.0
        )


def test_the_scheme_of_the_published_energies_is_the_legacy_one() -> None:
    newer = interface_reaction("Li3PS4", "LiCoO2", Conditions(scheme="mp2020")).strongest
    older = interface_reaction("Li3PS4", "LiCoO2").strongest
    assert abs(1e3 * older.mutual_eV + 400.0) < TOLERANCE_MEV
    assert abs(newer.mutual_eV - older.mutual_eV) > 1e-4
