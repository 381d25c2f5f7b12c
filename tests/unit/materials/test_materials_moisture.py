"""Moist air: products, gases, what is refused, and what is said to be unknown."""

from __future__ import annotations

import pytest

from davylamp.core.composition import Composition
from davylamp.core.errors import InputError, MissingDatumError, OutsideValidityError
from davylamp.core.evidence import Kind
from davylamp.materials import hydrolyse, oxygen_exchange, rank_moisture, rank_sulfides

DRY_ROOM_K = 233.15


def gases(name: str, **air: float | bool) -> dict[str, float]:
    answer = hydrolyse(name, **({"dew_point_K": DRY_ROOM_K} | air))  # type: ignore[arg-type]
    return {gas.species: gas.mol_per_mol for gas in answer.gases}


def test_sulfides_give_hydrogen_sulfide() -> None:
    assert gases("Li3PS4") == pytest.approx({"H2S": 4.0})
    assert gases("Li6PS5Cl") == pytest.approx({"H2S": 5.0})


def test_a_hydride_gives_hydrogen() -> None:
    assert gases("LiBH4") == pytest.approx({"H2": 4.0})


def test_a_nitride_halide_gives_ammonia() -> None:
    assert gases("Li9N2Cl3") == pytest.approx({"NH3": 2.0})


def test_garnet_gives_hydroxide_and_with_carbon_dioxide_carbonate() -> None:
    water = hydrolyse("LLZO", dew_point_K=273.15)
    assert water.complete is not None
    assert "LiOH" in {phase.name.partition("·")[0] for phase in water.complete.products}
    assert water.gases == ()
    air = hydrolyse("LLZO", dew_point_K=273.15, carbon_dioxide_Pa=42.0)
    assert air.complete is not None
    assert "Li2CO3" in {phase.name for phase in air.complete.products}
    assert air.complete.taken_mol["CO2"] > 0.0


def test_a_halide_gives_oxychloride_and_hydrogen_chloride_below_1_ppm() -> None:
    answer = hydrolyse("Li3InCl6", dew_point_K=DRY_ROOM_K)
    assert answer.gases == ()
    assert answer.pressures[0].species == "HCl"
    assert 1e-4 < answer.pressures[0].ppm < 1.0
    wetter = hydrolyse("Li3InCl6", dew_point_K=293.15)
    assert wetter.pressures[0].ppm > 5.0 * answer.pressures[0].ppm


def test_the_first_water_is_told_apart_from_the_last() -> None:
    answer = hydrolyse("LGPS", dew_point_K=DRY_ROOM_K)
    assert answer.first is not None
    assert answer.complete is not None
    # Phosphorus goes first, germanium stays as sulfide.
    assert {phase.name for phase in answer.first.products} >= {"Li3PO4", "H2S"}
    assert any("Ge" in p.composition and "S" in p.composition for p in answer.first.products)
    assert answer.first.taken_mol["H2O"] < answer.complete.taken_mol["H2O"]
    assert answer.complete.gibbs_J_per_mol < answer.first.gibbs_J_per_mol < 0.0


def test_a_tin_sulfide_begins_at_a_dew_point() -> None:
    answer = hydrolyse("Li4SnS4", dew_point_K=DRY_ROOM_K)
    assert answer.gas_at_driest is False
    assert answer.gas_dew_point_K is not None
    below = hydrolyse("Li4SnS4", dew_point_K=answer.gas_dew_point_K - 0.5)
    above = hydrolyse("Li4SnS4", dew_point_K=answer.gas_dew_point_K + 0.5)
    assert below.gases == ()
    assert [gas.species for gas in above.gases] == ["H2S"]


def test_phosphorus_sulfides_release_gas_at_every_dew_point() -> None:
    answer = hydrolyse("Li3PS4", dew_point_K=DRY_ROOM_K)
    assert answer.gas_at_driest is True
    assert answer.gas_dew_point_K is None


def test_oxygen_oxidises_and_the_answer_says_it_may_not() -> None:
    answer = hydrolyse("Li3PS4", dew_point_K=DRY_ROOM_K, oxygen=True)
    assert answer.complete is not None
    assert answer.complete.taken_mol["O2"] == pytest.approx(8.0)
    assert any("oxygen" in item.what for item in answer.unknown)


def test_measured_release_stands_beside_the_ceiling() -> None:
    answer = hydrolyse("Li6PS5Cl", relative_humidity=0.3)
    assert [datum.value for datum in answer.h2s_measured][:1] == [0.57]
    assert answer.ceilings is not None
    assert answer.ceilings[0].cm3_per_g > 100.0 * answer.h2s_measured[0].value
    assert "liu2023-cej" in answer.sources


def test_a_ceiling_is_said_not_to_be_a_rate() -> None:
    answer = hydrolyse("Li3PS4", dew_point_K=DRY_ROOM_K)
    assert any("not a rate" in item.what and item.settle for item in answer.unknown)


def test_an_unknown_energy_is_said() -> None:
    answer = hydrolyse("Li6.6P0.4Ge0.6S5I", dew_point_K=DRY_ROOM_K)
    assert answer.energy_is_own is False
    assert answer.kind.rank >= Kind.ESTIMATED.rank
    assert any("formation energy" in item.what for item in answer.unknown)
    assert answer.exchange is not None
    assert answer.exchange.gibbs_J_per_mol_gas is None


def test_a_glass_is_said_to_be_a_glass() -> None:
    answer = hydrolyse("Li3PS4-glass", dew_point_K=DRY_ROOM_K)
    assert any("glass" in item.what for item in answer.unknown)


def test_what_cannot_be_asked() -> None:
    with pytest.raises(InputError):
        hydrolyse("Li3PS4")
    with pytest.raises(InputError):
        hydrolyse("Li3PS4", dew_point_K=300.0)
    with pytest.raises(InputError):
        hydrolyse("Li3PS4", relative_humidity=30.0)
    with pytest.raises(InputError, match="did you mean"):
        hydrolyse("Li3PS4-glas", relative_humidity=0.3)
    with pytest.raises(OutsideValidityError):
        hydrolyse("Li3PS4", 250.0, dew_point_K=DRY_ROOM_K)
    with pytest.raises(MissingDatumError):
        hydrolyse("PVDF-LiFSI", relative_humidity=0.3)


def test_exchange_needs_sulfur() -> None:
    with pytest.raises(InputError, match="no sulfur"):
        oxygen_exchange("Li3InCl6")


def test_exchange_per_multiple_of_the_formula() -> None:
    one = oxygen_exchange(Composition.parse("Li3PS4"))
    two = oxygen_exchange(Composition.parse("Li6P2S8"))
    assert two.gas_mol_per_mol == pytest.approx(8.0)
    assert two.gibbs_J_per_mol_gas == pytest.approx(one.gibbs_J_per_mol_gas, rel=1e-9)
    assert one.gibbs_eV_per_gas == pytest.approx((one.gibbs_J_per_mol_gas or 0.0) / 96485.33)


def test_sulfides_of_unknown_energy_come_last() -> None:
    order = [one.name for one in rank_sulfides(["Li6.6P0.4Ge0.6S5I", "Li3PS4", "LiInS2"])]
    assert order == ["LiInS2", "Li3PS4", "Li6.6P0.4Ge0.6S5I"]


def test_ranking_holds_what_it_cannot_rank_as_unknown() -> None:
    ranking = rank_moisture(["Li3PS4", "LiBH4", "PVDF-LiFSI"])
    assert [answer.name for answer in ranking.materials] == ["Li3PS4", "LiBH4"]
    assert [family.family for family in ranking.families] == ["sulfide", "hydride"]
    assert "PVDF-LiFSI" in ranking.unknown[0].what


def test_nickel_rich_cathodes_lose_lithium_to_carbonate() -> None:
    answer = hydrolyse("LiNiO2", relative_humidity=0.3, carbon_dioxide_Pa=42.0)
    assert answer.complete is not None
    assert {"Li2CO3", "NiO"} <= {phase.name for phase in answer.complete.products}
    # Oxygen is no gas that moisture drives out.
    assert answer.gases == ()


def test_lithiated_graphite_gives_hydrogen_and_keeps_its_carbon() -> None:
    answer = hydrolyse("LiC6", relative_humidity=0.3)
    assert {gas.species: gas.mol_per_mol for gas in answer.gases} == pytest.approx({"H2": 0.5})


def test_crystal_water_is_said_not_to_be_judged() -> None:
    answer = hydrolyse("Li3InCl6", dew_point_K=DRY_ROOM_K)
    assert answer.complete is None
    assert any("crystal water" in item.what for item in answer.unknown)


def test_an_element_of_which_nothing_is_known_is_missing() -> None:
    with pytest.raises(MissingDatumError, match="Te"):
        hydrolyse("Li6.75La3Zr1.75Te0.25O12", relative_humidity=0.3)


@pytest.mark.parametrize(
    ("solid", "expected"),
    [("Li3InCl6", False), ("LiCl", None), ("Li3YCl6", None), ("LATP", True), ("Li3PS4", False)],
)
def test_no_reaction_is_no_proof_of_stability(solid: str, expected: bool | None) -> None:
    # Halides take up crystal water, which the energies do not see.
    assert hydrolyse(solid, relative_humidity=0.5).is_stable is expected


def test_an_equilibrium_of_measured_energies_is_computed() -> None:
    assert hydrolyse("Li", dew_point_K=233.15).kind is Kind.COMPUTED
