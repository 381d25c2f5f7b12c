"""Reading phase-field cases: what is accepted, what is refused, and how that is said."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import numpy as np
import pytest
import yaml

import davylamp.dendrites.phasefield
from davylamp.cell.problems import CellFileError
from davylamp.core.evidence import Kind
from davylamp.core.units import parse_quantity
from davylamp.dendrites.phasefield import (
    case_path,
    case_schema,
    list_cases,
    parse_case,
    read_case,
)
from davylamp.dendrites.phasefield.case_regions import (
    boundary_share,
    interlayer_share,
    region_factors,
    surface_distance_m,
)
from davylamp.dendrites.phasefield.case_setup import (
    case_evidence,
    interface_width_m,
    model_parameters,
    setup_of,
)
from davylamp.dendrites.phasefield.model import PUBLISHED

FOLDER = Path(davylamp.dendrites.phasefield.__file__).parent

PLANE = """\
grid: {length: 100 um, height: 50 um, spacing: 0.5 um}
duration: 10 s
voltage: 0.2 V
lithium:
  thickness: 10 um
  nuclei: {y: 20 um, radius: 5 um}
  flaws: {y: 40 um, depth: 20 um, width: 4 um}
grains: {size: 15 um, width: 1 um, reaction: 2}
interlayer: {thickness: 10 um, diffusivity: 0.1}
"""


def message(old: str, new: str) -> str:
    assert old in PLANE
    with pytest.raises(CellFileError) as caught:
        parse_case(PLANE.replace(old, new), "case.yaml")
    return str(caught.value)


@pytest.mark.parametrize("name", list_cases())
def test_shipped_cases_read_and_fit_the_schema(name):
    case = read_case(case_path(name))
    assert case.cells[0] >= 100
    data = yaml.safe_load(case_path(name).read_text("utf-8"))
    assert not list(jsonschema.Draft202012Validator(case_schema()).iter_errors(data))


def test_the_committed_schema_is_current():
    # To renew it: json.dumps(case_schema(), indent=2, ensure_ascii=False) and a newline.
    expected = json.dumps(case_schema(), indent=2, ensure_ascii=False) + "\n"
    assert (FOLDER / "case.schema.json").read_text("utf-8") == expected


def test_every_field_is_described():
    schema = case_schema()
    for name, part in [("file", schema), *schema["$defs"].items()]:
        for field, entry in part.get("properties", {}).items():
            assert entry.get("description"), f"{name}.{field}"


def test_the_whole_case_is_read():
    case = parse_case(PLANE)
    assert case.cells == (200, 100)
    assert case.length_m == pytest.approx(100e-6)
    assert case.nuclei[0].x_m == pytest.approx(10e-6), "a nucleus sits on the flat lithium"
    assert case.output_s[0] == 0.0
    assert case.output_s[-1] == pytest.approx(10.0)
    assert len(case.output_s) == 41
    assert case.noise == 0.0


def test_cells_stand_for_a_spacing():
    a = parse_case(PLANE.replace("spacing: 0.5 um", "cells: 200"))
    assert a.record() == parse_case(PLANE).record()


def test_times_of_outputs_are_sorted_and_end_with_the_end():
    case = parse_case(PLANE + "output: {times: [3 s, 1 s, 3 s, 10 s]}\n")
    assert case.output_s == pytest.approx((0.0, 1.0, 3.0, 10.0))
    even = parse_case(PLANE + "output: {interval: 3 s}\n")
    assert even.output_s == pytest.approx((0.0, 3.0, 6.0, 9.0, 10.0))
    whole = parse_case(PLANE + "output: {interval: 2.5 s}\n")
    assert whole.output_s == pytest.approx((0.0, 2.5, 5.0, 7.5, 10.0))


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "said"),
    [
        ("length: 100", "lenght: 100", 1, "grid.lenght", "did you mean length?"),
        ("length: 100 um", "length: -100 um", 1, "grid.length", "not above zero"),
        ("0.5 um", "-0.5 um", 1, "grid.spacing", "not above zero"),
        ("0.5 um", "0.5 V", 1, "grid.spacing", "length"),
        ("0.5 um", "1 um", 1, "grid.spacing", "does not resolve the front"),
        ("0.5 um", "0.3 um", 1, "grid.length", "333.333 cells"),
        ("0.5 um", "0.005 um", 1, "grid.spacing", "above 4,000,000"),
        ("spacing: 0.5 um", "spacing: 0.5 um, cells: 200", 1, "grid", "both given"),
        (", spacing: 0.5 um", "", 1, "grid", "neither spacing nor cells"),
        (", height: 50 um", "", 8, "grains", "needs two dimensions"),
        (", height: 50 um", "", 6, "lithium.nuclei.0", "needs two dimensions"),
        ("10 s", "10", 2, "duration", "has no unit"),
        ("10 s", "-10 s", 2, "duration", "not above zero"),
        ("0.2 V", "-0.2 V", 3, "voltage", "not above zero"),
        ("0.2 V", "80 V", 3, "voltage", "credible"),
        ("thickness: 10 um\n", "thickness: -10 um\n", 5, "lithium.thickness", "credible"),
        ("thickness: 10 um\n", "thickness: 100 um\n", 5, "lithium.thickness", "whole length"),
        ("y: 20 um", "y: 200 um", 6, "lithium.nuclei.0", "outside the domain"),
        ("radius: 5 um", "radius: -5 um", 6, "lithium.nuclei.0.radius", "not above zero"),
        ("radius: 5 um", "radius: 95 um", 6, "lithium.nuclei.0.radius", "through the layer"),
        ("radius: 5 um", "radius: 0.6 um", 6, "lithium.nuclei.0.radius", "less than 2 cells"),
        ("depth: 20 um", "depth: 90 um", 7, "lithium.flaws.0.depth", "deeper than the layer"),
        ("depth: 20 um", "depth: -1 um", 7, "lithium.flaws.0.depth", "not above zero"),
        ("y: 40 um", "y: 51 um", 7, "lithium.flaws.0.y", "outside the height"),
        ("width: 4 um", "width: 0.5 um", 7, "lithium.flaws.0.width", "less than 2 cells"),
        ("width: 1 um", "width: 0.2 um", 8, "grains.width", "less than 2 cells"),
        ("size: 15 um", "size: 2 um", 8, "grains.size", "leave no grains"),
        ("size: 15 um, ", "", 8, "grains", "no boundaries and no grains"),
        ("reaction: 2", "reaction: 0", 8, "grains.reaction", "not above zero"),
        ("thickness: 10 um, d", "thickness: 95 um, d", 9, "interlayer.thickness", "leaves no"),
        ("thickness: 10 um, d", "thickness: 0.3 um, d", 9, "interlayer.thickness", "2 cells"),
    ],
)
def test_a_wrong_field_is_told_with_line_and_remedy(old, new, line, field, said):
    text = message(old, new)
    assert f"case.yaml:{line} [{field}]" in text
    assert said in text
    assert "Remedy" in text


@pytest.mark.parametrize(
    ("more", "field", "said"),
    [
        ("numerics: {max_time_step: 100 s}\n", "numerics.max_time_step", "would not converge"),
        ("numerics: {max_time_step: 0 s}\n", "numerics.max_time_step", "not above zero"),
        ("numerics: {tolerance: 5}\n", "numerics.tolerance", "credible"),
        ("output: {interval: 1 ms}\n", "output.interval", "above 2000"),
        ("output: {times: [20 s]}\n", "output.times.0", "after the end"),
        ("output: {interval: 1 s, times: [2 s]}\n", "output", "both given"),
        ("electrolyte: {parameters: hong2019}\n", "electrolyte.parameters", "mean hong2018"),
        ("electrolyte: {material: LLZ0}\n", "electrolyte.material", "did you mean"),
        ("electrolyte: {material: LiCoO2}\n", "electrolyte.material", "cannot serve"),
        (
            "electrolyte: {material: LLZO, conductivity: 1 mS/cm}\n",
            "electrolyte",
            "both given",
        ),
        (
            "electrolyte: {exchange_current: 1 mA/cm2}\n",
            "electrolyte",
            "needs a conductivity",
        ),
        ("electrolyte: {sites: 2 mol/L}\n", "electrolyte", "need an exchange current"),
        (
            "electrolyte: {material: LLZO, exchange_current: 1 mA/cm2, sites: 1 mol/L}\n",
            "electrolyte",
            "more lithium than sites",
        ),
        (
            "electrolyte: {material: LLZO, exchange_current: -1 mA/cm2}\n",
            "electrolyte.exchange_current",
            "not above zero",
        ),
        ("noise: {amplitude: -1}\n", "noise.amplitude", "credible"),
        ("noise: {seed: -1}\n", "noise.seed", "greater than or equal"),
    ],
)
def test_a_wrong_addition_is_told(more, field, said):
    with pytest.raises(CellFileError) as caught:
        parse_case(PLANE + more, "case.yaml")
    assert f"case.yaml:10 [{field}]" in str(caught.value)
    assert said in str(caught.value)


def test_every_problem_is_told_at_once():
    text = PLANE.replace("depth: 20 um", "depth: 120 um").replace("y: 20 um", "y: 80 um")
    with pytest.raises(CellFileError) as caught:
        parse_case(text)
    assert len(caught.value.problems) == 2


def test_a_coarse_grid_runs_when_asked_for():
    text = PLANE.replace("spacing: 0.5 um", "spacing: 1 um, coarse: true")
    text = text.replace("width: 1 um", "width: 2 um")
    assert parse_case(text).cells == (100, 50)


def test_a_file_without_fields_is_told():
    with pytest.raises(CellFileError, match="not a phase-field case file"):
        parse_case("hello")


def test_lithium_is_where_the_case_says():
    case = parse_case(PLANE)
    inside = surface_distance_m(case) < 0.0
    flat = inside[:, :20]
    assert flat.all()
    assert not inside[10, 20], "nothing beyond the flat lithium elsewhere"
    row = round(20e-6 / case.spacing_m)
    assert inside[row, : round(15e-6 / case.spacing_m) - 1].all(), "the nucleus"
    row = round(40e-6 / case.spacing_m)
    assert inside[row, : round(27e-6 / case.spacing_m)].all(), "the flaw"
    assert not inside[row, round(31e-6 / case.spacing_m)], "no further than its depth"
    mouth = inside[:, 20][round(36e-6 / case.spacing_m) : round(44e-6 / case.spacing_m)]
    assert mouth.sum() * case.spacing_m == pytest.approx(4e-6, abs=2 * case.spacing_m)


def test_grains_have_the_size_asked_for_on_any_grid():
    fine = parse_case(PLANE.replace("0.5 um", "0.25 um"))
    coarse = parse_case(PLANE)
    shares = [boundary_share(case) for case in (fine, coarse)]
    # The same pattern, drawn with other cells.
    averaged = shares[0].reshape(100, 2, 200, 2).mean(axis=(1, 3))
    assert np.abs(averaged - shares[1]).mean() < 0.02
    # Voronoi cells of unit mean area have about two lengths of boundary an area.
    per_area = shares[0].mean() * fine.grains.size_m / fine.grains.width_m
    assert 1.5 < per_area < 2.5


def test_a_line_is_as_wide_as_asked_for():
    text = PLANE.replace(
        "grains: {size: 15 um, width: 1 um, reaction: 2}",
        "grains: {boundaries: {start: [50 um, 0 um], end: [50 um, 50 um]}, width: 3 um}",
    )
    share = boundary_share(parse_case(text))
    assert (share.sum(axis=1) * 0.5).tolist() == pytest.approx([3.0] * 100)


def test_factors_hold_in_their_regions_only():
    case = parse_case(PLANE)
    factors = region_factors(case)
    layer = interlayer_share(case)
    assert layer[0].sum() * 0.5 == pytest.approx(10.0)
    assert factors["diffusivity"][layer > 0.5] == pytest.approx(0.1)
    assert factors["diffusivity"][layer < 0.5] == pytest.approx(1.0)
    assert factors["reaction"].max() == pytest.approx(2.0)
    assert factors["reaction"][layer > 0.5] == pytest.approx(1.0), "no boundary in the layer"
    assert factors["conductivity"] == pytest.approx(np.ones((100, 200)))


def test_the_published_set_goes_through_as_it_is():
    case = read_case(case_path("planar"))
    assert model_parameters(case) == PUBLISHED
    setup = setup_of(case)
    assert (setup.nx, setup.ny) == (800, 1)
    assert setup.left_V == pytest.approx(-0.2)
    x = (np.arange(800) + 0.5) * 0.25
    assert setup.eta[0] == pytest.approx(0.5 * (1.0 - np.tanh((x - 20.0) / 2.0)))
    assert interface_width_m(case) == pytest.approx(1.0986e-6, rel=1e-4)


def test_a_material_gives_its_conductivity_and_its_evidence():
    case = parse_case(PLANE + "electrolyte: {material: Li6PS5Cl, temperature: 60 degC}\n")
    stored = case.electrolyte["conductivity"]
    assert stored.sources
    parameters = model_parameters(case)
    ratio = parameters.electrolyte_conductivity / PUBLISHED.electrolyte_conductivity
    assert ratio == pytest.approx(stored.value / 1.190, rel=1e-3)
    assert parameters.ion_mobility / PUBLISHED.ion_mobility == pytest.approx(ratio)
    warmer = parse_quantity("60 degC", "K") / 300.3
    assert parameters.thermal_energy / PUBLISHED.thermal_energy == pytest.approx(warmer, rel=1e-3)
    assert any("only the conductivity" in note for note in case.notes)
    entry = next(item for item in case_evidence(case) if item["key"] == "conductivity")
    assert entry["sources"] == list(stored.sources)
    assert entry["kind"] == stored.kind.value
    assert {item["kind"] for item in case_evidence(case)} <= {kind.value for kind in Kind}


def test_physical_quantities_become_model_units():
    more = (
        "electrolyte: {conductivity: 11.9 mS/cm, diffusivity: 1e-10 m2/s, reaction_rate: 2 1/s}\n"
    )
    parameters = model_parameters(parse_case(PLANE + more))
    assert parameters.electrolyte_conductivity == pytest.approx(4.704e5, rel=2e-3)
    assert parameters.ion_mobility * parameters.thermal_energy == pytest.approx(100.0)
    assert parameters.reaction == pytest.approx(2.0)


def test_names_change_no_number():
    named = parse_case("name: Mine\n" + PLANE)
    assert named.record() == parse_case(PLANE).record()


def test_an_exchange_current_gives_a_whole_set_of_its_own():
    more = """electrolyte:
  material: LLZO
  temperature: 25 degC
  exchange_current: 1 mA/cm2
  concentration: 10 mol/L
  sites: 11 mol/L
"""
    case = parse_case(PLANE + more)
    parameters = model_parameters(case)
    assert parameters.reference_concentration == pytest.approx(10.0 / 11.0)
    # i0 V/(F 6 l), with 1 mA/cm2 for 1.347 nm/s.
    assert parameters.reaction == pytest.approx(1.347e-3 / (6.0 * 0.25), rel=1e-3)
    assert parameters.site_ratio == pytest.approx(1.0 / 1.3e-5 / 11000.0)
    assert not any("only the conductivity" in note for note in case.notes)
    entries = {item["key"]: item for item in case_evidence(case)}
    assert entries["exchange_current"]["value"] == pytest.approx(10.0)
    assert entries["reaction_rate"]["note"] == "from the exchange current and the width"
