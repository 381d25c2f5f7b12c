"""Published ceilings, energies and orders of moisture; a miss is written down as it comes out."""

from __future__ import annotations

import pytest

from davylamp.core.composition import Composition
from davylamp.materials import hydrolyse, oxygen_exchange, rank_moisture, rank_sulfides
from davylamp.store.compounds import load_compounds
from davylamp.store.load import load_thermochemistry
from davylamp.store.user import UserPhase
from davylamp.thermo import Conditions

#: Energies per H2S at 300 K [eV]: enthalpy, Gibbs energy. The products are the most stable mixture
#: of the composition with oxygen in place of sulfur; the table's energies alone are meant.
EXCHANGE_EV = {
    "Li7P3S11": (-0.77, -0.74),
    "Li3PS4": (-0.75, -0.71),
    "Li10GeP2S12": (-0.54, -0.49),
    "Li4GeS4": (0.01, 0.05),
    "Li3SbS4": (0.06, 0.12),
    "Li4SnS4": (0.25, 0.32),
    "LiInS2": (0.53, 0.56),
}
#: cm3/g; they come out at 25 degC and 1 atm (24465 cm3/mol), not at the 1 bar stated with them.
CEILINGS_AT_1_ATM = {
    "Li3PS4": 544.0,
    "Li7P3S11": 545.0,
    "LGPS": 499.0,
    "Li6PS5Cl": 456.0,
    "Li4SnS4": 356.0,
}


def table_only(formula: str) -> Conditions:
    """The compound table alone: measured phases put back to the table's energies."""
    table, elements = load_compounds(), {*Composition.parse(formula), "O"}
    phases = []
    for phase in load_thermochemistry().measured.values():
        if len(phase.composition) > 1 and set(phase.composition) <= elements:
            row = table.find(phase.composition)
            if row is None:
                continue
            energy = float(table.formation_energy_eV["safety"][row])
            phases.append(UserPhase(phase.name, phase.composition, energy))
    return Conditions("safety", user_phases=tuple(phases))


@pytest.mark.parametrize("formula", EXCHANGE_EV)
def test_exchange_energies_of_the_table(formula: str) -> None:
    answer = oxygen_exchange(formula, 300.0, table_only(formula))
    # Half a unit of the last digit, and 5e-4 eV for the rounding of the stored energies.
    assert answer.enthalpy_eV_per_gas == pytest.approx(EXCHANGE_EV[formula][0], abs=0.0055)
    assert answer.gibbs_eV_per_gas == pytest.approx(EXCHANGE_EV[formula][1], abs=0.0055)


@pytest.mark.parametrize("formula", EXCHANGE_EV)
def test_measured_products_move_them_little(formula: str) -> None:
    answer = oxygen_exchange(formula, 300.0)
    assert answer.gibbs_eV_per_gas == pytest.approx(EXCHANGE_EV[formula][1], abs=0.03)


@pytest.mark.parametrize("name", CEILINGS_AT_1_ATM)
def test_ceilings(name: str) -> None:
    at_1_bar = oxygen_exchange(name).ceiling_cm3_per_g
    assert at_1_bar / 1.01325 == pytest.approx(CEILINGS_AT_1_ATM[name], abs=0.6)


def test_order_of_central_cations() -> None:
    # Published (10.1002/anie.202007621): In > As > Sn > Ge > Sb > P. Ours keeps both ends and Sn
    # before Ge; antimony comes before germanium (0.06 eV per H2S, within the error of the energies)
    # and arsenic, whose energy is estimated by hand, comes late: a miss.
    sulfides = ["LiInS2", "Li3AsS4", "Li4SnS4", "Li4GeS4", "Li3SbS4", "Li3PS4"]
    order = [one.central_cations[0] for one in rank_sulfides(sulfides)]
    assert order == ["In", "Sn", "Sb", "Ge", "As", "P"]
    published = ["In", "As", "Sn", "Ge", "Sb", "P"]
    pairs = [(a, b) for place, a in enumerate(published) for b in published[place + 1 :]]
    kept = sum(order.index(a) < order.index(b) for a, b in pairs)
    assert kept == 11  # of 15


def test_order_of_families() -> None:
    # 10.1039/d4ee02358g, section 2.1: oxide > halide > sulfide > hydride.
    ranking = rank_moisture(
        ["LATP", "LAGP", "LLZTO", "LLZO", "Li3PO4", "Li3InCl6", "Li3YCl6", "Li3YBr6", "Li2ZrCl6",
         "Li3ScCl6", "Li3PS4", "Li6PS5Cl", "Li7P3S11", "LGPS", "Li4SnS4", "LiBH4", "Li2B12H12"]
    )  # fmt: skip
    assert [family.family for family in ranking.families] == [
        "oxide", "halide", "sulfide", "hydride",
    ]  # fmt: skip
    assert ranking.unknown == ()


def test_lithium_sulfide_to_phosphorus_sulfide_ratio() -> None:
    # Published (10.1016/j.ssi.2010.10.013): 75:25 reacts least with water. Against less lithium
    # (70:30) the driving force per H2S agrees; against more it does not, since lithium sulfide
    # itself hardly has one: the observed order is kinetic there. A hit and a miss.
    drive = {}
    for share in (0.70, 0.75, 0.80, 1.0):
        mixture = Composition({"Li": 2 * share, "P": 2 * (1 - share), "S": share + 5 * (1 - share)})
        answer = hydrolyse(mixture, dew_point_K=233.15)
        assert answer.complete is not None
        drive[share] = answer.complete.gibbs_J_per_mol_gas or 0.0
    assert drive[0.70] < drive[0.75] < drive[0.80] < drive[1.0] < 0.0


def test_tin_sulfide_is_more_stable_in_air_than_the_phosphate_sulfide() -> None:
    # Statement of the same field: Li4SnS4 tolerates air better than Li3PS4 glass-ceramic.
    tin, phosphorus = (hydrolyse(name, dew_point_K=233.15) for name in ("Li4SnS4", "Li3PS4"))
    assert tin.pressures[0].ppm < 10.0
    assert phosphorus.pressures[0].ppm > 1e6


@pytest.mark.parametrize("name", ["Li7P3S11", "Li6PS5Cl", "Li6PS5I", "Li6AsS5I"])
def test_measured_release_lies_below_the_ceiling(name: str) -> None:
    answer = hydrolyse(name, relative_humidity=0.2)
    ceiling = next(gas for gas in answer.ceilings or () if gas.species == "H2S")
    assert answer.h2s_measured
    assert all(0.0 < datum.value < ceiling.cm3_per_g for datum in answer.h2s_measured)
    assert any(gas.species == "H2S" for gas in answer.gases)
