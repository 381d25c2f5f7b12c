"""Findings on gas where it comes out: poison, fire, want of oxygen, corrosion, for each moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from davylamp.core.evidence import NOT_REPORTED, Kind, Unknown, weakest
from davylamp.dossier.evidence import keys_of, together
from davylamp.dossier.findings import Finding
from davylamp.dossier.gas_words import amounts_words, dilution_words, place_words
from davylamp.dossier.numbers import number, quantity
from davylamp.dossier.parts import LOWER_BOUND, UPPER_BOUND
from davylamp.dossier.rules import judge
from davylamp.dossier.severity import Hazard, Moment, Severity, worst
from davylamp.dossier.topic import Topic
from davylamp.gas.poison import OXIDISER
from davylamp.gas.source import Basis, When

if TYPE_CHECKING:
    from davylamp.gas.assessment import GasAssessment, GasCase, Index

__all__ = ["case_findings", "moment_of"]

_GAS: Final = (Hazard.GAS,)
_SETTLE: Final = "collect the gas in a closed vessel of known volume and analyse it"
#: Gases whose traces go on eating metals.
_ACIDS: Final = frozenset({
    "HF", "HCl", "HBr", "HI", "F2", "Cl2", "Br2", "I2", "PF5", "POF3", "SOF2", "COF2", "SiF4",
})  # fmt: skip
#: What would settle how much gas comes.
_SETTLE_AT: Final = {
    When.MAKING: "log the gas over the open electrolyte in the air of this room",
    When.USING: "online mass spectrometry (DEMS, OEMS) of the cell while it is cycled",
    When.FAILING: _SETTLE,
    When.END: "open a cycled cell in a closed vessel, add water and analyse the gas",
}
#: Words for a finding about a moment.
_AT: Final = {
    When.MAKING: "while the electrolyte lies open",
    When.USING: "in use",
    When.FAILING: "when the cell fails",
    When.END: "when the dead cell is opened",
}


def moment_of(when: When) -> Moment:
    """Return the moment of the dossier."""
    return Moment(when.value)


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
        yield _fire(when, cases, gaps, silent)
        yield from _enclosure(when, cases, gaps)
        yield from _oxygen(when, cases)
        yield from _corrosion(when, cases, gaps)


def _ident(when: When, what: str) -> str:
    return f"gas-{when.value.replace(' ', '-')}-{what}"


def _topic(when: When, what: str, rule: str = "") -> Topic:
    hazards = (Hazard.GAS, Hazard.HEAT) if what == "fire" else _GAS
    return Topic(_ident(when, what), "cell", hazards, (moment_of(when),), rule)


def _silent(answer: GasAssessment, when: When) -> Finding:
    """Return what is told where no source of a moment gives an amount."""
    sources = [source for source in answer.sources if source.when is when]
    gaps = [gap for source in sources for gap in source.unknown]
    topic = _topic(when, "poison")
    if sources and not gaps:
        kind = weakest(source.kind for source in sources)
        return topic.finding(
            f"No gas that harms is known to come {_AT[when]}",
            Severity.OK if kind is not Kind.UNKNOWN else Severity.UNKNOWN,
            kind=kind,
            explanation="; ".join(note for source in sources for note in source.notes),
            unknown="" if kind is not Kind.UNKNOWN else "whether gas comes",
            settle="" if kind is not Kind.UNKNOWN else _SETTLE,
        )
    what, settle = together(gaps)
    return topic.unknown(
        f"How much gas comes {_AT[when]} is not known",
        what or f"the gas that comes {_AT[when]}",
        settle or _SETTLE_AT[when],
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
    return (Unknown(what, _SETTLE),)


def _poison(
    when: When, cases: tuple[GasCase, ...], more: tuple[Unknown, ...]
) -> tuple[Finding, frozenset[Unknown]]:
    """Judge peaks against IDLH and the worst means against AEGL-2; the worse counts.

    With it what it tells as unknown, which the next findings need not tell again.
    """
    found = [(_poison_of(when, case, more), case) for case in cases]
    finding, case = min(found, key=lambda item: (item[0].severity.rank, -(item[0].value or 0.0)))
    return finding, frozenset((*case.unknown, *more))


def _fresh(when: When, gaps: Sequence[Unknown], told: frozenset[Unknown]) -> tuple[str, str]:
    """Return gaps in words, those in short that the finding on poison tells in full."""
    fresh = [gap for gap in gaps if gap not in told]
    if len(fresh) < len(gaps):
        fresh.append(Unknown("how much of it comes, as told of its poison", _SETTLE_AT[when]))
    return together(fresh)


def _poison_of(when: When, case: GasCase, more: tuple[Unknown, ...]) -> Finding:
    rules = (("gas-idlh", case.idlh, "IDLH"), ("gas-aegl2", case.aegl2, "AEGL-2"))
    judged = [
        (judge(rule, index.value), rule, index, name)
        for rule, index, name in rules
        if index is not None
    ]
    gaps = [*case.unknown, *case.unjudged, *more]
    what, settle = together(gaps)
    topic = _topic(when, "poison")
    explanation = f"{amounts_words(case)} {place_words(case)} {dilution_words(case)}".strip()
    if not judged:
        if not gaps and case.levels:
            return topic.finding(
                f"The gas that comes {_AT[when]} is not poisonous by itself",
                Severity.NOTICE,
                kind=case.kind,
                sources=keys_of(case.sources),
                explanation=explanation,
            )
        return topic.unknown(
            f"Whether the gas that comes {_AT[when]} poisons is not known",
            what or "limits of its gases",
            settle or _SETTLE,
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
    return _most(case)


def _most(case: GasCase) -> str:
    """Return that a number is an upper bound where no more gas can come, and all at once."""
    if case.basis is Basis.CEILING and case.kind is not Kind.UNKNOWN and not case.capped:
        return f"{UPPER_BOUND} for {', '.join(case.amounts)} alone"
    return UPPER_BOUND if case.capped else NOT_REPORTED


def _spread(case: GasCase, index: Index) -> str:
    """Return the range of the gas that matters most, where its amount has one."""
    level = next((item for item in case.levels if item.species == index.by), None)
    if level is None or level.low_ppm is None or level.high_ppm is None:
        return ""
    return f"{index.by} {number(level.low_ppm)} to {number(level.high_ppm)} ppm (5 to 95 %)"


def _fire(
    when: When, cases: tuple[GasCase, ...], told: frozenset[Unknown], more: tuple[Unknown, ...]
) -> Finding:
    found = [_fire_of(when, case, told, more) for case in cases]
    return min(found, key=lambda item: (item.severity.rank, -(item.value or 0.0)))


def _fire_of(
    when: When, case: GasCase, told: frozenset[Unknown], more: tuple[Unknown, ...]
) -> Finding:
    """Judge the share of the lower flammability limit that the gas reaches, evenly mixed."""
    topic = _topic(when, "fire", "gas-lfl")
    fire = case.fire
    settle = "measure the flammability limits of the gas of this cell (ASTM E681, EN 1839)"
    if fire is None or fire.flammable is None:
        gap, settled = together(() if fire is None else fire.unknown)
        return topic.unknown(
            f"Whether the gas that comes {_AT[when]} burns is not known",
            gap or "its limits of flammability",
            settled or settle,
            kind=case.kind,
            sources=keys_of(case.sources),
            explanation=amounts_words(case),
        )
    what, settled = _fresh(when, (*fire.unknown, *case.unknown, *more), told)
    kind = weakest((case.kind, fire.kind))
    sources = keys_of((*case.sources, *fire.sources))
    explanation = f"{amounts_words(case)} {_fire_words(case)}"
    if not fire.flammable:
        feeds = OXIDISER.intersection(case.amounts)
        but = f", but its {', '.join(sorted(feeds))} feeds a fire" if feeds else ""
        return topic.finding(
            f"{case.title}: the gas does not burn in air{but}",
            worst((Severity.NOTICE, Severity.UNKNOWN)) if what else Severity.NOTICE,
            kind=kind,
            sources=sources,
            explanation=explanation,
            unknown=what,
            settle=settled,
            rule="",
        )
    if case.place.oxygen_share <= 0.0:
        return topic.finding(
            f"{case.title}: the gas burns once it meets air, which {case.place.title} has not",
            Severity.UNKNOWN if what else Severity.NOTICE,
            kind=kind,
            sources=sources,
            explanation=explanation,
            unknown=what,
            settle=settled,
            rule="",
        )
    if fire.share_of_lfl is None:
        return topic.unknown(
            f"{case.title}: the gas burns; whether {case.place.title} reaches its limit is not "
            "known",
            what or "the amount of gas, or its lower flammability limit",
            settled or settle,
            kind=kind,
            sources=sources,
            explanation=explanation,
        )
    percent = 100.0 * fire.share_of_lfl
    severity = judge("gas-lfl", percent)
    if what:
        severity = worst((severity, Severity.UNKNOWN))
    return topic.finding(
        f"{case.title}: the gas burns, and fills {case.place.title} to {number(percent, 2)} % of "
        "its lower limit",
        severity,
        value=percent,
        unit="%",
        uncertainty=_most(case),
        kind=kind,
        sources=sources,
        explanation=explanation,
        unknown=what,
        settle=settled,
    )


def _fire_words(case: GasCase) -> str:
    fire = case.fire
    if fire is None:
        return ""
    words = []
    if fire.lfl_percent is not None:
        upper = "" if fire.ufl_percent is None else f" to {number(fire.ufl_percent)}"
        words.append(f"Burns from {number(fire.lfl_percent)}{upper} % in air.")
    words += [
        f"{item.label[0].upper()}{item.label[1:]}: {quantity(item.value, item.unit)}."
        for item in fire.figures
        if item.value is not None
    ]
    if fire.flammable:
        words.append(
            f"Around the vent the gas is within its limits at first, whatever the size of "
            f"{case.place.title}."
        )
    return " ".join(words)


def _enclosure(
    when: When, cases: tuple[GasCase, ...], told: frozenset[Unknown]
) -> Iterator[Finding]:
    """Yield the pressure of burning in an enclosure against what it stands, where that is given."""
    for case in cases:
        stands = case.place.burst_pressure_Pa
        figures = () if case.fire is None else case.fire.figures
        rise = next((item for item in figures if item.key == "place_overpressure_kPa"), None)
        if not stands or rise is None or rise.value is None:
            continue
        ratio = 1e3 * rise.value / stands
        what, settle = _fresh(when, case.unknown, told)
        severity = judge("gas-enclosure", ratio)
        yield _topic(when, "enclosure", "gas-enclosure").finding(
            f"{case.title}: burning gas can raise {case.place.title} to {number(ratio, 2)} times "
            "the pressure that it stands",
            worst((severity, Severity.UNKNOWN)) if what else severity,
            value=ratio,
            unit="1",
            uncertainty=rise.uncertainty,
            kind=weakest((case.kind, rise.kind)),
            sources=keys_of((*case.sources, *rise.sources)),
            explanation=f"{quantity(rise.value, 'kPa')} against {quantity(1e-3 * stands, 'kPa')}, "
            f"{rise.note}.",
            unknown=what,
            settle=settle,
        )
        return


def _oxygen(when: When, cases: tuple[GasCase, ...]) -> Iterator[Finding]:
    """Yield the want of oxygen where gas displaces so much air that it counts."""
    known = [(case.oxygen_percent, case) for case in cases if case.oxygen_percent is not None]
    if not known:
        return
    lowest, case = min(known, key=lambda item: item[0])
    severity = judge("gas-oxygen", lowest)
    if severity is Severity.OK:
        return
    yield _topic(when, "oxygen", "gas-oxygen").finding(
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
    what, settle = _fresh(when, case.unknown, told)
    yield _topic(when, "corrosion", "gas-corrosion").finding(
        f"{case.title}: the gas corrodes what it meets in {case.place.title}",
        worst((severity, Severity.UNKNOWN)) if what else severity,
        value=acid or None,
        unit="ppm" if acid else "",
        uncertainty=_most(case),
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
