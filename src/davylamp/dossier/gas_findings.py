"""Findings on gas where it comes out: poison, fire, want of oxygen, corrosion, for each moment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from davylamp.core.evidence import NOT_REPORTED, Kind, Unknown, weakest
from davylamp.dossier.evidence import keys_of, together
from davylamp.dossier.findings import Finding
from davylamp.dossier.gas_fire import enclosure_finding, fire_finding
from davylamp.dossier.gas_words import amounts_words, dilution_words, place_words
from davylamp.dossier.gas_words_at import (
    AT_MOMENT,
    SETTLE,
    SETTLE_AT,
    bound_of,
    gaps_in_words,
    topic_of,
)
from davylamp.dossier.numbers import number
from davylamp.dossier.parts import LOWER_BOUND, UPPER_BOUND
from davylamp.dossier.rules import judge
from davylamp.dossier.severity import Severity, worst
from davylamp.gas.source import Basis, When

if TYPE_CHECKING:
    from davylamp.gas.assessment import GasAssessment, GasCase, Index

__all__ = ["case_findings"]

#: Gases whose traces go on eating metals.
_ACIDS: Final = frozenset({
    "HF", "HCl", "HBr", "HI", "F2", "Cl2", "Br2", "I2", "PF5", "POF3", "SOF2", "COF2", "SiF4",
})  # fmt: skip


def case_findings(answer: GasAssessment) -> Iterator[Finding]:
    """Yield poison, fire, oxygen and corrosion at each moment, by the worst case there is."""
    for when in When:
        cases = answer.at(when)
        if not cases:
            yield _silent(answer, when)
            continue
        silent = _unsaid(answer, when)
        poison, gaps = _poison(when, cases, (*open_bounds(answer, when), *silent))
        yield poison
        yield fire_finding(when, cases, gaps, silent)
        yield from enclosure_finding(when, cases, gaps)
        yield from _oxygen(when, cases)
        yield from _corrosion(when, cases, gaps)


def _silent(answer: GasAssessment, when: When) -> Finding:
    """Return what is told where no source of a moment gives an amount."""
    sources = [source for source in answer.sources if source.when is when]
    gaps = [gap for source in sources for gap in source.unknown]
    topic = topic_of(when, "poison")
    if sources and not gaps:
        kind = weakest(source.kind for source in sources)
        return topic.finding(
            f"No gas that harms is known to come {AT_MOMENT[when]}",
            Severity.OK if kind is not Kind.UNKNOWN else Severity.UNKNOWN,
            kind=kind,
            explanation="; ".join(note for source in sources for note in source.notes),
            unknown="" if kind is not Kind.UNKNOWN else "whether gas comes",
            settle="" if kind is not Kind.UNKNOWN else SETTLE,
        )
    what, settle = together(gaps)
    return topic.unknown(
        f"How much gas comes {AT_MOMENT[when]} is not known",
        what or f"the gas that comes {AT_MOMENT[when]}",
        settle or SETTLE_AT[when],
    )


def _unsaid(answer: GasAssessment, when: When) -> tuple[Unknown, ...]:
    """Return what sources of a moment leave open that give no amount at all."""
    bare = [item for item in answer.sources if item.when is when and not item.amounts]
    return tuple(dict.fromkeys(gap for item in bare for gap in item.unknown))


def open_bounds(answer: GasAssessment, when: When) -> tuple[Unknown, ...]:
    """Return toxic gas that models leave below a limit and elements allow above it."""
    if when is not When.FAILING:
        return ()
    open_ = [item for item in answer.bounds if item.verdict == "unknown"]
    if not open_:
        return ()
    named = ", ".join(item.species for item in open_)
    what = f"how much {named} comes: elements allow enough to harm, whatever models give"
    return (Unknown(what, SETTLE),)


def _poison(
    when: When, cases: tuple[GasCase, ...], more: tuple[Unknown, ...]
) -> tuple[Finding, frozenset[Unknown]]:
    """Judge peaks against IDLH and the worst means against AEGL-2; the worse counts.

    With it what it tells as unknown, which the next findings need not tell again.
    """
    found = [(_poison_of(when, case, more), case) for case in cases]
    finding, case = min(found, key=lambda item: (item[0].severity.rank, -(item[0].value or 0.0)))
    return finding, frozenset((*case.unknown, *more))


def _poison_of(when: When, case: GasCase, more: tuple[Unknown, ...]) -> Finding:
    rules = (("gas-idlh", case.idlh, "IDLH"), ("gas-aegl2", case.aegl2, "AEGL-2"))
    judged = [
        (judge(rule, index.value), rule, index, name)
        for rule, index, name in rules
        if index is not None
    ]
    gaps = [*case.unknown, *case.unjudged, *more]
    what, settle = together(gaps)
    topic = topic_of(when, "poison")
    explanation = f"{amounts_words(case)} {place_words(case)} {dilution_words(case)}".strip()
    if not judged:
        if not gaps and case.levels:
            return topic.finding(
                f"The gas that comes {AT_MOMENT[when]} is not poisonous by itself",
                Severity.NOTICE,
                kind=case.kind,
                sources=keys_of(case.sources),
                explanation=explanation,
            )
        return topic.unknown(
            f"Whether the gas that comes {AT_MOMENT[when]} poisons is not known",
            what or "limits of its gases",
            settle or SETTLE,
            kind=case.kind,
            sources=keys_of(case.sources),
            explanation=explanation,
        )
    severity, rule, index, name = min(judged, key=lambda item: (item[0].rank, -item[2].value))
    if gaps:
        severity = worst((severity, Severity.UNKNOWN))
    bound = _bound(case, index)
    most = "at most " if bound == UPPER_BOUND else "at least " if bound == LOWER_BOUND else ""
    if case.basis is Basis.EXPECTED:
        most = f"{case.way} {most}"
    elif bound.startswith(UPPER_BOUND) and not case.capped:
        most = f"by {', '.join(case.amounts)} alone at most "
    over = f" over {number(index.averaging_s / 60.0)} min" if index.averaging_s else ""
    by = "" if most.startswith("by ") and len(case.amounts) == 1 else f", most of it by {index.by}"
    rest = f", without {', '.join(index.missing)}" if index.missing else ""
    return topic.finding(
        f"{case.title}: {most}{number(index.value, 2)} times {name}{over} in {case.place.title}"
        f"{by}{rest}",
        severity,
        value=index.value,
        unit="1",
        uncertainty=_spread(case, index) or bound,
        kind=weakest((case.kind, index.kind)),
        sources=keys_of((*case.sources, *index.sources)),
        explanation=explanation,
        unknown=what,
        settle=settle,
        rule=rule,
    )


def _bound(case: GasCase, index: Index) -> str:
    """Return which bound a sum is.

    An upper one where no more gas can come and each gas counts; a lower one where measured gas
    holds some without a limit. What equilibrium or a network gives is neither.
    """
    if not index.complete:
        return LOWER_BOUND if case.basis is Basis.MEASURED else NOT_REPORTED
    return bound_of(case)


def _spread(case: GasCase, index: Index) -> str:
    """Return the range of the gas that matters most, where its amount has one."""
    level = next((item for item in case.levels if item.species == index.by), None)
    if level is None or level.low_ppm is None or level.high_ppm is None:
        return ""
    return f"{index.by} {number(level.low_ppm)} to {number(level.high_ppm)} ppm (5 to 95 %)"


def _oxygen(when: When, cases: tuple[GasCase, ...]) -> Iterator[Finding]:
    """Yield the want of oxygen where gas displaces so much air that it counts."""
    known = [(case.oxygen_percent, case) for case in cases if case.oxygen_percent is not None]
    if not known:
        return
    lowest, case = min(known, key=lambda item: item[0])
    severity = judge("gas-oxygen", lowest)
    if severity is Severity.OK:
        return
    yield topic_of(when, "oxygen", "gas-oxygen").finding(
        f"{case.title}: oxygen in {case.place.title} falls to {number(lowest)} %",
        severity,
        value=lowest,
        unit="%",
        uncertainty=UPPER_BOUND if case.unknown else "not reported",
        kind=case.kind,
        sources=keys_of(case.sources),
        explanation="Gas takes the place of air, evenly mixed; burning takes more.",
    )


def _corrosion(
    when: When, cases: tuple[GasCase, ...], told: frozenset[Unknown]
) -> Iterator[Finding]:
    """Yield what the gases do to metals, electronics and skin, by the case with most acid."""
    said = [(_acid_ppm(case), case) for case in cases if case.hazards]
    if not said:
        return
    acid, case = max(said, key=lambda item: item[0])
    severity = worst((judge("gas-corrosion", acid), Severity.NOTICE))
    what, settle = gaps_in_words(when, case.unknown, told)
    yield topic_of(when, "corrosion", "gas-corrosion").finding(
        f"{case.title}: the gas corrodes what it meets in {case.place.title}",
        worst((severity, Severity.UNKNOWN)) if what else severity,
        value=acid or None,
        unit="ppm" if acid else "",
        uncertainty=bound_of(case),
        kind=case.kind,
        sources=keys_of(case.sources),
        explanation=" ".join(f"{words.rstrip('.')}." for words in case.hazards),
        unknown=what,
        settle=settle,
        rule="gas-corrosion" if acid else "",
    )


def _acid_ppm(case: GasCase) -> float:
    """Return the peaks of acid gases and halogens, summed [ppm]."""
    return sum(level.peak_ppm for level in case.levels if level.species in _ACIDS)
