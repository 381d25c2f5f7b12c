"""How self-heating would begin: an accelerating-rate calorimeter with its band."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.core.errors import DavylampError
from davylamp.core.evidence import Kind
from davylamp.dossier.evidence import keys_of
from davylamp.dossier.findings import Finding
from davylamp.dossier.heat_draws import DRAWS, Sample, sample
from davylamp.dossier.numbers import number
from davylamp.dossier.parts import Column, Entry, Plot, PlotKind, Series, Table
from davylamp.dossier.question import Question
from davylamp.dossier.rules import judge
from davylamp.dossier.severity import Hazard, Moment, Severity, worst
from davylamp.dossier.topic import Topic

if TYPE_CHECKING:
    from davylamp.runaway.abuse import TestResult
    from davylamp.runaway.body import Body

__all__ = ["Calorimetry", "calorimetry"]

FloatArray = npt.NDArray[np.float64]

_MARGIN: Final = Topic(
    "cell-heat-runaway", "cell", (Hazard.HEAT,), (Moment.FAILING,), "runaway-margin"
)
_FIRST: Final = Topic("cell-heat-first-step", "cell", (Hazard.HEAT,), (Moment.FAILING,))
_RATES: Final = Topic("cell-heat-rates", "cell", (Hazard.HEAT,), (Moment.FAILING,))
_SETTLE: Final = "accelerating-rate calorimetry of the charged cell"
#: Two temperatures nearer than this are one answer [K].
_SAME_K: Final = 10.0
_POINTS: Final = 41
_FIGURES: Final = (("T1", "onset of self-heating (T1)"), ("T2", "runaway (T2)"),
                   ("peak", "highest temperature (T3)"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Calorimetry:
    """What the calorimeter adds to a section."""

    findings: tuple[Finding, ...]
    entries: tuple[Entry, ...] = ()
    tables: tuple[Table, ...] = ()
    plots: tuple[Plot, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Runs:
    """The ends of what is not known: mild first; one where every rate is known."""

    body: Body
    result: TestResult
    ensembles: tuple[Sample, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        if len(self.ensembles) == 1:
            return ("all steps",)
        return ("without the steps of unknown rate", "with them at once")


def calorimetry(question: Question) -> Calorimetry:
    """Return what a calorimeter would show; an unknown finding where no model has an answer."""
    try:
        runs = _run(question)
    except DavylampError as error:
        gap = _MARGIN.unknown(
            "At what temperature the cell would run away is not known",
            error.message,
            error.remedy or _SETTLE,
        )
        return Calorimetry((gap,))
    operating_K = question.cell.operation.temperature_K
    findings = [_runaway(runs, operating_K), _first_step(runs), *_unknown_rates(runs)]
    return Calorimetry(
        tuple(findings),
        tuple(_entries(runs)),
        (_table(runs),),
        tuple(_curves(runs)),
        (
            f"The calorimeter's band: {DRAWS} draws of the uncertain parameters at each end, 5 to "
            "95 %; davylamp uncertainty takes as many as you ask for",
            *(f"{note[0].upper()}{note[1:]}" for note in runs.result.notes),
        ),
    )


def _run(question: Question) -> _Runs:
    from davylamp.runaway.abuse import AbuseTest, run_test
    from davylamp.runaway.cell_body import cell_body
    from davylamp.runaway.networks import bounded

    body = cell_body(question.cell)
    test = AbuseTest("arc")
    ends = bounded(body.network)
    networks = ends if body.network.rate_unknown else ends[:1]
    result = run_test(body, test)
    ensembles = tuple(sample(replace(body, network=network), test) for network in networks)
    return _Runs(body, result, ensembles)


def _runaway(runs: _Runs, operating_K: float) -> Finding:
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


def _first_step(runs: _Runs) -> Finding:
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


def _unknown_rates(runs: _Runs) -> Iterator[Finding]:
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


def _entries(runs: _Runs) -> Iterator[Entry]:
    for name, title in _FIGURES:
        key = f"arc_{'T3' if name == 'peak' else name}_degC"
        found = [ensemble[name] for ensemble in runs.ensembles]
        complete = all(item.without == 0 and item.unknown == 0 for item in found)
        medians = [item.median for item in found if item.median is not None]
        lows = [item.low for item in found if item.low is not None]
        highs = [item.high for item in found if item.high is not None]
        same = len(medians) == len(found) and max(medians) - min(medians) <= _SAME_K
        value = medians[0] - ZERO_CELSIUS_K if same and complete else None
        kind = max((item.kind for item in runs.ensembles), key=lambda k: k.rank)
        if not lows:
            note = "not reached by the steps of known rate"
        else:
            note = (
                f"{number(min(lows) - ZERO_CELSIUS_K)} to {number(max(highs) - ZERO_CELSIUS_K)} "
                "°C in 5 to 95 % of the draws that reach it"
            )
            if not complete:
                note += ", which not all do"
        yield Entry(
            key,
            f"Calorimeter, {title}",
            value,
            "degC",
            "not reported" if value is not None else "",
            kind if value is not None else Kind.UNKNOWN,
            (),
            note,
        )
        if lows and complete:
            for end, edge in (("low", min(lows)), ("high", max(highs))):
                yield Entry(
                    f"{key}_{end}",
                    f"Calorimeter, {title}: {end} end of 5 to 95 %, both runs",
                    edge - ZERO_CELSIUS_K,
                    "degC",
                    "not reported",
                    kind,
                )


def _table(runs: _Runs) -> Table:
    rows: list[tuple[str | float | None, ...]] = []
    for label, ensemble in zip(runs.labels, runs.ensembles, strict=True):
        for name, title in _FIGURES:
            found = ensemble[name]
            edges = (found.low, found.median, found.high)
            rows.append(
                (
                    label,
                    title,
                    *(None if edge is None else edge - ZERO_CELSIUS_K for edge in edges),
                    100.0 * found.count / len(ensemble.outcome),
                )
            )
    return Table(
        "heat-arc-figures",
        "Calorimeter: figures over the draws that have them",
        (
            Column("run", "run"),
            Column("figure", "figure"),
            Column("low_degC", "5 % [°C]"),
            Column("median_degC", "median [°C]"),
            Column("high_degC", "95 % [°C]"),
            Column("share_percent", "share of draws [%]"),
        ),
        tuple(rows),
    )


def _curves(runs: _Runs) -> Iterator[Plot]:
    bands = [ensemble.band for ensemble in runs.ensembles]
    curves = [
        (f"median, {label}", rates, edges[1])
        for label, (rates, edges) in zip(runs.labels, bands, strict=True)
    ]
    curves.append(("hottest 5 % of draws", bands[-1][0], bands[-1][1][0]))
    curves.append(("slowest 5 % of draws", bands[0][0], bands[0][1][2]))
    known = [_known(temperature, rate) for _, rate, temperature in curves]
    if not any(len(temperature) > 1 for temperature, _ in known):
        return
    ends = np.concatenate([temperature for temperature, _ in known if len(temperature) > 1])
    grid = np.linspace(ends.min(), ends.max(), _POINTS)
    series = tuple(
        Series(
            name,
            tuple(float(T) - ZERO_CELSIUS_K for T in grid),
            tuple(_at(float(T), temperature, logs) for T in grid),
        )
        for (name, _, _), (temperature, logs) in zip(curves, known, strict=True)
        if len(temperature) > 1
    )
    yield Plot(
        id="heat-arc",
        kind=PlotKind.LINES,
        title="Self-heating in a calorimeter, with its band.",
        alt=(
            f"Self-heating rate from {number(ends.min() - ZERO_CELSIUS_K)} to "
            f"{number(ends.max() - ZERO_CELSIUS_K)} °C, rising with temperature; "
            f"{len(series)} curves."
        ),
        x_title="temperature [°C]",
        y_title="self-heating, log₁₀ of the rate in K/min",
        series=series,
        note="A heat-wait-seek calorimeter without loss of heat. 0 is 1 K/min; above 1.8, which is "
        "60 K/min, counts as runaway.",
    )


def _known(temperature_K: FloatArray, rate_K_per_s: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return ascending temperatures at which a rate is first reached, and log10 of it in K/min."""
    there = np.isfinite(temperature_K)
    hot, logs = temperature_K[there], np.log10(60.0 * rate_K_per_s[there])
    if not len(hot):
        return hot, logs
    hot = np.maximum.accumulate(hot)
    rising = np.concatenate([np.diff(hot) > 1e-6, [True]])
    return hot[rising], logs[rising]


def _at(temperature_K: float, known_K: FloatArray, logs: FloatArray) -> float | None:
    if not known_K[0] <= temperature_K <= known_K[-1]:
        return None
    return float(np.interp(temperature_K, known_K, logs))
