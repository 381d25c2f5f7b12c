"""What a test reports where rates are unknown, limits are passed, and data are missing."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest

from davylamp.cell import example_path, read_cell
from davylamp.core.errors import InputError, MissingDatumError
from davylamp.core.evidence import Kind
from davylamp.core.parameter import Distribution, Parameter, exact
from davylamp.runaway import Body, HeatCapacity, Network, Rate, Species, Step
from davylamp.runaway.abuse import KINDS, Subject, make_test, run_test
from davylamp.runaway.abuse.measure import Vessel
from davylamp.runaway.abuse.verdict import fast_end
from davylamp.runaway.networks import liquid_body


def step(name, heat, rate, **more):
    return Step(
        f"{name} reacts", f"{name} reacts", {name: -1.0, "gas": 0.5}, 1.0, exact(heat, "J/kg"),
        rate, **more,
    )  # fmt: skip


def arrhenius(name, frequency=1e13, energy=140e3):
    return Rate(
        Parameter(frequency, "1/s", Kind.ESTIMATED, distribution=Distribution("decades", 1.0)),
        exact(energy, "J/mol"),
        {name: 1.0},
    )


def body(*steps, **more):
    names = [name for item in steps for name in item.stoichiometry if name != "gas"]
    species = tuple(Species(name, None, "solid", 1.0) for name in names)
    return Body(
        name="sample",
        mass_kg=0.05,
        volume_m3=2e-5,
        size_m=(0.05, 0.05, 0.008),
        surface_m2=6.6e-3,
        heat_capacity=HeatCapacity((298.15,), (1000.0,), kind=Kind.MEASURED),
        conductivity=None,
        network=Network("made up", (*species, Species("gas", None, "gas")), steps),
        emissivity=0.8,
        **more,
    )


KNOWN = step("A", 2e5, arrhenius("A"))
UNKNOWN = step("B", 4e5, None)
CHARGED = {"electrical_energy_J": 2e3, "voltage_V": 4.0, "voltage_empty_V": 3.0}


def test_a_rate_that_nobody_knows_gives_a_range():
    result = run_test(body(KNOWN, UNKNOWN), "arc")
    assert len(result.outcomes) == 2
    heat = result.figure("heat_per_mass")
    assert heat.low == pytest.approx(2e5, rel=1e-3)
    assert heat.high == pytest.approx(6e5, rel=1e-3)
    assert result.kind is Kind.UNKNOWN
    assert any("B reacts" in item.what for item in result.unknown)
    assert result.outcomes[0].first_step == "A reacts"
    assert result.outcomes[1].first_step == "B reacts"


def test_without_unknown_rates_there_is_one_run():
    result = run_test(body(KNOWN), "arc")
    assert len(result.outcomes) == 1
    assert result.kind is Kind.ASSUMED
    assert result.outcomes[0].closure < 1e-9


def short(sample, **more):
    test = make_test("external_short", cell_resistance="500 mohm", **more)
    return run_test(sample, test).verdicts


def test_a_limit_of_temperature_is_passed_failed_or_unknown():
    inert = body(**CHARGED)
    assert short(inert)[0].answer == "pass"
    hot = replace(inert, electrical_energy_J=5e4)
    assert short(hot)[0].answer == "fail"


def test_a_rate_that_nobody_knows_never_passes():
    (limit, other) = short(body(UNKNOWN, **CHARGED))
    assert limit.answer == "unknown"
    assert other.answer == "unknown"
    # Not even where both ends stay below the limit.
    cold = short(body(replace(UNKNOWN, stable_to_K=800.0), **CHARGED))[0]
    assert cold.answer == "unknown"
    assert "rate of a step is not known" in cold.reason


def test_a_pass_holds_with_fast_rates_too():
    slow = step("A", 4e5, arrhenius("A", energy=140e3))
    wide = replace(
        slow,
        rate=replace(
            slow.rate,
            activation_energy_J_per_mol=Parameter(
                140e3, "J/mol", distribution=Distribution("normal", 15e3)
            ),
        ),
    )
    assert short(body(slow, **CHARGED))[0].answer == "pass"
    verdict = short(body(wide, **CHARGED))[0]
    assert verdict.answer == "unknown"
    assert "with fast rates" in verdict.reason


def test_a_pass_holds_with_less_cooling_unless_the_user_knows_it():
    warm = replace(body(**CHARGED), electrical_energy_J=8.8e3, emissivity=0.0)
    assert short(warm, coefficient="10 W/m2/K")[0].answer == "pass"
    verdict = short(warm)[0]
    assert verdict.answer == "unknown"
    assert "less cooling" in verdict.reason


def test_the_fast_end_is_faster_and_hotter():
    fast = fast_end(body(KNOWN).network).steps[0]
    assert fast.rate.frequency_per_s.value > 10.0 * KNOWN.rate.frequency_per_s.value


def test_fire_and_explosion_stay_unknown():
    verdicts = run_test(body(KNOWN), make_test("oven", standard="UL 1642")).verdicts
    assert [item.answer for item in verdicts] == ["unknown"]
    assert "no fire and no explosion" in verdicts[0].criterion


def test_venting_needs_volume_pressure_and_gas():
    sample = body(KNOWN)
    unknown = run_test(sample, "ramp").figure("vent")
    assert (unknown.values, unknown.absent) == ((None,), "unknown")
    test = make_test("ramp", free_volume="1 mL", vent_pressure="5 bar")
    found = run_test(sample, test)
    vent, runaway = found.figure("vent"), found.figure("T2")
    assert vent.values[0] is not None
    assert vent.times_s[0] <= runaway.times_s[0] + 60.0
    strong = make_test("ramp", free_volume="1 L", vent_pressure="9000 bar")
    assert run_test(sample, strong).figure("vent").absent == "not reached"
    vessel = Subject(sample, Vessel(1e-6, 5e5))
    assert run_test(vessel, "ramp").figure("vent").values[0] == pytest.approx(vent.values[0])


def test_gas_of_a_network_without_gas_is_unknown():
    gas = run_test(liquid_body(), "arc").figure("gas")
    assert gas.values == (None,)
    assert gas.absent == "unknown"


def test_missing_data_are_asked_for():
    with pytest.raises(MissingDatumError, match="electrical energy"):
        run_test(body(KNOWN), make_test("nail", cell_resistance="50 mohm"))
    with pytest.raises(InputError, match="cell_resistance"):
        run_test(body(KNOWN, **CHARGED), "nail")
    with pytest.raises(MissingDatumError, match="power"):
        run_test(body(KNOWN), "heater")
    with pytest.raises(MissingDatumError, match="capacity"):
        run_test(body(KNOWN, **CHARGED), make_test("overcharge", cell_resistance="50 mohm"))


@pytest.mark.parametrize(
    ("kind", "fields", "words"),
    [
        ("oven", {"temperature": "10 degC"}, "not hotter"),
        ("ramp", {"end": "0 degC"}, "not above its start"),
        ("dsc", {"end": "0 degC"}, "not above its start"),
        ("arc", {"end": "0 degC"}, "ends at"),
        ("internal_short", {"cell_resistance": "0 ohm"}, "no limit"),
        ("internal_short", {"conductivity": "1e6 S/m", "cell_resistance": "1 ohm"}, "no area"),
        ("overcharge", {"current": "1 A", "c_rate": "1 C"}, "both set"),
    ],
)
def test_contradictions_are_told(kind, fields, words):
    with pytest.raises(InputError, match=words):
        run_test(body(KNOWN, **CHARGED), make_test(kind, **fields))


def test_a_nail_has_the_resistance_of_its_contact():
    test = make_test(
        "nail", cell_resistance="10 mohm", diameter="3 mm", contact_resistance="0.01 ohm*cm2"
    )
    result = run_test(body(**CHARGED), test)
    area = math.pi * 3e-3 * 0.008
    assert result.figure("short_ohm").values[0] == pytest.approx(1e-6 / area)


def test_the_heater_has_the_power_of_the_standard():
    result = run_test(body(KNOWN, **CHARGED), "heater")
    assert result.settings["power"].value == pytest.approx(300.0)
    assert result.settings["power"].source == "gb38031_2025"


@pytest.fixture(scope="module")
def sulfide():
    return read_cell(example_path("sulfide"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_test_runs_on_a_shipped_cell(sulfide, kind):
    result = run_test(sulfide, kind)
    record = result.record()
    json.dumps(record, allow_nan=False)
    assert record["figures"]
    assert record["unknown"]
    assert result.kind is Kind.UNKNOWN
    assert all(item.closure < 1e-6 for item in result.outcomes)
    assert not any(item.answer == "pass" for item in result.verdicts)


def test_the_state_of_charge_reaches_the_cell(sulfide):
    full = run_test(sulfide, make_test("external_short"))
    half = run_test(sulfide, make_test("external_short", state_of_charge="50 %"))
    assert half.figure("joule_J").high < full.figure("joule_J").high


def test_an_own_network_replaces_that_of_the_cell(sulfide):
    result = run_test(sulfide, "arc", network=body(KNOWN).network)
    assert result.figure("heat_per_mass").high == pytest.approx(2e5, rel=0.01)
    assert len(result.outcomes) == 1
