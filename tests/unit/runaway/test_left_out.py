"""What is left out of an answer never makes it look safer."""

from dataclasses import replace

import pytest

from davylamp.cell import example_path, parse_cell, read_cell
from davylamp.core.evidence import Kind, Unknown
from davylamp.runaway.abuse import make_test, run_test
from davylamp.runaway.abuse.resistance import Resistance
from davylamp.runaway.abuse.subject import Subject
from davylamp.runaway.ceiling import heat_ceiling
from davylamp.runaway.cell_body import cell_body
from davylamp.runaway.networks import bounded, liquid_body

GOO = """
name: with goo
materials:
  - {id: Goo, roles: [electrolyte], family: polymer, properties: {density: 1.2 g/cm3}}
anode: {material: Li, thickness: 50 um, collector: {material: Cu, thickness: 8 um}}
electrolyte:
  - {material: Li6PS5Cl, thickness: 30 um}
  - {material: Goo, thickness: 10 um}
cathode:
  fractions: weight
  active: {material: LiFePO4, fraction: 70 %}
  catholyte: {material: Li6PS5Cl, fraction: 30 %}
  loading: 2 mAh/cm2
  porosity: 15 %
  collector: {material: Al, thickness: 12 um}
operation: {voltage_min: 3.0 V, voltage_max: 3.6 V, temperature: 25 degC}
"""


def test_a_ceiling_without_a_material_says_that_it_is_none():
    found = heat_ceiling(parse_cell(GOO, "goo.yaml"), pairs=False)
    assert found.kind is Kind.UNKNOWN
    assert found.everything.kind is Kind.UNKNOWN
    assert any("Goo" in note and "no ceiling" in note for note in found.notes)
    without = heat_ceiling(read_cell(example_path("sulfide")), pairs=False)
    assert without.kind is not Kind.UNKNOWN
    # Steel collectors take up heat; leaving them out is no gap of the ceiling.
    steel = heat_ceiling(read_cell(example_path("bilayer")), pairs=False)
    assert steel.kind is not Kind.UNKNOWN


@pytest.fixture(scope="module")
def limited():
    """An external short has a limit of temperature by its standard."""
    return make_test("external_short", standard="UN 38.3", cell_resistance="5 ohm")


def test_a_pass_needs_all_heat_known(limited):
    body = replace(liquid_body(), electrical_energy_J=100.0, voltage_V=4.2, voltage_empty_V=3.0)
    (clear,) = verdicts_of(body, limited)
    assert clear.answer == "pass"
    gap = Unknown("the heat of A with B: no energy", "calorimetry")
    network = replace(body.network, unknown=(*body.network.unknown, gap))
    (doubtful,) = verdicts_of(replace(body, network=network), limited)
    assert doubtful.answer == "unknown"
    assert "A with B" in doubtful.reason
    (layer,) = verdicts_of(Subject(body, whole=False), limited)
    assert layer.answer == "unknown"
    assert "stack" in layer.reason


def verdicts_of(subject, test):
    return [item for item in run_test(subject, test).verdicts if "surface" in item.criterion]


def test_a_square_metre_says_so_where_cooling_matters(limited):
    cell = parse_cell(GOO.replace("  - {material: Goo, thickness: 10 um}\n", ""), "layer.yaml")
    cooled = run_test(cell, make_test("oven"))
    assert any("square metre" in item.what for item in cooled.unknown)
    adiabatic = run_test(cell, "arc")
    assert not any("square metre" in item.what for item in adiabatic.unknown)


def test_the_rate_of_the_heater_is_no_heating_rate_of_the_cell():
    body = liquid_body()
    network = replace(body.network, steps=(body.network.steps[-1],))
    result = run_test(replace(body, network=network), make_test("arc", end="80 degC"))
    figure = result.figure("peak_heating_rate")
    assert figure.values == (None,)
    assert figure.absent == "not reached"


def test_an_external_short_is_hottest_between_the_ends_of_the_resistance():
    body = replace(liquid_body(), electrical_energy_J=20_000.0, voltage_V=4.2, voltage_empty_V=3.0)
    body = replace(body, network=replace(body.network, steps=()))
    ends = Resistance(0.01, 10.0, 0.0, (), Kind.ASSUMED)
    subject = Subject(body, resistance=lambda temperature_K: ends)
    result = run_test(subject, make_test("external_short", standard="UN 38.3"))
    mild, harsh, between = result.figure("T3").values
    assert between > max(mild, harsh) + 10.0
    assert "hottest between" in result.outcomes[2].label
    # Nor does any other resistance in the range make it hotter by more than a few kelvin.
    for ohm in (0.15, 0.3, 0.6):
        test = make_test("external_short", standard="UN 38.3", cell_resistance=f"{ohm} ohm")
        assert run_test(subject, test).figure("T3").values[0] < between + 5.0


def test_a_cell_that_runs_away_before_it_reaches_the_oven_has_its_onset_no_later():
    body = cell_body(read_cell(example_path("polymer")))
    _, at_once = bounded(body.network)
    result = run_test(replace(body, network=at_once), make_test("oven"))
    onset, runaway = result.figure("T1"), result.figure("T2")
    assert onset.times_s[0] <= runaway.times_s[0]
    assert result.figure("T1_to_T2").low >= 0.0
