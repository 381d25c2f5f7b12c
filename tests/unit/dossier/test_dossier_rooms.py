"""Assessing a cell: every part is judged, failures become unknown, evidence is kept."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import jsonschema
import pytest

import davylamp.dossier.contacts
import davylamp.dossier.windows
from davylamp.cell import example_path, list_examples, parse_cell, read_cell
from davylamp.core.composition import Composition
from davylamp.core.errors import MissingDatumError
from davylamp.dossier import Severity, assess, dossier_html, dossier_json, dossier_schema
from davylamp.dossier.air import airs_of
from davylamp.dossier.question import Question
from davylamp.store.user import UserPhase

MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def dossiers():
    return {name: assess(example_path(name), created=MOMENT) for name in list_examples()}


@pytest.fixture(scope="module")
def sulfide(dossiers):
    return dossiers["sulfide"]


def finding(dossier, ident):
    return next(item for item in dossier.findings if item.id == ident)


def section(dossier, title):
    return next(item for item in dossier.sections if item.title == title)


@pytest.mark.parametrize("name", list_examples())
def test_every_example_gives_a_valid_record(dossiers, name):
    record = json.loads(dossier_json(dossiers[name]))
    jsonschema.validate(record, dossier_schema())
    assert record["created"] == "2026-01-02T03:04:05Z"
    assert record["file"] == f"{name}.yaml"
    assert "/" not in record["file"]


@pytest.mark.parametrize("name", list_examples())
def test_every_contact_and_every_judged_material_has_a_section(dossiers, name):
    cell = read_cell(example_path(name))
    fields = {field for item in dossiers[name].sections for field in item.fields}
    for contact in cell.contacts:
        assert f"{contact.side_a.field}|{contact.side_b.field}" in fields
    for component in cell.components:
        if component.role in ("anode", "electrolyte", "catholyte", "cathode", "coating"):
            assert component.field in fields


@pytest.mark.parametrize("name", list_examples())
def test_ids_are_unique(dossiers, name):
    dossier = dossiers[name]
    ids = [item.id for item in dossier.sections]
    ids += [item.id for item in dossier.findings]
    ids += [plot.id for item in dossier.sections for plot in item.plots]
    ids += [table.id for item in dossier.sections for table in item.tables]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", list_examples())
def test_every_source_resolves(dossiers, name):
    dossier = dossiers[name]
    known = {reference.key: reference for reference in dossier.references}
    for item in dossier.findings:
        for key in item.sources:
            assert known[key].identifier or known[key].key.startswith("user"), key


@pytest.mark.parametrize("name", list_examples())
def test_every_finding_is_worth_its_place(dossiers, name):
    rules = {rule.id: rule for rule in dossiers[name].rules}
    for item in dossiers[name].findings:
        assert item.title
        assert item.hazards or item.moments
        assert bool(item.unknown) == bool(item.settle)
        if item.value is not None:
            assert item.unit
        if item.rule:
            assert item.rule in rules
        if item.severity is Severity.OK:
            assert item.kind.value != "unknown"


@pytest.mark.parametrize("name", list_examples())
def test_numbers_and_severities_agree_with_the_rules(dossiers, name):
    """A severity may be worse than its number says, never milder."""
    rules = {rule.id: rule for rule in dossiers[name].rules}
    for item in dossiers[name].findings:
        rule = rules.get(item.rule)
        single = rule is not None and item.value is not None and rule.unit == item.unit
        if single and not item.rule.endswith(("gas", "ppm")):
            assert item.severity.rank <= rule.judge(item.value).rank, item.id


def test_the_sulfide_example_says_what_is_known_of_it(sulfide):
    layer = section(sulfide, "Li | Li6PS5Cl")
    titles = [item.title for item in layer.findings]
    assert any("class III" in title for title in titles)
    heat = finding(sulfide, f"{layer.id}-heat")
    assert heat.severity is Severity.DANGER
    # 8 Li + Li6PS5Cl -> 5 Li2S + Li3P + LiCl sets free some 12 eV per formula: 3.6 to 4.1 kJ/g.
    assert heat.value == pytest.approx(3870.0, rel=0.05)
    electrolyte = section(sulfide, "Li6PS5Cl")
    air = finding(sulfide, f"{electrolyte.id}-air-making")
    # Dew point -40 degC is 126.8 ppm of water; the first 4 H2O give 4 H2S.
    assert air.value == pytest.approx(126.8, rel=0.02)
    assert "H2S" in air.title
    material = read_cell(example_path("sulfide")).electrolyte[0].material
    critical = material.require("critical_current_density").value
    assert finding(sulfide, "short-0-current").value == pytest.approx(0.5 / critical)


def test_plots_hold_what_the_page_promises(sulfide):
    kinds = {plot.id: plot for item in sulfide.sections for plot in item.plots}
    assert "windows" in kinds
    assert "gas-ceilings" in kinds
    assert any(name.endswith("oxygen-plot") for name in kinds)
    profile = kinds[f"{section(sulfide, 'Li | Li6PS5Cl').id}-profile"]
    assert {series.name for series in profile.series} == {"mutual", "total"}
    bands = {band.label: band for band in kinds["windows"].bands}
    assert bands["cathode"].high == pytest.approx(4.25)


def test_a_room_that_fails_leaves_an_unknown_finding(monkeypatch):
    def fail(*_args, **_named):
        raise MissingDatumError("the store is empty", remedy="fill it")

    monkeypatch.setattr(davylamp.dossier.contacts, "assess_contact", fail)
    monkeypatch.setattr(davylamp.dossier.windows, "electrochemical_window", fail)
    dossier = assess(example_path("garnet"))
    contacts = [item for item in dossier.sections if item.group == "contacts"]
    assert contacts
    for item in contacts:
        assert item.severity is Severity.UNKNOWN
        assert item.findings[0].unknown == "the store is empty"
        assert item.findings[0].settle == "fill it"
    windows = [item for item in dossier.findings if item.id.endswith("-window")]
    assert windows
    assert all(item.severity is Severity.UNKNOWN for item in windows)
    assert dossier_html(dossier)


CELL = """
name: {name}
anode: {{material: Li, thickness: 30 um}}
electrolyte: [{{material: Li3PS4, thickness: 50 um}}]
cathode: {{active: {{material: LiCoO2}}, loading: 3 mAh/cm2, porosity: 0 %}}
operation: {{voltage_min: 3.0 V, voltage_max: 4.2 V, temperature: 25 degC}}
"""


def test_what_the_file_leaves_out_is_unknown():
    dossier = assess(parse_cell(CELL.format(name="bare")))
    making = [item for item in dossier.findings if item.id.endswith("-air-making")]
    assert making
    assert all(item.severity is Severity.UNKNOWN for item in making)
    assert "surroundings.dew_point" in making[0].settle
    (current,) = [item for item in dossier.findings if item.id.endswith("-current")]
    assert current.severity is Severity.UNKNOWN
    assert dossier.file == ""
    assert dossier.sha256


def test_two_runs_agree(sulfide):
    again = assess(example_path("sulfide"), created=MOMENT)
    assert dossier_json(again) == dossier_json(sulfide)


def test_the_cell_is_not_changed():
    cell = read_cell(example_path("garnet"))
    before = repr(cell)
    assess(cell)
    assert repr(cell) == before


def test_phases_of_ones_own_take_part_and_are_named():
    cell = parse_cell(CELL.format(name="own"))
    strong = UserPhase("LiP", Composition.parse("LiP"), -3.0, volume_A3=15.0, origin="notebook 3")
    plain, changed = assess(cell), assess(cell, phases=[strong])
    title = "Li | Li3PS4"

    def force(dossier):
        return finding(dossier, f"{section(dossier, title).id}-reaction").value

    assert force(changed) > force(plain) + 100.0
    assert any("notebook 3" in note for note in changed.notes)
    assert not any("notebook" in note for note in plain.notes)


def test_surroundings_are_read_as_given():
    cell = read_cell(example_path("sulfide"))
    making, opened = airs_of(cell)
    assert "−40 °C" in making.words
    assert opened.kind.value == "assumed"
    dry = replace(cell.surroundings, atmosphere="argon", dew_point_K=None, relative_humidity=None)
    making, _ = airs_of(replace(cell, surroundings=dry))
    assert making.dew_point_K is None
    assert making.dry


def test_the_charged_cathode_is_what_is_judged():
    question = Question(read_cell(example_path("sulfide")))
    assert question.cathode.composition["Li"] == pytest.approx(question.state.lithium)
    assert question.cathode_energy is not None
    potentials = {place.material.id: place.potential for place in question.places}
    assert potentials["Li6PS5Cl"].low_V == pytest.approx(0.0)
    assert potentials["NCM811"].high_V == pytest.approx(4.25)
    assert potentials["Al-laminate"] is None


def test_only_outer_faces_of_a_bilayer_have_a_known_potential():
    question = Question(read_cell(example_path("bilayer")))
    places = {place.fields[0]: place.potential for place in question.places}
    inner = places["electrolyte.0"]
    assert inner.high_V == pytest.approx(question.negative.high_V)


def test_a_coating_without_lithium_has_no_upper_edge():
    text = CELL.format(name="zirconia").replace(
        "active: {material: LiCoO2}", "active: {material: LiCoO2}, coating: {material: ZrO2}"
    )
    dossier = assess(parse_cell(text))
    window = finding(dossier, f"{section(dossier, 'ZrO2').id}-window")
    assert "up against Li/Li" in window.explanation
    assert window.severity is Severity.OK
    plot = next(p for item in dossier.sections for p in item.plots if p.id == "windows")
    assert max(plot.series[0].upper) < 10.0
    assert any(words.endswith("up") for words in plot.series[0].text)


def test_limits_of_plating_are_judged_only_where_lithium_plates(dossiers):
    plated = [item.id for item in dossiers["garnet"].findings if item.id.endswith("-current")]
    assert len(plated) == 1
    hosted = [item.id for item in dossiers["bilayer"].findings if item.id.endswith("-current")]
    assert hosted == []


@pytest.mark.parametrize("name", list_examples())
def test_foils_have_a_rule_of_their_own(dossiers, name):
    cell = read_cell(example_path(name))
    for contact in cell.contacts:
        field = f"{contact.side_a.field}|{contact.side_b.field}"
        item = next(part for part in dossiers[name].sections if field in part.fields)
        rules = {found.rule for found in item.findings}
        if "collector" in (contact.side_a.role, contact.side_b.role):
            assert "reaction-heat" not in rules
            assert "interphase-class" not in rules
            assert item.severity is not Severity.DANGER
        else:
            assert "reaction-heat-foil" not in rules


def test_drier_air_is_judged_milder():
    text = example_path("sulfide").read_text("utf-8")
    ranks = []
    for dew_point in ("-80", "-70", "-40"):
        dry = text.replace("dew_point: -40 degC", f"dew_point: {dew_point} degC")
        dossier = assess(parse_cell(dry))
        ident = f"{section(dossier, 'Li6PS5Cl').id}-air-making"
        ranks.append(finding(dossier, ident).severity.rank)
    assert ranks == sorted(ranks, reverse=True)
    assert len(set(ranks)) == 3
