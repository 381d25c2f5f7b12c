"""How self-heating would begin: an accelerating-rate calorimeter with its band."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.core.errors import DavylampError
from davylamp.core.evidence import Kind
from davylamp.dossier.evidence import keys_of
from davylamp.dossier.findings import Finding
from davylamp.dossier.heat_arc_figures import arc_curves, arc_entries, arc_table
from davylamp.dossier.heat_draws import DRAWS, Sample
from davylamp.dossier.heat_runs import Runs
from davylamp.dossier.numbers import number
from davylamp.dossier.parts import Entry, Plot, Table
from davylamp.dossier.question import Question
from davylamp.dossier.rules import judge
from davylamp.dossier.severity import Hazard, Moment, Severity, worst
from davylamp.dossier.topic import Topic

__all__ = ["Calorimetry", "calorimetry"]

_MARGIN: Final = Topic(
    "cell-heat-runaway", "cell", (Hazard.HEAT,), (Moment.FAILING,), "runaway-margin"
)
_FIRST: Final = Topic("cell-heat-first-step", "cell", (Hazard.HEAT,), (Moment.FAILING,))
_RATES: Final = Topic("cell-heat-rates", "cell", (Hazard.HEAT,), (Moment.FAILING,))
_SETTLE: Final = "accelerating-rate calorimetry of the charged cell"


@dataclass(frozen=True, slots=True)
class Calorimetry:
    """What the calorimeter adds to a section."""

    findings: tuple[Finding, ...]
    entries: tuple[Entry, ...] = ()
    tables: tuple[Table, ...] = ()
    plots: tuple[Plot, ...] = ()
    notes: tuple[str, ...] = ()


def calorimetry(question: Question) -> Calorimetry:
    """Return what a calorimeter would show; an unknown finding where no model has an answer."""
    runs = question.calorimeter
    if isinstance(runs, DavylampError):
        gap = _MARGIN.unknown(
            "At what temperature the cell would run away is not known",
            runs.message,
            runs.remedy or _SETTLE,
        )
        return Calorimetry((gap,))
    operating_K = question.cell.operation.temperature_K
    findings = [_runaway(runs, operating_K), _first_step(runs), *_unknown_rates(runs)]
    return Calorimetry(
        tuple(findings),
        tuple(arc_entries(runs)),
        (arc_table(runs),),
        tuple(arc_curves(runs)),
        (
            f"The calorimeter's band: {DRAWS} draws of the uncertain parameters at each end, 5 to "
            "95 %; davylamp uncertainty takes as many as you ask for",
            *(f"{note[0].upper()}{note[1:]}" for note in runs.result.notes),
        ),
    )


def _runaway(runs: Runs, operating_K: float) -> Finding:
    """Judge the median temperature of runaway; never better than unknown where the ends differ."""
    margins = [_margins(ensemble, operating_K) for ensemble in runs.ensembles]
    lows = [low for low, _, _ in margins]
    highs = [high for _, _, high in margins]
    harsh = min((low for low in lows if low is not None), default=None)
    mild = None if any(high is None for high in highs) else max(h for h in highs if h is not None)
    # The first run leaves out what has no known rate: its median is more likely too high.
    median = margins[0][1]
    severity = judge(_MARGIN.rule, median) if median is not None else Severity.OK
    ends = [judge(_MARGIN.rule, end) if end is not None else Severity.OK for end in (harsh, mild)]
    failed = sum(ensemble.runaway.fails for ensemble in runs.ensembles)
    told_apart = set(ends) != {severity}
    if told_apart or failed or runs.body.network.rate_unknown:
        severity = worst((severity, Severity.UNKNOWN))
    title = _title(margins, operating_K)
    share = ", ".join(
        f"{label}: {_percent(ensemble)}"
        for label, ensemble in zip(runs.labels, runs.ensembles, strict=True)
    )
    end = runs.result.settings["end"].value - ZERO_CELSIUS_K
    return _MARGIN.finding(
        title,
        severity,
        value=median,
        unit="" if median is None else "K",
        uncertainty=_spread(harsh, mild),
        kind=runs.result.kind,
        sources=keys_of(runs.result.sources),
        explanation=(
            f"In an adiabatic calorimeter (heat-wait-seek up to {number(end)} °C) runaway, a "
            f"self-heating of 60 K/min, comes in this share of draws: {share}. The number is the "
            "margin of the median above the operating temperature of "
            f"{number(operating_K - ZERO_CELSIUS_K)} °C."
        ),
        unknown="at what temperature this cell runs away: no rate was measured on it",
        settle=_SETTLE,
    )


def _margins(
    ensemble: Sample, operating_K: float
) -> tuple[float | None, float | None, float | None]:
    """Return margins at 5, 50 and 95 %; None where so many draws do not run away."""
    found = ensemble["T2"]
    share = ensemble.runaway.low
    median = None if found.median is None or share < 0.5 else found.median - operating_K
    low = None if found.low is None or ensemble.runaway.high < 0.05 else found.low - operating_K
    high = None if found.high is None or share < 0.95 else found.high - operating_K
    return low, median, high


def _title(
    margins: list[tuple[float | None, float | None, float | None]], operating_K: float
) -> str:
    celsius = [
        operating_K + value - ZERO_CELSIUS_K
        for low, median, high in margins
        for value in (low, median, high)
        if value is not None
    ]
    if not celsius:
        return "No runaway in a calorimeter by the steps of known rate"
    if min(celsius) == max(celsius):
        return f"Runs away from about {number(celsius[0])} °C"
    if any(high is None for _, _, high in margins):
        return f"May run away from {number(min(celsius))} °C up, or not at all"
    return f"Runs away between {number(min(celsius))} and {number(max(celsius))} °C"


def _percent(ensemble: Sample) -> str:
    found = ensemble.runaway
    if found.fails:
        return f"{number(100.0 * found.low, 2)} to {number(100.0 * found.high, 2)} %"
    return f"{number(100.0 * found.low, 2)} %"


def _spread(low: float | None, high: float | None) -> str:
    start = "no runaway" if low is None else f"{number(low)} K"
    return f"{start} to {'no runaway' if high is None else f'{number(high)} K'}"


def _first_step(runs: Runs) -> Finding:
    steps = {step.id: step for step in runs.body.network.steps}
    names = [outcome.first_step for outcome in runs.result.outcomes]
    known = [steps[name] for name in dict.fromkeys(names) if name in steps]
    if not known:
        return _FIRST.unknown(
            "Which step runs away first is not known",
            "the first step: none of known rate heats the cell by itself",
            _SETTLE,
        )
    words = "; or, with the steps of unknown rate at once, ".join(step.title for step in known)
    step = known[0]
    sources = keys_of(key for item in known for key in item.sources)
    explanation = "The step with the largest share of the self-heating at runaway, or at the onset."
    if step.condition:
        explanation += f" Its condition: {step.condition}."
    if len(known) > 1 or len(set(names)) > 1:
        return _FIRST.unknown(
            f"First to run away: {words}",
            "which of them is first: their rates are not known",
            _SETTLE,
            kind=Kind.UNKNOWN,
            sources=sources,
            explanation=explanation,
        )
    return _FIRST.finding(
        f"First to run away: {words}",
        Severity.NOTICE,
        kind=step.kind,
        sources=sources,
        explanation=explanation,
        unknown="" if step.kind in (Kind.MEASURED, Kind.FITTED) else f"the rate of: {step.title}",
        settle="" if step.kind in (Kind.MEASURED, Kind.FITTED) else _SETTLE,
    )


def _unknown_rates(runs: Runs) -> Iterator[Finding]:
    steps = runs.body.network.rate_unknown
    if not steps:
        return
    listed = "; ".join(dict.fromkeys(step.title for step in steps))
    yield _RATES.unknown(
        f"How fast {len(steps)} of {len(runs.body.network.steps)} reactions go is not known",
        f"the rates of: {listed}",
        "DSC at several heating rates of each pair of materials mixed, sealed",
        explanation="Their heat is in the ceiling; in the calorimeter they are left out in one "
        "run and go at once in the other.",
    )
