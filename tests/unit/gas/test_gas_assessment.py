"""The gas of a cell from its sources to the room: numbers that can be checked, gaps that stay."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

import davylamp.gas.assessment.case
from davylamp.cell import example_path, list_examples, parse_cell, read_cell
from davylamp.core.errors import InputError, MissingDatumError
from davylamp.core.evidence import Kind, Unknown
from davylamp.core.parameter import Distribution, Parameter, exact
from davylamp.gas import Basis, GasHistory, GasSource, When
from davylamp.gas.assessment import (
    REFERENCE_VOLUME_M3,
    Place,
    assess_gas,
    assessment_record,
    case_of,
    dilution_of,
    enclosure_of,
    expose,
    fire_of,
    in_enclosure,
    making_place,
    released,
)
from davylamp.gas.assessment.inside import opening_of
from davylamp.gas.mixture import gas_volume_m3
from davylamp.gas.sources import HeatRuns

LAB = Place("room", "the laboratory", 100.0)


def source(**amounts: float) -> GasSource:
    return GasSource(
        "made-up",
        "gas of a test",
        When.FAILING,
        Basis.CEILING,
        {name: exact(n, "mol") for name, n in amounts.items()},
        Kind.ASSUMED,
    )


@pytest.fixture(scope="module")
def sulfide():
    return read_cell(example_path("sulfide"))


@pytest.fixture(scope="module")
def answer(sulfide):
    return assess_gas(sulfide, runs=HeatRuns(tests=()))


@pytest.mark.parametrize("end_s", [0.0, -3600.0, float("nan"), float("inf")])
def test_curves_without_an_end_are_refused(end_s):
    with pytest.raises(InputError, match="show nothing"):
        assess_gas(read_cell(example_path("polymer")), until_s=end_s)


def test_a_litre_in_a_hundred_cubic_metres_is_ten_ppm():
    mol = 1e-3 / gas_volume_m3(1.0)
    found = expose(LAB, {"H2S": exact(mol, "mol")})
    # At 1 atm the air holds 1.3 % more than the bar at which the litre was measured.
    assert found.levels[0].peak_ppm == pytest.approx(10.0 / 1.01325, rel=1e-4)


def test_fluoride_of_a_hundred_watt_hours_is_eight_times_its_limit():
    # 100 Wh at 200 mg/Wh of HF.
    found = expose(LAB, {"HF": exact(20.0 / 20.006, "mol")})
    assert found.levels[0].peak_ppm == pytest.approx(245.0, abs=1.0)
    assert found.idlh.value == pytest.approx(8.2, abs=0.05)
    assert found.idlh.by == "HF"
    assert found.idlh.complete


def test_that_much_air_dilutes_to_the_limit():
    amounts = {"H2S": exact(0.2, "mol"), "SO2": exact(0.01, "mol"), "H2": exact(1.0, "mol")}
    by_target = {item.target: item for item in dilution_of(LAB, amounts, 4.0)}
    needed = by_target["IDLH"].volume_m3
    found = expose(replace(LAB, volume_m3=needed), amounts)
    assert found.idlh.value == pytest.approx(1.0, rel=1e-3)
    quarter = by_target["a quarter of LFL"].volume_m3
    total = sum(item.value for item in amounts.values())
    assert total * gas_volume_m3(1.0, 298.15, 101325.0) / quarter == pytest.approx(0.01)


def test_fresh_air_lowers_means_and_not_the_peak():
    amounts = {"CO": exact(1.0, "mol")}
    still, aired = expose(LAB, amounts), expose(replace(LAB, air_flow_m3_per_s=1.0), amounts)
    assert aired.levels[0].peak_ppm == pytest.approx(still.levels[0].peak_ppm)
    assert aired.aegl2.value < 0.1 * still.aegl2.value
    assert aired.curve.ppm["CO"][-1] < 1e-6 * aired.curve.ppm["CO"][0]


def test_a_gas_that_no_agency_judged_leaves_the_sum_a_lower_bound():
    case = case_of(source(H2S=1e-3, SO2F2=1.0, EMC=1.0), LAB)
    assert not case.idlh.complete
    assert "EMC" in case.idlh.missing
    assert any("EMC" in gap.what for gap in case.unjudged)


def test_an_uncertain_amount_gives_a_range():
    wide = Parameter(1.0, "mol", Kind.ESTIMATED, distribution=Distribution("decades", 0.5))
    level = expose(LAB, {"CO": wide}).levels[0]
    # 1.645 standard deviations of half a decade on either side.
    assert level.high_ppm / level.peak_ppm == pytest.approx(10.0**0.8224, rel=1e-3)
    assert level.low_ppm * level.high_ppm == pytest.approx(level.peak_ppm**2, rel=1e-6)


def test_several_cells_give_several_times_the_gas():
    many = replace(LAB, cells=12)
    assert released(source(CO=0.1), many).mol == {"CO": pytest.approx(1.2)}
    one, twelve = case_of(source(CO=0.1), LAB), case_of(source(CO=0.1), many)
    assert twelve.idlh.value == pytest.approx(12.0 * one.idlh.value, rel=1e-3)


def test_sulfur_vapour_is_no_gas_of_a_room():
    case = case_of(source(S2=1.0, CO=0.1), LAB)
    assert set(case.amounts) == {"CO"}
    assert any("smoke" in note for note in case.notes)
    assert case_of(source(S2=1.0), LAB) is None


def test_a_history_begins_with_its_first_gas():
    time = np.linspace(0.0, 4e4, 401)
    amount = np.where(time < 3e4, 0.0, (time - 3e4) * 1e-6)
    timed = replace(
        source(CO=1e-2),
        history=GasHistory(time, {"CO": amount}, np.full_like(time, 400.0)),
        duration_s=exact(1e4, "s"),
    )
    came = released(timed, LAB).history
    assert came.time_s[0] == pytest.approx(0.0)
    assert came.time_s[-1] == pytest.approx(1e4, rel=0.02)
    assert came.released_mol["CO"][-1] == pytest.approx(1e-2)
    assert not case_of(timed, LAB).at_once


def test_hydrogen_burns_and_says_how_much_of_its_limit_is_reached():
    # 1 % of hydrogen: a quarter of its limit of 4 %.
    mol = 0.01 * LAB.volume_m3 / gas_volume_m3(1.0, 298.15, 101325.0)
    fire = fire_of(LAB, {"H2": exact(mol, "mol")}, flames=True)
    assert fire.flammable
    assert fire.share_of_lfl == pytest.approx(0.25, rel=0.01)
    figures = {item.key: item for item in fire.figures}
    assert figures["flame_degC"].value == pytest.approx(2380.0 - 273.15, abs=25.0)
    assert figures["closed_pressure_ratio"].value == pytest.approx(8.0, rel=0.02)
    # A third of a stoichiometric cloud of 29.6 % fills 1 / 29.6 of the room.
    rise = figures["place_overpressure_kPa"].value
    assert rise == pytest.approx(7.0 * 101.325 / 29.6, rel=0.02)


def test_what_does_not_burn_has_no_limit():
    fire = fire_of(LAB, {"CO2": exact(1.0, "mol")})
    assert fire.flammable is False
    assert fire.lfl_percent is None
    assert fire_of(LAB, {}) is None


def test_places_are_those_of_the_file_or_told_to_be_assumed(sulfide):
    assert making_place(sulfide).air_changes_per_h == pytest.approx(30.0)
    assert enclosure_of(sulfide).volume_m3 == pytest.approx(1.0)
    bare = replace(sulfide, enclosure=None, surroundings=None)
    for place in (making_place(bare), enclosure_of(bare)):
        assert place.is_reference
        assert place.volume_m3 == pytest.approx(REFERENCE_VOLUME_M3)
        assert place.air_flow_m3_per_s == pytest.approx(0.0)
        assert "assumed" in place.title
    box = making_place(read_cell(example_path("bilayer")))
    assert box.oxygen_share == pytest.approx(0.0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"volume_m3": -1.0},
        {"volume_m3": 0.0},
        {"volume_m3": float("nan")},
        {"volume_m3": 1.0, "air_flow_m3_per_s": -1.0},
        {"volume_m3": 1.0, "air_flow_m3_per_s": 1.0, "air_changes_per_s": 1.0},
        {"volume_m3": 1.0, "cells": 0},
    ],
)
def test_an_impossible_enclosure_is_refused(sulfide, wrong):
    with pytest.raises(InputError):
        in_enclosure(sulfide, **wrong)


def test_air_without_an_enclosure_asks_for_its_volume(sulfide):
    bare = replace(sulfide, enclosure=None)
    assert in_enclosure(bare) is bare
    with pytest.raises(InputError, match="volume"):
        in_enclosure(bare, cells=3)
    made = in_enclosure(bare, volume_m3=10.0, air_changes_per_s=1e-3, cells=3).enclosure
    assert made.air_flow_m3_per_s == pytest.approx(1e-2)
    assert made.cells == 3


def test_a_closed_casing_with_much_gas_opens(sulfide):
    found = opening_of(sulfide, replace(source(CO=0.1), temperature_K=600.0))
    assert found.opens_percent == pytest.approx(100.0)
    nothing = opening_of(sulfide, replace(source(CO=1e-9), temperature_K=330.0))
    assert nothing.opens_percent == pytest.approx(0.0, abs=0.5)


def test_a_casing_that_is_not_told_is_unknown(sulfide):
    for casing in (None, replace(sulfide.casing, free_volume_m3=None)):
        found = opening_of(replace(sulfide, casing=casing), source(CO=0.1))
        assert found.opens_percent is None
        assert found.tears_percent is None
        assert found.unknown


def test_a_step_that_fails_leaves_an_unknown_and_the_rest_goes_on(monkeypatch):
    def fail(*_, **__):
        raise MissingDatumError("no air here", remedy="open a window")

    monkeypatch.setattr(davylamp.gas.assessment.case, "expose", fail)
    case = case_of(source(CO=0.1), LAB)
    assert case.curve is None
    assert case.idlh is None
    assert Unknown("the concentration in the laboratory: no air here", "open a window") in (
        case.unknown
    )
    assert case.fire.flammable


def test_every_moment_of_the_sulfide_cell_is_told(answer):
    assert {case.when for case in answer.cases} >= {When.MAKING, When.FAILING, When.END}
    making = answer.at(When.MAKING)[0]
    assert making.id == "batch-Li6PS5Cl"
    # The air of the room holds 127 ppm of water, and no more gas can come than that.
    assert making.levels[0].species == "H2S"
    assert making.levels[0].peak_ppm == pytest.approx(126.8, rel=0.02)
    assert answer.answer.startswith("When it fails")
    assert answer.limits
    assert all(item.issuer and item.edition and item.date for item in answer.limits)


def test_cases_are_sorted_worst_first(answer):
    for when in When:
        worst = [
            max((i.value for i in (case.idlh, case.aegl2) if i is not None), default=0.0)
            for case in answer.at(when)
        ]
        poisonous = [value for value in worst if value > 1.0]
        assert poisonous == sorted(poisonous, reverse=True)


def test_sensors_and_exhaust_stand_beside_the_worst_case(answer):
    making = answer.at(When.MAKING)[0]
    assert any(item.case_id == making.id for item in answer.sensors)
    wash = answer.step(f"exhaust-{making.id}")
    assert "H2S by caustic" in wash.answer
    soda = wash.figure("caustic_g").value
    # A mole of caustic for each mole of H2S that is taken out, at least.
    assert soda >= 0.98 * 40.0 * making.amounts_mol["H2S"]


@pytest.mark.parametrize("name", list_examples())
def test_the_record_is_finite_json(name):
    found = assess_gas(read_cell(example_path(name)), runs=HeatRuns(tests=()))
    text = json.dumps(assessment_record(found), allow_nan=False)
    assert json.loads(text)["cell"] == found.cell
    told = {source.when for source in found.sources}
    assert {When.MAKING, When.FAILING, When.END} <= told


BARE = """
name: bare
anode: {material: Li, thickness: 30 um}
electrolyte: [{material: Li3PS4, thickness: 50 um}]
cathode: {active: {material: LiCoO2}, loading: 3 mAh/cm2, porosity: 0 %}
operation: {voltage_min: 3.0 V, voltage_max: 4.2 V, temperature: 25 degC}
"""


def test_a_cell_without_casing_and_room_is_not_called_safe():
    found = assess_gas(parse_cell(BARE), runs=HeatRuns(tests=()))
    assert not found.at(When.MAKING)
    assert any("humidity" in gap.what for gap in found.unknown)
    assert all(item.opens_percent is None for item in found.openings)
    assert all(case.place.is_reference for case in found.cases)
    # Nobody told how large it is.
    assert any("square metre" in note for note in found.notes)
    assert all(any("size" in gap.what for gap in case.unknown) for case in found.cases)


def test_a_cell_without_housing_is_open(sulfide):
    open_ = replace(sulfide, casing=replace(sulfide.casing, type="none"))
    found = opening_of(open_, source(CO=1e-9))
    assert found.opens_percent == pytest.approx(100.0)


def test_what_the_bound_of_a_batch_rests_on_is_told(answer):
    step = next(item for item in answer.steps if item.id.startswith("dryroom"))
    assert any("takes for granted" in note and "people" in note for note in step.notes)
