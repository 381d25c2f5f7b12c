"""What the dossier says of the materials: no missing, borrowed or borderline number is safe."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest

from davylamp.cell import example_path, parse_cell
from davylamp.core.evidence import Kind
from davylamp.dossier import Moment, Severity, assess
from davylamp.dossier.air import ROOM_AIR, Air, air_findings, airs_of
from davylamp.dossier.margins import window_severity
from davylamp.dossier.question import Question
from davylamp.dossier.short import leakage_finding
from davylamp.store import load_library


def in_room_air(name):
    (finding,) = air_findings("material-0", load_library()[name], (ROOM_AIR,))
    return finding


def test_a_chloride_that_was_measured_to_take_up_water_is_not_stable_in_air():
    found = in_room_air("Li3InCl6")
    assert found.severity.rank <= Severity.NOTICE.rank
    assert found.title.startswith("Takes up water")
    assert "0.607 g/h" in found.explanation
    assert "HCl" in found.title
    assert "gives off HCl" in found.unknown


@pytest.mark.parametrize("name", ["Li3YCl6", "Li2ZrCl6", "Li3YBr6", "Li9N2Cl3"])
def test_no_halide_is_ok_in_room_air(name):
    found = in_room_air(name)
    assert found.severity is not Severity.OK
    if found.severity is Severity.UNKNOWN:
        assert found.value is None
        assert found.unknown
        assert found.settle


def test_an_oxide_that_moist_air_leaves_alone_stays_ok():
    assert in_room_air("LAGP").severity is Severity.OK


def test_the_first_water_may_make_more_gas_than_the_complete_reaction():
    dry_room = Air("making", "a dry room", Moment.MAKING, dew_point_K=233.15)
    (found,) = air_findings("material-0", load_library()["Li6PS5Cl"], (dry_room,))
    # 127 ppm of water; 4 H2S from the first 4 H2O, 5 H2S from 6 H2O in the end.
    assert found.value == pytest.approx(126.8, rel=0.01)
    assert "at most 127 ppm" in found.explanation


def test_carbon_dioxide_of_the_air_makes_carbonate_of_a_garnet():
    found = in_room_air("LLZO")
    assert found.severity is Severity.NOTICE
    assert "carbon dioxide" in found.title
    assert "no toxic or flammable gas leaves" in found.title
    assert "Li2CO3" in found.explanation
    assert "assumed" in found.explanation


def test_oxygen_that_leaves_is_told():
    found = in_room_air("LiCoO2")
    assert found.severity is Severity.NOTICE
    assert "O2 leaves" in found.explanation


@pytest.mark.parametrize("name", ["Li", "Li6PS5Cl"])
def test_carbon_dioxide_does_not_hide_gas_made_by_water(name):
    found = in_room_air(name)
    assert found.title.startswith("Can give off H2")
    assert found.value > 1000.0
    assert "Li2CO3" in found.explanation


def test_carbon_dioxide_is_that_of_the_surroundings():
    text = example_path("garnet").read_text("utf-8")
    assert "co2: 420 ppm" in text
    given, _ = airs_of(parse_cell(text))
    assert given.carbon_dioxide_Pa == pytest.approx(42.6, rel=0.01)
    assert given.carbon_dioxide_kind is Kind.MEASURED
    left_out, _ = airs_of(parse_cell(text.replace("  co2: 420 ppm", "")))
    assert left_out.carbon_dioxide_Pa == pytest.approx(42.6, rel=0.01)
    assert left_out.carbon_dioxide_kind is Kind.ASSUMED
    argon, _ = airs_of(parse_cell(example_path("bilayer").read_text("utf-8")))
    assert argon.carbon_dioxide_Pa is None


def found_in(text, ending):
    return [item for item in assess(parse_cell(text)).findings if item.id.endswith(ending)]


def sulfide(pressure):
    text = example_path("sulfide").read_text("utf-8")
    assert "stack_pressure: 5 MPa" in text
    return text.replace("stack_pressure: 5 MPa", f"stack_pressure: {pressure}")


@pytest.mark.parametrize(
    ("pressure", "limit", "tested"),
    [("5 MPa", 0.2, "3 MPa"), ("50 MPa", 1.0, "7 MPa"), ("7 MPa", 1.0, "7 MPa")],
)
def test_the_limit_nearest_below_the_pressure_of_the_cell_counts(pressure, limit, tested):
    (found,) = found_in(sulfide(pressure), "-stripping")
    assert found.value == pytest.approx(0.5 / limit)
    assert f"Measured at {tested}" in found.explanation
    assert ("but the cell" in found.explanation) is (pressure != tested)


def test_a_limit_from_another_pressure_is_no_danger():
    text = sulfide("5 MPa")
    (stripping,), (current,) = found_in(text, "-stripping"), found_in(text, "-current")
    assert stripping.value > 1.0
    assert stripping.severity is Severity.WARNING
    assert current.value > 1.0
    assert current.severity is Severity.WARNING
    assert "no stack pressure" in current.explanation


def test_a_limit_from_the_pressure_of_the_cell_can_be_a_danger():
    (found,) = found_in(sulfide("3 MPa"), "-stripping")
    assert found.severity is Severity.DANGER


def test_a_limit_from_more_pressure_than_the_cell_has_is_never_ok():
    text = example_path("sulfide").read_text("utf-8")
    (found,) = found_in(
        sulfide("1 MPa").replace("current: 0.5 mA/cm2", "current: 0.01 mA/cm2"), "-stripping"
    )
    assert "current: 0.5 mA/cm2" in text
    assert found.value == pytest.approx(0.05)
    assert found.severity is Severity.UNKNOWN


def test_an_alloy_anode_has_no_limit_of_lithium_metal():
    text = example_path("bilayer").read_text("utf-8")
    assert found_in(text, "-stripping") == []
    for found in found_in(text, "-current"):
        assert found.severity is Severity.UNKNOWN


def test_contradicting_conductivities_are_judged_by_the_worst_and_told():
    (found,) = found_in(sulfide("5 MPa"), "-leakage")
    assert found.value == pytest.approx(1.7e-5)
    assert found.severity is Severity.DANGER
    assert "1.2e-09 to 1.7e-05 S/cm" in found.unknown
    assert found.settle
    # sigma U / L over the areal capacity: the two ends are as far apart as the conductivities.
    low, high = re.search(r"discharges from ([\d.]+) to ([\d.,]+) %", found.explanation).groups()
    ratio = float(high.replace(",", "")) / float(low)
    assert ratio == pytest.approx(1.7e-5 / 1.2e-9, rel=0.05)


def test_a_worse_conductivity_that_is_only_assumed_settles_nothing():
    base = load_library()["Li6PS5Cl"]
    good, bad = base.all("electronic_conductivity")
    data = (replace(good, value=1e-12), replace(bad, kind=Kind.ASSUMED))
    material = replace(base, properties={**base.properties, "electronic_conductivity": data})
    question = Question(parse_cell(sulfide("5 MPa")))
    place = next(item for item in question.places if item.material.id == "Li6PS5Cl")
    (found,) = leakage_finding("material-0", question, replace(place, material=material))
    assert found.severity is Severity.UNKNOWN
    assert found.value == pytest.approx(1e-12)
    assert found.unknown


@pytest.mark.parametrize(
    ("excess", "kind", "severity"),
    [
        (-0.06, Kind.COMPUTED, Severity.OK),
        (-0.04, Kind.COMPUTED, Severity.NOTICE),
        (0.0, Kind.MEASURED, Severity.NOTICE),
        (0.0, Kind.ESTIMATED, Severity.UNKNOWN),
        (-0.001, Kind.ASSUMED, Severity.UNKNOWN),
        (-0.06, Kind.UNKNOWN, Severity.UNKNOWN),
        (0.6, Kind.ASSUMED, Severity.WARNING),
        (math.nan, Kind.MEASURED, Severity.UNKNOWN),
        (None, Kind.MEASURED, Severity.UNKNOWN),
    ],
)
def test_a_margin_less_than_its_error_is_not_ok(excess, kind, severity):
    assert window_severity(excess, kind) is severity


def test_the_edge_of_a_window_is_no_place_to_be_ok():
    bilayer = found_in(example_path("bilayer").read_text("utf-8"), "-window")
    chloride = next(item for item in bilayer if item.subject == "Li3InCl6")
    assert abs(chloride.value) < 0.05
    assert chloride.severity is not Severity.OK
    assert chloride.title == "At the edge of its computed window"
    polymer = found_in(example_path("polymer").read_text("utf-8"), "-window")
    peo = next(item for item in polymer if item.subject == "PEO-LiTFSI")
    # Its lower edge is an estimate of 0 V, its upper edge only a bound.
    assert peo.severity is Severity.UNKNOWN
    assert peo.unknown
