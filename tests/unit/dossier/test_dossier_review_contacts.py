"""Findings of contacts: undecided gas is never ok, foils are held back, electrodes may meet."""

from __future__ import annotations

from dataclasses import replace

import pytest

from davylamp.cell import example_path, read_cell
from davylamp.core.evidence import Unknown
from davylamp.dossier import Moment, Severity, assess
from davylamp.dossier.contact_findings import contact_findings
from davylamp.dossier.contact_gas import gas_finding
from davylamp.dossier.foil import Foil, foil_of
from davylamp.interfaces import assess_contact


@pytest.fixture(scope="module")
def sulfide():
    return assess(example_path("sulfide"))


def findings_of(dossier, title):
    found = next(item for item in dossier.sections if item.title == title)
    return {item.id.removeprefix(f"{found.id}-"): item for item in found.findings}


@pytest.mark.parametrize("cathode", ["NCM811", "LiNbO3"])
def test_sulfur_that_equilibrium_binds_leaves_gas_unknown(cathode):
    answer = assess_contact("Li6PS5Cl", cathode)
    found = gas_finding("c", "pair", answer, [])
    assert found.severity is Severity.UNKNOWN
    assert "SO2" in found.unknown
    assert "mass spectrometry" in found.settle


def test_a_harmless_gas_is_no_verdict_where_gas_is_undecided(sulfide):
    found = findings_of(sulfide, "Li6PS5Cl | NCM811 (bare)")["gas"]
    assert "O2" in found.title
    assert found.severity is Severity.UNKNOWN
    assert "SO2" in found.unknown


def test_a_dangerous_gas_stays_dangerous_where_more_is_undecided():
    answer = assess_contact("Li3InCl6", "NCM811")
    assert answer.most_gas is not None
    gas = tuple(replace(item, species="Cl2", cm3_per_g=50.0) for item in answer.most_gas.gas)
    open_question = (Unknown("more of it", "measure it"),)
    worse = replace(answer, most_gas=replace(answer.most_gas, gas=gas), gas_unknown=open_question)
    found = gas_finding("c", "pair", worse, [])
    assert found.severity is Severity.DANGER
    assert found.unknown == "more of it"


def test_gas_of_the_hot_mixture_counts():
    answer = assess_contact("Li3InCl6", "NCM811")
    assert answer.hot_gas is not None
    hot_only = replace(answer, most_gas=None)
    found = gas_finding("c", "pair", hot_only, [])
    assert found.title.endswith("when hot")
    assert found.value == pytest.approx(answer.hot_gas.gas_cm3_per_g)
    assert found.severity is not Severity.OK
    gas = tuple(replace(item, species="Cl2", cm3_per_g=50.0) for item in answer.hot_gas.gas)
    worse = replace(answer, hot_gas=replace(answer.hot_gas, gas=gas))
    assert gas_finding("c", "pair", worse, []).severity is Severity.DANGER


def test_no_gas_is_no_verdict_where_they_react_strongly():
    answer = assess_contact("Li6PS5Cl", "NCM811")
    silent = replace(answer, gas_unknown=(), most_gas=None, hot_gas=None)
    found = gas_finding("c", "pair", silent, [])
    assert found.severity is Severity.UNKNOWN
    assert found.unknown
    assert found.settle


def test_no_gas_without_reaction_is_fine():
    found = gas_finding("c", "pair", assess_contact("Li6PS5Cl", "C"), [])
    assert found.severity is Severity.OK


def test_gas_left_open_is_told_by_the_gas_finding_alone(sulfide):
    assert "SO2" not in findings_of(sulfide, "Li6PS5Cl | NCM811 (bare)")["heat"].unknown


@pytest.mark.parametrize("title", ["NCM811 | Al", "Li6PS5Cl | Al"])
def test_aluminium_is_held_back_by_its_film(sulfide, title):
    found = findings_of(sulfide, title)
    heat = found["heat"]
    assert heat.severity is Severity.WARNING
    assert heat.value > 1000.0
    assert "ceiling" in heat.explanation
    assert "oxide film" in heat.explanation
    assert "660 °C" in heat.explanation
    for name in ("reaction", "voltage"):
        assert found[name].severity is Severity.NOTICE
        assert "passivated" in found[name].explanation
        assert "corrosion" in found[name].explanation


def test_another_metal_is_not_called_passive():
    answer = assess_contact("Li6PS5Cl", "Al", voltage_range_V=(3.0, 4.2))
    foil = Foil("Cu", 1084.6, passive=False)
    found = {item.id: item for item in contact_findings("c", "pair", answer, foil=foil)}
    assert found["c-voltage"].severity is Severity.WARNING
    assert "passivated" not in found["c-voltage"].explanation
    assert "oxide film" not in found["c-heat"].explanation
    assert "ceiling" in found["c-heat"].explanation


def test_which_side_is_the_foil():
    foils = [foil_of(place) for place in read_cell(example_path("sulfide")).contacts]
    known = {foil.name: foil for foil in foils if foil is not None}
    assert known["Al"].passive
    assert known["Al"].melting_degC == pytest.approx(660.3)
    assert not known["Cu"].passive
    assert foils[1] is None


def test_the_electrodes_meet_in_an_accident_only(sulfide):
    title = "Li | NCM811 (broken separator)"
    found = findings_of(sulfide, title)
    assert set(found) == {"heat", "gas"}
    assert all(item.moments == (Moment.FAILING,) for item in found.values())
    heat = found["heat"]
    assert heat.severity is Severity.DANGER
    assert heat.value == pytest.approx(7110.0, rel=0.02)
    assert "broken" in heat.explanation
    # More than lithium with the electrolyte.
    assert heat.value > findings_of(sulfide, "Li | Li6PS5Cl")["heat"].value
    lead = next(item.lead for item in sulfide.sections if item.title == title)
    assert "oxygen of the cathode crosses over" in lead
