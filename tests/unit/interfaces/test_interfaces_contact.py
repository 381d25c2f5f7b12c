"""What one contact does, and what it says when something is missing."""

from __future__ import annotations

import pytest

from davylamp.core import Composition, InputError, Kind, OutsideValidityError
from davylamp.interfaces import assess_contact
from davylamp.store.load import load_library
from davylamp.store.user import UserPhase
from davylamp.thermo import Conditions


def charged_cathode(energy_eV: float = -0.9, volume_A3: float | None = 10.0) -> UserPhase:
    composition = Composition.parse("Li0.3Ni0.8Co0.1Mn0.1O2")
    return UserPhase("charged NCM811", composition, energy_eV, volume_A3, kind=Kind.ESTIMATED)


CHARGED = "Li0.3Ni0.8Co0.1Mn0.1O2"


def test_both_schemes_are_told() -> None:
    contact = assess_contact("Li3PS4", "LiCoO2")
    assert contact.chemical is not None
    assert contact.hottest is not None
    assert contact.chemical.scheme == "legacy"
    assert contact.chemical.temperature_K is None
    assert contact.hottest.scheme == "safety"
    assert contact.hottest.temperature_K == pytest.approx(298.15)
    assert any("legacy" in note and "safety" in note for note in contact.notes)


def test_mutual_and_total_differ_by_what_the_materials_gain_alone() -> None:
    contact = assess_contact("Li6PS5Cl", "LiCoO2")
    chemical = contact.chemical
    assert chemical is not None
    assert chemical.total_meV_per_atom is not None
    # Li6PS5Cl lies 83 meV/atom above its hull, LiCoO2 on it.
    gained = chemical.mutual_meV_per_atom - chemical.total_meV_per_atom
    assert gained == pytest.approx(82.6 * chemical.atom_fraction_a, abs=0.5)


def test_a_cathode_without_energy_has_no_total_but_a_mutual_heat() -> None:
    contact = assess_contact("Li6PS5Cl", CHARGED)
    hottest = contact.hottest
    assert hottest is not None
    assert hottest.heat_J_per_g is None
    assert hottest.adiabatic is None
    assert hottest.heat_kJ_per_mol_li is None
    assert hottest.mutual_heat_J_per_g is not None
    assert hottest.mutual_heat_J_per_g > 0.0
    assert any(CHARGED in item.what and "total heat" in item.what for item in contact.unknown)


def test_the_real_cathode_starts_the_total() -> None:
    low = assess_contact("Li6PS5Cl", CHARGED, energy_b=charged_cathode(-0.9)).hottest
    high = assess_contact("Li6PS5Cl", CHARGED, energy_b=charged_cathode(-0.8)).hottest
    assert low is not None
    assert high is not None
    assert low.heat_J_per_g is not None
    assert high.heat_J_per_g is not None
    # A cathode of higher energy sets more heat free.
    assert high.heat_J_per_g > low.heat_J_per_g
    assert low.adiabatic is not None


def test_an_energy_without_a_volume_borrows_one_and_says_so() -> None:
    with_volume = assess_contact("Li6PS5Cl", CHARGED, energy_b=charged_cathode()).hottest
    contact = assess_contact("Li6PS5Cl", CHARGED, energy_b=charged_cathode(volume_A3=None))
    assert contact.hottest is not None
    assert with_volume is not None
    assert contact.hottest.temperature_K == pytest.approx(298.15)
    assert any("solids it would fall to" in note for note in contact.notes)
    assert contact.hottest.heat_J_per_g == pytest.approx(with_volume.heat_J_per_g, rel=0.02)


def test_a_phase_without_a_volume_leaves_entropy_out_and_says_so() -> None:
    composition = Composition.parse("Li11PS4")
    own = UserPhase("Li11PS4", composition, -1.0)
    contact = assess_contact("Li3PS4", "Li", conditions=Conditions(user_phases=(own,)))
    assert contact.hottest is not None
    assert contact.hottest.temperature_K is None
    assert contact.hot_gas is None
    assert any("without entropy" in note for note in contact.notes)


def test_an_energy_of_another_composition_is_refused() -> None:
    with pytest.raises(InputError, match="energy given"):
        assess_contact("Li6PS5Cl", "LiCoO2", energy_b=charged_cathode())


def test_voltages_out_of_order_are_refused() -> None:
    with pytest.raises(InputError, match="not in order"):
        assess_contact("Li3PS4", "LiCoO2", voltage_range_V=(4.2, 3.0))
    with pytest.raises(InputError, match="voltage"):
        assess_contact("Li3PS4", "LiCoO2", voltage_range_V=(-1.0, 3.0))


def test_a_temperature_beyond_the_data_is_refused() -> None:
    with pytest.raises(OutsideValidityError):
        assess_contact("Li3PS4", "LiCoO2", temperature_K=4000.0)


def test_the_range_gives_both_ends_and_the_worst() -> None:
    contact = assess_contact("Li3PS4", "LiCoO2", voltage_range_V=(2.0, 4.2))
    volts = [item.voltage_V for item in contact.electrochemical]
    assert volts[0] == pytest.approx(2.0)
    assert volts[-1] == pytest.approx(4.2)
    worst = contact.worst_electrochemical
    assert worst is not None
    assert worst.mutual_meV_per_atom == min(
        item.mutual_meV_per_atom for item in contact.electrochemical
    )
    assert all(item.heat_J_per_g is None for item in contact.electrochemical)
    assert all("(electrode)" in item.equation for item in contact.electrochemical)


def test_lithium_metal_brings_a_class_and_heat_per_lithium() -> None:
    contact = assess_contact("Li3PS4", "Li", voltage_range_V=(3.0, 4.0))
    assert contact.interphase is not None
    assert contact.interphase.label == "III"
    assert contact.electrochemical == ()
    hottest = contact.hottest
    assert hottest is not None
    assert hottest.equation == "Li3PS4 + 8 Li -> 4 Li2S + Li3P"
    assert hottest.heat_J_per_g is not None
    assert hottest.heat_kJ_per_mol_li is not None
    grams = Composition.parse("Li11PS4").mass_g_per_mol
    assert hottest.heat_kJ_per_mol_li == pytest.approx(
        hottest.heat_J_per_g * grams / 8.0 / 1e3, rel=1e-9
    )


def test_heat_per_lithium_counts_the_lithium_of_the_mixture_otherwise() -> None:
    hottest = assess_contact("Li3PS4", "LiCoO2").hottest
    assert hottest is not None
    assert hottest.heat_J_per_g is not None
    assert hottest.heat_kJ_per_mol_li is not None
    # Li3PS4 + n LiCoO2, n from the mixing ratio
    n = (1.0 - hottest.atom_fraction_a) / 4.0 / (hottest.atom_fraction_a / 8.0)
    grams = Composition.parse("Li3PS4").mass_g_per_mol + n * 97.87
    assert hottest.heat_kJ_per_mol_li == pytest.approx(
        hottest.heat_J_per_g * grams / (3.0 + n) / 1e3, rel=1e-4
    )


def test_nothing_happens_between_lithium_and_lithium_fluoride() -> None:
    contact = assess_contact("LiF", "Li")
    assert contact.reacts is False
    assert contact.chemical is not None
    assert contact.chemical.equation == "no reaction"
    assert contact.hottest is None
    assert contact.most_gas is None
    assert contact.layer is None
    assert not any("how fast" in item.what for item in contact.unknown)


def test_within_the_error_of_the_method_is_neither_yes_nor_no() -> None:
    contact = assess_contact("Li7La3Zr2O12", "LiCoO2")
    assert contact.reacts is None
    assert any("within the error" in item.what for item in contact.unknown)


def test_what_is_not_known_is_unknown_and_names_a_measurement() -> None:
    polymer = next(item for item in load_library().values() if item.family == "polymer")
    for a, b in ((polymer, "LiCoO2"), ("Li3XeCl6", "LiCoO2")):
        contact = assess_contact(a, b)
        assert contact.kind is Kind.UNKNOWN
        assert contact.reacts is None
        assert contact.chemical is None
        assert contact.unknown
        assert all(item.settle for item in contact.unknown)


def test_gas_is_counted_per_gram_at_25_degC() -> None:
    contact = assess_contact("LiBH4", "NiO2")
    gassy = contact.most_gas
    assert gassy is not None
    hydrogen = next(item for item in gassy.gas if item.species == "H2")
    assert hydrogen.cm3_per_g == pytest.approx(hydrogen.mol_per_g * 24789.6, rel=1e-4)
    assert gassy.gas_cm3_per_g >= hydrogen.cm3_per_g
    # All hydrogen of LiBH4 as gas would be 2 mol for each mole of it.
    assert hydrogen.mol_per_g <= 2.0 * gassy.mass_fraction_a / 21.78 + 1e-9


def test_no_gas_is_none() -> None:
    assert assess_contact("Li3PS4", "Li").most_gas is None


def test_the_worst_of_the_profile_is_what_is_reported() -> None:
    contact = assess_contact("Li6PS5Cl", "LiCoO2")
    assert contact.hottest in contact.profile
    assert contact.hottest is not None
    heats = [item.heat_J_per_g for item in contact.profile if item.heat_J_per_g is not None]
    assert contact.hottest.heat_J_per_g == max(heats)


def test_exclusions_are_respected() -> None:
    with_phase = assess_contact("Li3PS4", "LiCoO2").chemical
    without = assess_contact(
        "Li3PS4", "LiCoO2", conditions=Conditions(exclude=frozenset({"Li3PO4"}))
    ).chemical
    assert with_phase is not None
    assert without is not None
    assert "Li3PO4" in with_phase.equation
    assert "Li3PO4" not in without.equation
    assert without.mutual_meV_per_atom > with_phase.mutual_meV_per_atom


def test_a_product_of_unknown_volume_leaves_the_volume_change_out() -> None:
    composition = Composition.parse("Li11PS4")
    stable = UserPhase("Li11PS4", composition, -2.0)
    contact = assess_contact("Li3PS4", "Li", conditions=Conditions(user_phases=(stable,)))
    assert contact.chemical is not None
    assert "Li11PS4" in contact.chemical.equation
    assert contact.chemical.volume_change_percent is None
    assert any("volume change" in item.what for item in contact.unknown)


def test_conducting_products_are_seen_in_the_layer() -> None:
    contact = assess_contact("Li3PS4", "LiCoO2")
    assert contact.layer is not None
    assert [item.phase.name for item in contact.layer.conductors] == ["Co3S4"]


def test_a_strong_reaction_without_gas_is_not_called_harmless() -> None:
    contact = assess_contact("Li3PS4", "LiCoO2")
    assert contact.most_gas is None
    assert any("SO2" in item.what for item in contact.unknown)
    metal = assess_contact("Li", "Li3PS4")
    assert metal.most_gas is None
    assert any("faster route" in item.what for item in metal.gas_unknown)


def test_hot_gas_is_judged_at_its_own_temperature() -> None:
    contact = assess_contact("Li3PS4", "NiO2")
    assert contact.hot_gas is not None
    assert contact.hot_gas.temperature_K == pytest.approx(1000.0)
    assert {"SO2"} <= {gas.species for gas in contact.hot_gas.gas}


def test_no_reaction_rests_on_the_energies_of_both_sides() -> None:
    # The best mixing ratio is carbon alone, an element, but the answer hangs on the phosphate.
    contact = assess_contact("LAGP", "C")
    assert contact.chemical is not None
    assert contact.chemical.mutual_meV_per_atom == pytest.approx(0.0, abs=1e-6)
    assert contact.chemical.kind is Kind.COMPUTED
    assert all(item.kind.rank >= Kind.COMPUTED.rank for item in contact.profile)


def test_an_estimated_reactant_makes_the_reaction_estimated() -> None:
    contact = assess_contact("Li", "Li2ZrCl6")
    assert contact.chemical is not None
    assert contact.chemical.kind is Kind.ESTIMATED


def test_oxygen_alone_is_no_verdict_on_the_gas_of_a_sulfide() -> None:
    # Charged layered oxides give SO2 with sulfides (reviewed in 10.1039/d4ee02358g, section 2.2.1);
    # equilibrium at cell temperature binds the sulfur as sulfate.
    contact = assess_contact("Li6PS5Cl", CHARGED, energy_b=charged_cathode())
    assert any("SO2" in item.what for item in contact.gas_unknown)
    assert set(contact.gas_unknown) <= set(contact.unknown)


def test_a_contact_that_cannot_be_judged_has_no_verdict_on_gas() -> None:
    assert assess_contact("Li6PS5Cl", "PVDF").gas_unknown
    assert not assess_contact("Li3PO4", "LiCoO2").gas_unknown
