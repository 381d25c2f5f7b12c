"""Measured currents: no model outvotes a lower one, and own tests settle what models leave open."""

from __future__ import annotations

import math

import numpy as np
import pytest
import yaml

from davylamp.cell import example_path, parse_cell, read_cell
from davylamp.dendrites import Role, subject_of
from davylamp.dendrites.assessment import (
    Verdict,
    Ways,
    assess_dendrites,
    assess_ways,
    assessment_record,
    exceeded_limits,
    measured_limits,
    under,
)
from davylamp.dendrites.conditions import stated_pressure_Pa, stated_temperature_K
from davylamp.dossier import Severity
from davylamp.dossier.dendrite_findings import weakest_finding, window_words
from davylamp.dossier.dendrite_plots import limits_plot

TEST = {
    "kind": "measured",
    "source": "own measurement 2026-03",
    "temperature": "60 degC",
    "conditions": "2 MPa",
}


def garnet(*, porosity="2 %", current="0.1 mA/cm2", stripping=None, critical=None):
    """A garnet cell of known flaws, contact and pores, with tests of its own."""
    raw = yaml.safe_load(example_path("garnet").read_text("utf-8"))
    raw["operation"]["current"] = current
    layer = raw["electrolyte"][0]
    layer["flaws"] = {"depth": "5 um", "area": "4 cm2", "weibull_modulus": 8}
    if porosity is None:
        del layer["porosity"]
    else:
        layer["porosity"] = porosity
    own = {
        "stripping_current_density": stripping,
        "critical_current_density": critical,
        "electronic_conductivity": {
            "value": "1e-10 S/cm",
            "kind": "measured",
            "source": "own measurement 2026-03",
        },
    }
    layer["properties"] = {name: value for name, value in own.items() if value is not None}
    return parse_cell(yaml.safe_dump(raw))


def test(value, **changes):
    return {**TEST, "value": value, **changes}


test.__test__ = False


def judged(**more):
    return assess_dendrites(garnet(**more), draws=400)


def test_own_tests_at_the_conditions_of_the_cell_make_it_hold():
    answer = judged(stripping=test("0.4 mA/cm2"), critical=test("0.6 mA/cm2"))
    assert answer.verdict is Verdict.HOLDS
    assert all(not item.unknown for item in answer.limits)
    voids = next(item for item in answer.limits if item.id == "voids")
    assert voids.critical.median == pytest.approx(4.0, rel=0.02)
    assert "Measured for this cell" in voids.notes[0]
    assert weakest_finding(answer).severity is Severity.OK


def test_an_own_test_below_the_current_fails_the_cell():
    answer = judged(stripping=test("0.04 mA/cm2"), critical=test("0.6 mA/cm2"))
    assert answer.verdict is Verdict.FAILS
    assert answer.first is not None
    assert answer.first.id == "voids"


@pytest.mark.parametrize(
    "changes",
    [
        {"stripping": None},
        {"critical": None},
        {"stripping": test("0.4 mA/cm2", kind="assumed")},
        {"stripping": test("0.4 mA/cm2", bound="<")},
        {"stripping": test("0.4 mA/cm2", conditions="9 MPa")},
        {"stripping": test("0.4 mA/cm2", conditions="")},
        {"stripping": test("0.4 mA/cm2", temperature="25 degC")},
        {"critical": test("0.6 mA/cm2", temperature=None)},
        {"porosity": None},
    ],
)
def test_anything_less_leaves_it_unknown(changes):
    given = {"stripping": test("0.4 mA/cm2"), "critical": test("0.6 mA/cm2"), **changes}
    answer = judged(**given)
    assert answer.verdict is Verdict.UNKNOWN
    assert answer.unknown


def test_a_lower_bound_counts_as_the_current_itself():
    found = judged(stripping=test("0.4 mA/cm2", bound=">"), critical=test("0.6 mA/cm2"))
    voids = next(item for item in found.limits if item.id == "voids")
    assert voids.critical.high == pytest.approx(4.0)
    assert found.verdict is Verdict.HOLDS


def test_a_test_never_raises_a_critical_current():
    plain, raised = judged(), judged(stripping=test("900 mA/cm2"), critical=test("900 mA/cm2"))
    for before, after in zip(plain.limits, raised.limits, strict=True):
        assert before.id == after.id
        for name in ("low", "median", "high"):
            assert getattr(after.critical, name) <= getattr(before.critical, name)


def test_half_told_tests_are_asked_about():
    answer = judged(stripping=test("0.4 mA/cm2", conditions=""))
    asked = [gap for gap in answer.unknown if "stripping_current_density was measured" in gap.what]
    assert len(asked) == 1
    assert "conditions" in asked[0].settle


class Endless:
    """A model that sees no danger at all."""

    id, name, role, notes, unknown = "voids", "voids", Role.LIMIT, (), ()

    def __init__(self, parameters):
        self.parameters = parameters

    def critical_current_A_per_m2(self, draws):
        return np.full_like(draws["stack_pressure"], 1e6)

    def failure_capacity_C_per_m2(self, draws, current_A_per_m2):
        return np.full_like(draws["stack_pressure"], math.inf)


@pytest.fixture(scope="module")
def sulfide():
    return read_cell(example_path("sulfide"))


def endless(subject):
    from davylamp.dendrites.voids import void_mechanism

    mechanism = Endless({"stack_pressure": void_mechanism(subject).parameters["stack_pressure"]})
    return assess_ways(subject, Ways((mechanism,)), draws=200)


@pytest.mark.parametrize(
    ("current", "pressure", "celsius", "verdict"),
    [
        # 0.2 mA/cm2 at 3 MPa and 25 degC was the most without voids.
        (5.0, 3e6, 25.0, Verdict.MAY_FAIL),
        (2.0, 3e6, 25.0, Verdict.MAY_FAIL),
        (1.9, 3e6, 25.0, Verdict.HOLDS),
        # A test under less pressure, or a colder one, proves neither.
        (5.0, 6e6, 25.0, Verdict.UNKNOWN),
        (3.0, 3e6, 60.0, Verdict.UNKNOWN),
        # At 1 MPa the test at 3 MPa pressed more.
        (3.0, 1e6, 25.0, Verdict.MAY_FAIL),
    ],
)
def test_no_model_outvotes_a_lower_measured_current(sulfide, current, pressure, celsius, verdict):
    subject = under(
        sulfide,
        current_A_per_m2=current,
        stack_pressure_Pa=pressure,
        temperature_K=celsius + 273.15,
    )
    answer = endless(subject)
    assert answer.verdict is verdict
    finding = weakest_finding(answer)
    if verdict is Verdict.MAY_FAIL:
        assert "0.2 mA/cm²" in answer.answer
        assert finding.severity is Severity.WARNING
        assert "more than a contact of Li6PS5Cl bore" in finding.title
    elif verdict is Verdict.UNKNOWN:
        assert finding.severity is Severity.UNKNOWN
    else:
        assert finding.severity is Severity.OK


def test_measured_voids_end_the_window_from_below_and_have_bars(sulfide):
    subject = under(sulfide, stack_pressure_Pa=3e6, temperature_K=298.15)
    answer = assess_dendrites(subject, draws=400)
    assert answer.window is not None
    assert answer.window.likely_Pa is None or answer.window.likely_Pa[0] > 3e6
    assert "left voids at 3 MPa" in window_words(answer.window)
    bars = limits_plot(answer).series[-1]
    at = bars.x.index("Voids measured at 3 MPa")
    assert bars.y[at] == pytest.approx(0.2)
    assert bars.severities[at] is Severity.WARNING
    record = assessment_record(answer)
    assert [item["current_A_per_m2"] for item in record["exceeded_measured"]] == pytest.approx(
        [2.0]
    )


def test_a_garnet_is_held_to_what_garnets_bore():
    raw = yaml.safe_load(example_path("garnet").read_text("utf-8"))
    raw["electrolyte"][0]["material"] = "LLZO"
    raw["cathode"]["catholyte"]["material"] = "LLZO"
    raw["operation"].update(current="0.5 mA/cm2", temperature="25 degC")
    subject = subject_of(parse_cell(yaml.safe_dump(raw)))
    found = exceeded_limits(subject, measured_limits(subject))
    assert [(item.name, item.current_A_per_m2) for item in found] == [
        ("stripping_current_density", pytest.approx(4.0))
    ]


def test_an_anode_that_plates_nothing_is_held_to_no_limit_of_lithium():
    subject = subject_of(read_cell(example_path("bilayer")))
    assert measured_limits(subject)
    assert exceeded_limits(under(subject, current_A_per_m2=500.0), measured_limits(subject)) == ()


@pytest.mark.parametrize(
    ("text", "pressure_Pa", "temperature_K"),
    [
        ("25 degC, 3 MPa", 3e6, 298.15),
        ("60 °C; stack pressure of 500 kPa", 5e5, 333.15),
        ("single crystals, room temperature, no external pressure", 0.0, 298.15),
        ("heated to 175 degC before, pressed at 265 MPa", None, None),
        ("300 K, 2.5MPa", 2.5e6, 300.0),
        ("", None, None),
    ],
)
def test_conditions_are_read(text, pressure_Pa, temperature_K):
    assert stated_pressure_Pa(text) == (None if pressure_Pa is None else pytest.approx(pressure_Pa))
    told = stated_temperature_K(text)
    assert told == (None if temperature_K is None else pytest.approx(temperature_K))
