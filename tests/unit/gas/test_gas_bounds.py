"""What toxic gas cannot exceed, what batches give, steps that fail: nothing becomes harmless."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from davylamp.cell import example_path, parse_cell, read_cell
from davylamp.core.composition import Composition
from davylamp.core.errors import InputError, MissingDatumError
from davylamp.core.evidence import Kind, Unknown
from davylamp.core.parameter import exact
from davylamp.dossier import Severity
from davylamp.dossier.gas import sections_of
from davylamp.dossier.gas_bounds import bound_table, measured_table
from davylamp.dossier.gas_findings import case_findings
from davylamp.dossier.gas_moments import merged
from davylamp.gas import Basis, GasHistory, GasSource, When
from davylamp.gas.assessment import GasAssessment, Most, Place, assess_gas, case_of
from davylamp.gas.assessment.inside import opening_of
from davylamp.gas.assessment.most import bound_step, most_of_each
from davylamp.gas.assessment.outlet import vent_step
from davylamp.gas.assessment.parts import Check
from davylamp.gas.sources import BOUND_PREFIX, HeatRuns
from davylamp.runaway.inventory import inventory
from davylamp.store.hazards import load_hazards

LAB = Place("room", "the laboratory", 100.0)


@pytest.fixture(scope="module")
def sulfide():
    return read_cell(example_path("sulfide"))


@pytest.fixture(scope="module")
def answer(sulfide):
    return assess_gas(sulfide, runs=HeatRuns(tests=()))


def source(basis: Basis = Basis.MEASURED, **mol: float) -> GasSource:
    amounts = {name: exact(n, "mol") for name, n in mol.items()}
    return GasSource("test", "gas of a test", When.FAILING, basis, amounts, Kind.MEASURED, 600.0)


def finding(answer: GasAssessment, ident: str):
    return next(item for item in case_findings(answer) if item.id == ident)


def test_all_sulfur_of_the_cell_bounds_its_hydrogen_sulfide(answer, sulfide):
    stock = inventory(sulfide)
    sulfur = sum(
        (item.composition or {}).get("S", 0.0) * (item.amount_mol or 0.0) for item in stock.active
    )
    most = {item.species: item for item in answer.bounds}
    assert most["H2S"].mol == pytest.approx(sulfur, rel=1e-9)
    assert most["SO2"].mol == pytest.approx(sulfur, rel=1e-9)
    # Nothing is added up: one mole of sulfur stands in both rows.
    assert sum(item.mol for item in answer.bounds) > sulfur
    for item in answer.bounds:
        assert item.peak_ppm >= item.modelled_ppm * (1.0 - 1e-6)
    assert "HF" not in most


def test_a_bound_is_no_case_and_opens_vents_and_warns_of_nothing(answer):
    told = [item.id for item in (*answer.sources, *answer.cases, *answer.openings, *answer.leading)]
    told += [item.case_id for item in answer.sensors]
    told += [item.id for item in answer.steps]
    assert not any(BOUND_PREFIX in ident for ident in told)
    polymer = assess_gas(read_cell(example_path("polymer")), runs=HeatRuns(tests=()))
    assert {"HF"} <= {item.species for item in polymer.bounds}
    assert not any(BOUND_PREFIX in item.id for item in (*polymer.sources, *polymer.openings))


@pytest.mark.parametrize(
    ("ratio", "modelled", "verdict"),
    [
        (8.0, 0.01, "unknown"),
        (0.2, 0.0, "unknown"),
        (0.05, 0.0, "harmless"),
        (8.0, 2.0, "above"),
        (None, 0.0, "unknown"),
    ],
)
def test_between_model_and_bound_it_is_unknown(ratio, modelled, verdict):
    limit = load_hazards().lowest("HF", "IDLH")
    check = None if ratio is None else Check(limit, ratio * limit.value, ratio)
    found = Most("HF", source(HF=1.0), 1.0, 1.0, check, modelled_share=modelled)
    assert found.verdict == verdict
    assert replace(found, mol=None).verdict == ("above" if verdict == "above" else "unknown")


def test_what_elements_allow_keeps_mild_gas_from_being_ok():
    mild = source(CO=1e-3)
    case = case_of(mild, LAB)
    bare = GasAssessment("a cell", (mild,), (case,), (), ())
    assert finding(bare, "gas-failing-poison").severity is Severity.OK
    limit = load_hazards().lowest("HF", "IDLH")
    most = Most("HF", source(HF=1.0), 1.0, 245.0, Check(limit, 245.0, 8.2))
    found = finding(replace(bare, bounds=(most,)), "gas-failing-poison")
    assert found.severity is Severity.UNKNOWN
    assert "HF" in found.unknown
    tiny = replace(most, idlh=Check(limit, 0.1, 0.003))
    assert finding(replace(bare, bounds=(tiny,)), "gas-failing-poison").severity is Severity.OK


def test_a_part_without_a_formula_leaves_no_bound(sulfide):
    stock = inventory(sulfide)
    bare = replace(stock.active[0], composition=None, material=None, role="filler")
    hidden = replace(stock, portions=(*stock.portions, bare))
    found = most_of_each(sulfide, hidden, (), {})
    assert found
    assert all(item.mol is None and item.verdict == "unknown" for item in found)
    step = bound_step(found, hidden)
    assert not step.answer
    assert any("no formula" in gap.what for gap in step.unknown)


@pytest.mark.parametrize("basis", [Basis.EXPECTED, Basis.CEILING, Basis.MEASURED])
def test_only_a_ceiling_is_at_most(basis):
    case = case_of(source(basis, HF=0.1), LAB)
    told = GasAssessment("a cell", (), (case,), (), ())
    found = finding(told, "gas-failing-poison")
    assert ("at most" in found.title) == (basis is Basis.CEILING)
    assert found.uncertainty.startswith("an upper bound") == (basis is Basis.CEILING)


def test_a_ceiling_of_one_gas_bounds_no_other():
    made = replace(source(Basis.CEILING, H2S=0.1), consumed_mol={"Li6PS5Cl": 0.02, "H2O": 0.1})
    case = case_of(made, LAB)
    assert not case.capped
    found = finding(GasAssessment("a cell", (), (case,), (), ()), "gas-failing-poison")
    assert "by H2S alone at most" in found.title
    whole = replace(made, amounts={n: exact(0.1, "mol") for n in ("H2S", "HCl")})
    assert case_of(whole, LAB).capped


def test_the_worst_averaging_time_of_a_guideline_counts(answer):
    # 127 ppm as long as the batch lies open: 2.5 times the level of an hour, 4.0 times that of
    # half an hour.
    index = answer.at(When.MAKING)[0].aegl2
    assert index.averaging_s == pytest.approx(1800.0)
    assert index.value == pytest.approx(126.8 / 32.0, rel=0.01)
    assert "over 30 min" in answer.answer


BATCH = """
name: batch
anode: {{material: Li, thickness: 30 um}}
electrolyte: [{{material: {solid}, thickness: 50 um}}]
cathode: {{active: {{material: LiCoO2}}, loading: 3 mAh/cm2, porosity: 0 %}}
operation: {{voltage_min: 3.0 V, voltage_max: 4.2 V, temperature: 25 degC}}
surroundings:
  {{atmosphere: dry room, dew_point: -40 degC, volume: 100 m3, air_changes: 30 1/h, batch: 1 kg,
    exposure: 30 min}}
"""


@pytest.mark.parametrize(
    ("solid", "gas"), [("Li3InCl6", "HCl"), ("Li3N", "NH3"), ("LiBH4", "H2"), ("Li3YBr6", "HBr")]
)
def test_a_batch_gives_the_gas_of_its_kind_as_far_as_water_comes(solid, gas):
    found = assess_gas(parse_cell(BATCH.format(solid=solid)), runs=HeatRuns(tests=()))
    opened = [item for item in found.sources if item.id.startswith("batch") and item.amounts]
    assert gas in {name for item in opened for name in item.amounts}
    made = next(item for item in opened if gas in item.amounts)
    assert made.closure < 1e-9
    water = found.step(f"dryroom-{solid}").figure("water_supplied_mmol").value
    assert made.consumed_mol["H2O"] <= 1e-3 * water * (1.0 + 1e-9)
    if gas != "H2":
        # Two protons a molecule of water; a hydride brings hydrogen of its own.
        protons = made.mol[gas] * Composition.parse(gas)["H"]
        assert protons <= 2e-3 * water * (1.0 + 1e-9)


def at_once() -> GasSource:
    time = np.array([0.0, 10.0, 3600.0])
    history = GasHistory(time, {"CO": np.array([0.0, 0.05, 0.1])}, np.array([300.0, 310.0, 600.0]))
    return replace(source(Basis.EXPECTED, CO=0.1), history=history)


def test_steps_that_go_at_once_have_no_time(sulfide):
    found = at_once()
    case = case_of(found, LAB)
    assert case.at_once
    opening = opening_of(sulfide, found)
    assert opening.opens_percent == pytest.approx(100.0)
    assert not {"opens_min", "opens_degC"} & {item.key for item in opening.figures}
    step = vent_step(sulfide, found, opening)
    assert step.figure("generation_s").value is None
    assert step.unknown
    timed = replace(found, duration_s=exact(3600.0, "s"))
    assert not case_of(timed, LAB).at_once
    assert "opens_min" in {item.key for item in opening_of(sulfide, timed).figures}


@pytest.mark.parametrize(
    "broken",
    [
        "davylamp.gas.sources.toxic_bounds",
        "davylamp.gas.sensors.watch_sources",
        "davylamp.gas.exhaust.treat",
        "davylamp.gas.burning.oxygen_balance",
        "davylamp.gas.burning.flammability",
        "davylamp.gas.burning.flame",
        "davylamp.gas.casing.opening",
        "davylamp.gas.vent.orifice_flow",
        "davylamp.gas.vent.bounds",
        "davylamp.gas.dryroom.exposures_of_cell",
        "davylamp.gas.assessment.case.expose",
        "davylamp.gas.sources.moisture_source",
    ],
)
def test_a_step_that_fails_is_unknown_and_the_rest_goes_on(monkeypatch, sulfide, broken):
    def fail(*_, **__):
        raise MissingDatumError("this one is broken", remedy="mend it")

    monkeypatch.setattr(broken, fail)
    found = assess_gas(sulfide, runs=HeatRuns(tests=()))
    assert any("this one is broken" in gap.what for gap in found.unknown)
    judged = [item for part in sections_of(found) for item in part.findings]
    told = [item for item in judged if "this one is broken" in item.unknown]
    assert told
    assert not any(item.severity in (Severity.OK, Severity.NOTICE) for item in told)


def test_a_source_that_says_nothing_keeps_its_moment_unknown():
    mild, gap = source(CO=1e-3), Unknown("how much of it comes", "measure it")
    silent = replace(source(), id="silent", unknown=(gap,))
    told = GasAssessment("a cell", (mild, silent), (case_of(mild, LAB),), (), ())
    for what in ("poison", "fire"):
        found = finding(told, f"gas-failing-{what}")
        assert found.severity is Severity.UNKNOWN
    assert "how much of it comes" in finding(told, "gas-failing-poison").unknown


def test_no_amount_is_not_a_number():
    with pytest.raises(InputError):
        exact(float("nan"), "mol")


def test_findings_made_one_lose_nothing(answer):
    parts = [item for part in sections_of(answer) for item in part.findings if item.unknown][:3]
    whole = merged(parts, "all")
    assert whole.severity is min((item.severity for item in parts), key=lambda item: item.rank)
    for item in parts:
        assert item.unknown in whole.unknown
        assert item.settle in whole.settle
        assert set(item.sources) <= set(whole.sources)
        assert set(item.moments) <= set(whole.moments)
        assert item.title in whole.title + whole.explanation


def test_tables_show_bounds_and_measured_cells_in_their_units(answer):
    rows = bound_table(answer).rows
    assert {row[0] for row in rows} == {item.species for item in answer.bounds}
    measured = measured_table(answer)
    keys = [column.key for column in measured.columns]
    assert {"L_per_Ah", "HF_mg_per_Wh", "composition_percent"} <= set(keys)
    told = [dict(zip(keys, row, strict=True)) for row in measured.rows]
    assert any(row["HF_mg_per_Wh"] == "20 to 200" for row in told)
    assert any(row["cell"].startswith("this cell") for row in told)
    assert "solid-state" in measured.note
