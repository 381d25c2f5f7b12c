"""Treatment of exhausts: what is taken out, what is not, what is not known, and bad input."""

from __future__ import annotations

import math

import pytest

from davylamp.core.errors import InputError, MissingDatumError, OutsideValidityError
from davylamp.core.evidence import Kind, Unknown
from davylamp.core.parameter import exact
from davylamp.gas import Basis, GasSource, When, mixture_of
from davylamp.gas.exhaust import (
    Duty,
    Packing,
    Way,
    air_diffusion_m2_per_s,
    design_column,
    find_packing,
    flooding_velocity_m_per_s,
    load_absorption,
    onda_films,
    pressure_drop_Pa_per_m,
    quench_offgas,
    solve_solution,
    transfer_units,
    treat,
    treat_fuel,
    wash,
    way_note,
    way_of,
)
from davylamp.gas.exhaust.fuel import burning_makes
from davylamp.gas.sources import lithium_with

WATER_MOL = 1000.0 / 18.01528
AIR_AND_WATER = {
    "gas_density_kg_per_m3": 1.184,
    "gas_viscosity_Pa_s": 1.84e-5,
    "liquid_density_kg_per_m3": 997.0,
    "liquid_viscosity_Pa_s": 8.9e-4,
}


@pytest.fixture(scope="module")
def washed():
    return treat(
        {"HF": 0.02, "H2S": 0.01, "PH3": 1e-3, "NH3": 0.05, "POF3": 1e-3, "H2": 0.1},
        600.0,
        air_m3_per_s=0.02,
    )


def by_gas(treatment):
    return {item.gas: item for item in treatment.gases}


def test_ways_of_the_gases():
    assert {way_of(gas) for gas in ("HF", "HCl", "HBr", "HI", "H2S", "SO2", "Cl2")} == {Way.CAUSTIC}
    assert way_of("NH3") is Way.ACID
    assert way_of("phosphine") is way_of("AsH3") is Way.OXIDISE
    assert way_of("H2") is Way.BURN
    assert way_of("N2") is Way.PASSES
    assert way_of("POF3") is way_of("COS") is Way.UNKNOWN
    assert "acid" in way_note("NH3")
    assert "oxidising" in way_note("PH3")
    assert "hypochlorite" in way_note("Cl2")


def test_limits_of_the_workplace_are_met_and_named(washed):
    gases = by_gas(washed)
    for name in ("HF", "H2S", "NH3"):
        assert gases[name].meets
        assert gases[name].outlet_ppm == pytest.approx(gases[name].limit_ppm, rel=1e-6)
        assert gases[name].limit_from
    assert gases["H2S"].removal > 0.9


def test_what_caustic_does_not_take_is_not_removed_and_not_called_safe(washed):
    gases = by_gas(washed)
    phosphine = gases["PH3"]
    assert phosphine.outlet_mol == pytest.approx(phosphine.inlet_mol)
    assert phosphine.meets is False
    assert gases["POF3"].outlet_mol is None
    assert gases["POF3"].removal is None
    assert gases["POF3"].meets is None
    assert any("POF3" in item.what for item in washed.unknown)
    assert any("PH3 is not absorbed" in note for note in washed.notes)


def test_carbon_dioxide_of_the_air_takes_caustic_between_none_and_all(washed):
    low, high = washed.caustic_range_mol
    assert low < washed.caustic.reagent_mol < high
    assert 0.0 < washed.co2_share < 1.0
    assert washed.caustic.absorbed_mol["CO2"] == pytest.approx(
        washed.co2_share * washed.inlet.amounts_mol["CO2"]
    )
    # The column takes up as much as the liquor reckons with.
    assert washed.caustic_column.co2_share == pytest.approx(washed.co2_share, abs=1e-3)


def test_the_column_is_as_high_as_its_slowest_gas(washed):
    column = washed.caustic_column
    assert column.height_m == pytest.approx(max(bed.height_m for bed in column.beds))
    for bed in column.beds:
        assert bed.height_m == pytest.approx(bed.units * bed.unit_height_m)
        assert 0.0 < bed.gas_film_share <= 1.0
    area = math.pi * column.diameter_m**2 / 4.0
    assert column.gas_m3_per_s == pytest.approx(column.gas_m_per_s * area)
    assert column.gas_m_per_s == pytest.approx(0.7 * column.flooding_m_per_s)
    assert [bed.gas for bed in washed.acid_column.beds] == ["NH3"]


def test_without_a_duration_reagent_is_known_and_flow_is_not():
    found = treat({"HF": 0.01}, removal=0.99)
    assert found.caustic.reagent_mol == pytest.approx(0.0099, rel=1e-3)
    assert found.caustic_column is None
    assert found.duration_s is None
    assert any("flow of gas" in item.what for item in found.unknown)


def test_a_source_brings_its_own_duration_and_evidence():
    source = GasSource(
        "x", "x", When.FAILING, Basis.EXPECTED,
        {"H2S": exact(0.01, "mol"), "N2": exact(5.0, "mol")},
        kind=Kind.ESTIMATED, duration_s=exact(100.0, "s"), sources=("phreeqc3",),
    )  # fmt: skip
    found = treat(source, removal=0.9)
    assert found.duration_s == pytest.approx(100.0)
    assert found.kind is Kind.ESTIMATED
    assert found.caustic_column is not None
    longer = treat(source, 400.0, removal=0.9)
    ratio = found.caustic_column.diameter_m / longer.caustic_column.diameter_m
    assert ratio == pytest.approx(2.0)
    assert longer.caustic.reagent_mol == pytest.approx(found.caustic.reagent_mol)


def test_what_a_source_does_not_know_is_told_and_carbon_dioxide_is_not_called_gone():
    gap = Unknown("how much HF comes too", "analyse it")
    source = GasSource(
        "x", "x", When.FAILING, Basis.CEILING,
        {"H2S": exact(0.01, "mol"), "CO2": exact(0.1, "mol"), "N2": exact(5.0, "mol")},
        unknown=(gap,),
    )  # fmt: skip
    found = treat(source, removal=0.9)
    assert gap in found.unknown
    # All of the carbon dioxide is a bound of the caustic, and no promise of clean air.
    carbon = by_gas(found)["CO2"]
    assert carbon.outlet_mol is None
    assert carbon.meets is None
    assert by_gas(treat(source, removal=0.9, co2_share=0.5))["CO2"].removal == pytest.approx(0.5)


def test_a_limit_in_ppm_says_nothing_of_gas_that_nothing_carries():
    found = treat({"HF": 0.01}, limit_ppm={"HF": 1.0})
    (fluoride,) = found.gases
    assert fluoride.outlet_mol is None
    assert fluoride.meets is None
    assert found.caustic.absorbed_mol["HF"] == pytest.approx(0.01)
    assert any("nothing carries" in item.what for item in found.unknown)


def test_a_gas_without_a_limit_is_unknown_not_safe():
    found = treat({"HI": 0.01}, 60.0, air_m3=1.0)
    iodide = by_gas(found)["HI"]
    if iodide.limit_ppm is None:
        assert iodide.outlet_mol is None
        assert iodide.meets is None
        assert any("HI" in item.what for item in found.unknown)
    given = treat({"HI": 0.01}, 60.0, air_m3=1.0, limit_ppm={"HI": 5.0})
    assert by_gas(given)["HI"].meets


def test_a_liquor_that_gives_the_gas_back_is_told():
    found = treat({"H2S": 0.05}, 60.0, air_m3=1.0, limit_ppm={"H2S": 1.0}, ph=10.0)
    sulfide = by_gas(found)["H2S"]
    assert not found.caustic.reaches
    assert sulfide.outlet_mol is None
    assert math.isinf(found.caustic_column.height_m)
    assert any("gives the gas back" in note for note in found.notes)
    assert any("H2S" in item.what for item in found.unknown)
    # More caustic than the sulfide asks for keeps the pressure down.
    better = treat({"H2S": 0.05}, 60.0, air_m3=1.0, limit_ppm={"H2S": 1.0})
    assert better.caustic.reaches
    assert better.caustic.solution.ph > 12.0
    assert better.caustic.reagent_mol > 1.5 * better.caustic.least_mol


def test_sulfide_is_washed_from_ph_10_and_sulfite_about_7():
    assert wash({"H2S": 1e-3}, {}).solution.ph == pytest.approx(10.0)
    assert wash({"SO2": 1e-3}, {}).solution.ph == pytest.approx(7.0)
    assert 1.0 < wash({"SO2": 1.0}, {}).reagent_mol < 2.0


def test_salts_that_fall_out_and_other_temperatures_are_told():
    strong = treat({"HF": 1.0}, removal=0.99, caustic_mol_per_kg=3.0, temperature_K=313.15)
    assert any("Sodium fluoride falls out" in note for note in strong.notes)
    assert any("those of 25" in note for note in strong.notes)
    weak = treat({"HF": 1.0}, removal=0.99, caustic_mol_per_kg=0.5)
    assert not any("falls out" in note or "those of 25" in note for note in weak.notes)


def test_nothing_to_take_out_takes_nothing():
    found = treat({"N2": 1.0, "O2": 0.2}, 60.0)
    assert found.caustic is None
    assert found.acid is None
    assert found.fuel is None
    assert found.closure == pytest.approx(0.0)
    assert treat({"HF": 0.01, "N2": 1.0}, limit_ppm={"HF": 5e5}).caustic is None


def test_hydrogen_is_burnt_or_diluted():
    found = treat_fuel(mixture_of({"H2": 2.0}), 100.0)
    assert found.heat_J == pytest.approx(2.0 * 241.8e3, rel=1e-3)
    molar = 8.314462618 * 298.15 / 101325.0
    assert found.burning_air_m3 == pytest.approx(2.0 * 0.5 / 0.20946 * molar, rel=1e-6)
    # A quarter of 4 %: 99 volumes of air to one of hydrogen.
    assert found.dilution_m3 == pytest.approx(2.0 * 99.0 * molar, rel=1e-6)
    assert found.dilution_m3_per_s == pytest.approx(found.dilution_m3 / 100.0)
    assert 2300.0 < found.flame_K < 2450.0
    assert any("not judged" in note for note in found.notes)


def test_diluted_hydrogen_needs_no_more_air_and_chlorine_forbids_an_answer():
    thin = treat_fuel(mixture_of({"H2": 0.5, "N2": 79.0, "O2": 21.0}))
    assert thin.dilution_m3 == pytest.approx(0.0)
    assert thin.share_of_lfl == pytest.approx(0.5 / 100.5 / 0.04)
    assert any("how long" in item.settle for item in thin.unknown)
    feeding = treat_fuel(mixture_of({"H2": 0.5, "Cl2": 1.0, "N2": 10.0}))
    assert feeding.dilution_m3 is None
    assert feeding.unknown
    assert treat_fuel(mixture_of({"N2": 1.0})) is None


def test_what_burns_comes_to_the_scrubber_first():
    found = treat({"H2": 1.0, "H2S": 0.1, "CO": 0.2}, 600.0, air_m3_per_s=10.0 / 3600.0)
    before = found.fuel_before
    # 1.3 mol in 69.4 mol, of 1 / (1/1.3/0.04 + 0.1/1.3/0.04 + 0.2/1.3/0.109).
    lower = 1.3 / (1.1 / 0.04 + 0.2 / 0.109)
    assert before.share_of_lfl == pytest.approx(1.3 / found.inlet.total_mol / lower, rel=1e-9)
    assert before.fuel_mol["H2S"] == pytest.approx(0.1)
    assert found.fuel.fuel_mol["H2S"] < 1e-3
    assert any("Scrub first" in note and "0.1 mol SO2" in note for note in found.notes)
    assert any("Before the scrubber" in note for note in found.notes)
    thin = treat({"H2S": 1e-3}, 60.0, air_m3=1.0)
    assert thin.fuel_before.thin
    assert not any("crub" in note and "first" in note for note in thin.notes)
    # Nothing carries it: what leaves is a trace of unknown concentration, not pure gas that burns.
    assert treat({"H2S": 1e-3}, removal=0.99).fuel is None
    # The liquor gives it back: all of it may come to the flame.
    missed = treat({"H2S": 0.05, "H2": 1.0}, 60.0, air_m3=1.0, limit_ppm={"H2S": 1.0}, ph=10.0)
    assert missed.fuel.fuel_mol["H2S"] == pytest.approx(0.05)


def test_what_a_flame_makes_of_each_element_is_told():
    assert burning_makes({"H2": 1.0, "CO": 1.0, "EtOH": 1.0}) == ""
    assert "0.3 mol SO2 from H2S, CS2" in burning_makes({"H2S": 0.1, "CS2": 0.1})
    words = burning_makes({"PH3": 1.0, "AsH3": 1.0, "HCN": 1.0, "SiH4": 1.0})
    for word in ("phosphoric", "arsenic", "nitrogen oxides", "dust"):
        assert word in words


def test_a_quench_gives_vapour_with_its_hydrogen():
    found = lithium_with("95 % ethanol", 2.0)
    source = quench_offgas(found, 298.15)
    share = source.mixture().fractions["EtOH"]
    # 7.87 kPa at 25 degC: Wagner's equation in Poling et al.
    assert share == pytest.approx(7870.0 / 101325.0, rel=5e-3)
    assert source.closure < 1e-9
    assert source.kind is Kind.ESTIMATED
    # It lowers the limit from 4 % of hydrogen towards 3.1 % of ethanol.
    fuel = treat(source).fuel
    assert fuel.lfl == pytest.approx(1.0 / ((1.0 - share) / 0.04 + share / 0.031), rel=1e-6)
    assert quench_offgas(lithium_with("water", 1.0), 298.15).mol == {"H2": pytest.approx(0.5)}
    with pytest.raises(OutsideValidityError, match="boils"):
        quench_offgas(found, 352.0)


def test_carbon_dioxide_above_a_neutral_liquor_is_never_more_than_the_air_brings():
    found = treat({"HF": 1.0, "HCl": 0.4}, 3600.0, air_m3_per_s=0.14, removal=0.99)
    brought = found.inlet.fractions["CO2"] * 101325.0
    assert found.caustic.solution.pressures_Pa["CO2"] < brought
    assert 0.0 < found.co2_share < 1e-4


def test_chlorine_is_held_alkaline_and_takes_two():
    found = wash({"Cl2": 1e-3}, {})
    assert found.solution.ph == pytest.approx(10.0)
    assert found.reagent_mol == pytest.approx(2e-3, rel=5e-3)
    assert found.solution.pressures_Pa["Cl2"] < 1e-3


@pytest.mark.parametrize("gas", ["HF", "H2S", "SO2", "Cl2"])
def test_a_hot_liquor_is_a_liquid_up_to_its_boiling_point(gas):
    cool, hot = (treat({gas: 1.0}, 3600.0, air_m3=500.0, temperature_K=T) for T in (353.15, 373.15))
    # At 100 degC and 1 atm water is about to boil: the density is that of the liquid, not of steam.
    assert hot.caustic_column.height_m == pytest.approx(cool.caustic_column.height_m, rel=0.25)
    assert any("100 % of it" in note for note in hot.notes)


def test_a_rich_gas_makes_a_rough_column():
    found = treat({"HCl": 1.0, "N2": 3.0}, 60.0, removal=0.99)
    assert any("rough" in note for note in found.caustic_column.notes)
    weak = treat({"HCl": 0.1, "N2": 3.0}, 60.0, removal=0.99)
    assert not any("rough" in note for note in weak.caustic_column.notes)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: treat({"HF": -1.0}), "not an amount"),
        (lambda: treat({"Xx": 1.0}), "no gas"),
        (lambda: treat({"HF": 1.0}, -5.0), "duration"),
        (lambda: treat({"HF": 1.0}, removal=1.0), "removal"),
        (lambda: treat({"HF": 1.0}, removal=-0.1), "removal"),
        (lambda: treat({"HF": 1.0}, limit_ppm={"HF": 0.0}), "limit"),
        (lambda: treat({"HF": 1.0}, limit_ppm={"H2S": 1.0}), "not in the gas"),
        (lambda: treat({"HF": 1.0}, air_m3_per_s=1.0), "without a duration"),
        (lambda: treat({"HF": 1.0}, 1.0, air_m3_per_s=1.0, air_m3=1.0), "both"),
        (lambda: treat({"HF": 1.0}, air_m3=-1.0), "volume of air"),
        (lambda: treat({"HF": 1.0}, co2_share=1.2), "share of carbon dioxide"),
        (lambda: treat({"HF": 1.0}, removal=0.9, caustic_mol_per_kg=0.0), "reagent"),
        (lambda: treat({"HF": 1.0}, removal=0.9, caustic_mol_per_kg=50.0), "reagent"),
        (lambda: treat({"HF": 1.0}, removal=0.9, acid_mol_per_kg=float("nan")), "reagent"),
        (lambda: treat({"HF": 1.0}, removal=0.9, ph=15.0), "pH 15"),
        (lambda: treat({"HF": 1.0}, removal=0.9, packing="marbles"), "no packing"),
        (lambda: wash({"PH3": 1.0}, {}), "not modelled"),
        (lambda: solve_solution({"sodium": -1.0}, WATER_MOL), "not an amount"),
        (lambda: solve_solution({"gold": 1.0}, WATER_MOL), "gold"),
        (lambda: solve_solution({}, 0.0), "water"),
        (lambda: transfer_units(1.5, 0.1), "mole fraction"),
        (lambda: transfer_units(0.1, 0.01, absorption_factor=-1.0), "absorption factor"),
        (lambda: Packing("x", 200.0, 1.2, 0.02, 0.03, (1.0, 1.0, 1.0)), "do not make sense"),
        (lambda: Packing("x", 200.0, 0.9, 0.02, 0.03), "packing factor"),
        (lambda: find_packing("rings"), "more than one"),
    ],
)
def test_bad_input_is_told_in_words(call, words):
    with pytest.raises(InputError, match=words):
        call()


def test_a_scrubber_beyond_boiling_and_a_gas_without_diffusion_are_told():
    with pytest.raises(OutsideValidityError, match="100 degC"):
        treat({"HF": 1.0}, removal=0.9, temperature_K=400.0)
    with pytest.raises(MissingDatumError, match="diffuses in air"):
        air_diffusion_m2_per_s("GeH4", 298.15)


def test_every_stored_packing_floods_above_its_design_and_wets():
    for packing in load_absorption().packings.values():
        flood = flooding_velocity_m_per_s(packing, 5e-3, **AIR_AND_WATER)
        more = flooding_velocity_m_per_s(packing, 1e-2, **AIR_AND_WATER)
        assert 0.3 < more < flood < 4.0
        drop = pressure_drop_Pa_per_m(packing, 0.7 * flood, 5e-3, **AIR_AND_WATER)
        assert 50.0 < drop < 2000.0
        films = onda_films(
            packing,
            gas_flux_kg_per_m2_s=1.0,
            liquid_flux_kg_per_m2_s=5.0,
            gas_diffusion_m2_per_s=1.6e-5,
            liquid_diffusion_m2_per_s=1.5e-9,
            surface_tension_N_per_m=0.072,
            **AIR_AND_WATER,
        )
        assert 0.1 < films.wetted_area_per_m / packing.area_per_m < 1.0
        assert 1e-3 < films.gas_m_per_s < 0.2
        assert 1e-5 < films.liquid_m_per_s < 1e-3


@pytest.mark.parametrize(
    ("packing", "gas", "eaten"),
    [("metal, 25", "HCl", True), ("ceramic", "HF", True), ("plastic, 25", "HF", False)],
)
def test_a_packing_that_the_gas_eats_is_told(packing, gas, eaten):
    answer = treat({gas: 1e-3}, 600.0, air_m3_per_s=0.1, packing=packing, removal=0.9)
    assert any("eats this packing" in note for note in answer.notes) is eaten


def test_a_given_height_of_a_unit_takes_the_place_of_the_correlation():
    liquid = solve_solution({"sodium": 0.1, "sulfide": 0.01}, WATER_MOL)
    column = design_column(
        [Duty("H2S", 1e-3, 1e-5)], liquid, find_packing("pall plastic 25"), 0.1, unit_height_m=0.5
    )
    assert column.height_m == pytest.approx(0.5 * math.log(100.0))
    with pytest.raises(InputError, match="flooding"):
        design_column([], liquid, find_packing("Berl"), 0.1, flooding_share=1.0)
    with pytest.raises(InputError, match="flow of gas"):
        design_column([], liquid, find_packing("Berl"), 0.0)


def test_every_stored_number_has_its_evidence():
    from davylamp.store.load import load_folder, load_sources

    known = load_sources()
    for row in load_folder("hazards")["absorption"]:
        if row["table"] == "form" and row["protons"] == 0:
            continue
        assert row["source"] in known, row
        assert row["locator"]
        assert row["uncertainty"]
        assert Kind(row["kind"]) in (Kind.MEASURED, Kind.COMPUTED, Kind.FITTED)
    named = treat({"HF": 0.01, "CO2": 0.1, "N2": 10.0}, 60.0, removal=0.9).sources
    assert set(named) <= set(known)


def test_fits_over_temperature_agree_with_the_values_at_25_degrees():
    data = load_absorption()
    fits = [data.water, *(g.constant for g in data.gases.values())]
    fits += [form.constant for form in data.forms if form.constant is not None]
    for fit in fits:
        assert fit.at(298.15) == pytest.approx(fit.log_k, abs=0.06)


def test_record_is_plain_json(washed):
    import json

    from davylamp.cli.output import finite

    record = json.loads(json.dumps(finite(washed.record()), allow_nan=False))
    assert record["closure"] < 1e-9
    assert record["caustic"]["reagent"] == "NaOH"
    assert {item["gas"] for item in record["gases"]} >= {"HF", "PH3", "POF3"}
    assert record["unknown"]
