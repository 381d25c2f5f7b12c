"""The most heat and gas that a cell can set free, beside a liquid cell, and by pair."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.core.errors import DavylampError
from davylamp.core.evidence import NOT_REPORTED, Kind
from davylamp.dossier.evidence import keys_of
from davylamp.dossier.findings import Finding
from davylamp.dossier.numbers import number, quantity
from davylamp.dossier.parts import LOWER_BOUND, Entry, Plot, PlotKind, Series
from davylamp.dossier.question import Question
from davylamp.dossier.rules import judge
from davylamp.dossier.severity import Hazard, Moment, Severity, worst
from davylamp.dossier.topic import Topic

if TYPE_CHECKING:
    from davylamp.runaway.ceiling import HeatCeiling, Release

__all__ = ["CeilingAnswer", "ceiling_answer"]

_HEAT: Final = Topic(
    "cell-heat-ceiling", "cell", (Hazard.HEAT,), (Moment.FAILING,), "heat-over-liquid"
)
_HOT: Final = Topic(
    "cell-heat-temperature", "cell", (Hazard.HEAT,), (Moment.FAILING,), "adiabatic-temperature"
)
_SETTLE: Final = "calorimetry (DSC, ARC) of the charged cell, or of its materials together"
#: Pairs that are drawn, largest first.
_PAIRS: Final = 9
_SMALL: Final = 0.005


@dataclass(frozen=True, slots=True)
class CeilingAnswer:
    """What the ceiling adds to a section."""

    findings: tuple[Finding, ...]
    entries: tuple[Entry, ...] = ()
    plots: tuple[Plot, ...] = ()
    notes: tuple[str, ...] = ()


def ceiling_answer(question: Question) -> CeilingAnswer:
    """Return findings, figures and plots of the ceiling; an unknown finding where there is none."""
    answer = question.ceiling
    if isinstance(answer, DavylampError):
        gap = _HEAT.unknown(
            "The most heat that the cell can set free is not known",
            answer.message,
            answer.remedy or _SETTLE,
        )
        return CeilingAnswer((gap,))
    return CeilingAnswer(
        (_compared(answer), _temperature(answer)),
        tuple(_entries(answer)),
        (_against_liquid(answer), *_by_pair(answer)),
        tuple(f"{note[0].upper()}{note[1:]}" for note in answer.notes),
    )


def _compared(answer: HeatCeiling) -> Finding:
    heat = answer.everything
    what = "; ".join(item.what for item in answer.unknown[:3])
    settle = "; ".join(dict.fromkeys(item.settle for item in answer.unknown[:3]))
    ratio = answer.against_liquid
    amount = f"{quantity(heat.heat_J_per_g, 'J/g')} of the cell"
    if heat.heat_J_per_Wh is not None:
        amount += f", {quantity(heat.heat_J_per_Wh, 'J/Wh')}"
    shorted, heated = answer.short_circuit, answer.external_heating
    explanation = (
        f"If everything that can react does: {amount}. With the separator whole "
        f"{quantity(heated.heat_J_per_g, 'J/g')}; a short circuit first, then what touches, "
        f"{quantity(shorted.heat_J_per_g, 'J/g')}. {_main_pair(answer)}"
    )
    sources = keys_of(source for reactant in answer.reactants for source in reactant.sources)
    if ratio is None:
        return _HEAT.unknown(
            f"Can set free {quantity(heat.heat_J_per_g, 'J/g')} at most; no liquid cell to compare",
            what or "the heat of a liquid cell of this capacity",
            settle or _SETTLE,
            kind=answer.kind,
            sources=sources,
            explanation=explanation,
        )
    return _HEAT.finding(
        f"Can set free {number(ratio, 2)} times the heat of a liquid cell of equal capacity",
        _never_safe(judge(_HEAT.rule, ratio), answer),
        value=ratio,
        unit="1",
        kind=answer.kind,
        sources=sources,
        explanation=f"{explanation}The liquid cell is assumed.",
        unknown=what,
        settle=settle,
    )


def _never_safe(severity: Severity, answer: HeatCeiling) -> Severity:
    """Return at least unknown where something is left out: the ceiling may be higher."""
    return worst((severity, Severity.UNKNOWN)) if answer.unknown else severity


def _main_pair(answer: HeatCeiling) -> str:
    if not answer.pairs:
        return ""
    pair = answer.pairs[0]
    share = 100.0 * pair.heat_J / answer.everything.heat_J
    by = f", oxidised by {pair.oxidant}" if pair.oxidant else ""
    return f"Most of it, {number(share, 2)} %, comes from {_label(pair.partners)}{by}. "


def _label(partners: tuple[str, ...]) -> str:
    words = " with ".join(f"({name})" if "+" in name else name for name in partners)
    return words if len(partners) > 1 else f"{words} by itself"


def _temperature(answer: HeatCeiling) -> Finding:
    hot = answer.everything.adiabatic
    celsius = hot.temperature_K - ZERO_CELSIUS_K
    at_least = "at least " if hot.at_least else ""
    gases = [gas for gas in answer.everything.gases if not gas.condenses]
    litres = sum(gas.litre for gas in gases)
    names = ", ".join(gas.species for gas in gases[:4] if gas.litre > 0.02 * litres)
    gas = ""
    if gases:
        gas = f" Gas at that temperature: {number(litres)} L at 25 °C and 1 bar ({names})."
    gap = answer.unknown[0] if answer.unknown else None
    return _HOT.finding(
        f"Would reach {at_least}{number(celsius)} °C if everything reacted and no heat were lost",
        _never_safe(judge(_HOT.rule, celsius), answer),
        value=celsius,
        unit="degC",
        kind=answer.everything.kind,
        explanation=f"From 25 °C, with the heat capacities of the products and their melting.{gas}",
        unknown="how much of it reacts before the cell comes apart" if gap is None else gap.what,
        settle="an abuse test of the cell with temperature and gas recorded"
        if gap is None
        else gap.settle,
    )


def _entries(answer: HeatCeiling) -> Iterator[Entry]:
    heat, kind = answer.everything, answer.kind
    gases = [gas for gas in heat.gases if not gas.condenses]
    per_Wh = None
    if heat.energy_J:
        per_Wh = sum(gas.litre for gas in gases) / (heat.energy_J / 3600.0)
    hot = heat.adiabatic.temperature_K - ZERO_CELSIUS_K
    missing = [
        item.what
        for reactant in answer.reactants
        for item in reactant.unknown
        # A bridged piece of an electrode's curve may err either way; the rest leaves heat out.
        if not reactant.reacts or reactant.portion.role not in ("anode", "cathode")
    ]
    gap = f"without: {'; '.join(dict.fromkeys(missing))}" if missing else ""
    too_hot = (
        "the Gibbs energies of solids are not known above; " if heat.adiabatic.at_least else ""
    )
    rows: tuple[tuple[str, str, float | None, str, str, bool], ...] = (
        ("heat_ceiling_J_per_g", "Heat ceiling per gram of cell", heat.heat_J_per_g, "J/g",
         "", bool(gap)),
        ("heat_ceiling_J_per_Wh", "Heat ceiling per watt hour", heat.heat_J_per_Wh, "J/Wh",
         "", bool(gap)),
        ("heat_over_liquid", "Heat ceiling over that of a liquid cell of equal capacity",
         answer.against_liquid, "1", "the liquid cell is assumed", bool(gap)),
        ("adiabatic_temperature_degC", "Adiabatic temperature", hot, "degC", too_hot,
         bool(gap or too_hot)),
        ("gas_ceiling_L_per_Wh", "Gas at that temperature per watt hour", per_Wh, "L/Wh",
         "as if at 25 °C and 1 bar; what condenses is left out", bool(gap)),
    )  # fmt: skip
    for key, label, value, unit, note, bound in rows:
        if value is None:
            yield Entry(key, label, None, unit, "", Kind.UNKNOWN, (), "not known")
            continue
        spread = LOWER_BOUND if bound else NOT_REPORTED
        words = "; ".join(word for word in (note, gap) if word)
        yield Entry(key, label, value, unit, spread, kind, (), words)


def _against_liquid(answer: HeatCeiling) -> Plot:
    rows: list[tuple[str, Release]] = [
        ("broken electrolyte: everything reacts", answer.everything),
        ("external heating: what touches reacts", answer.external_heating),
        ("short circuit, then what touches", answer.short_circuit),
    ]
    if answer.liquid is not None:
        rows.append(("liquid cell of equal capacity", answer.liquid))
    labels = tuple(label for label, _ in rows)
    values = tuple(release.heat_J / 1e3 for _, release in rows)
    words = "; ".join(f"{label} {number(v)} kJ" for label, v in zip(labels, values, strict=True))
    per = "cell" if answer.inventory.basis == "cell" else "square metre of one unit cell"
    return Plot(
        id="heat-ceiling",
        kind=PlotKind.BARS,
        title="The most heat, beside a liquid cell.",
        alt=f"Heat by accident: {words}.",
        x_title="",
        y_title=f"heat of the {per} [kJ]",
        series=(Series("heat", labels, values, text=tuple("kJ" for _ in labels)),),
        note="The liquid cell of equal capacity is assumed.",
    )


def _by_pair(answer: HeatCeiling) -> Iterator[Plot]:
    total = answer.everything.heat_J
    shown = [pair for pair in answer.pairs if abs(pair.heat_J) > _SMALL * abs(total)][:_PAIRS]
    if not shown:
        return
    labels = tuple(_label(pair.partners) for pair in shown)
    values = tuple(100.0 * pair.heat_J / total for pair in shown)
    words = "; ".join(f"{label} {number(v)} %" for label, v in zip(labels, values, strict=True))
    yield Plot(
        id="heat-pairs",
        kind=PlotKind.BARS,
        title="Where the heat comes from.",
        alt=f"Heat by pair: {words}.",
        x_title="",
        y_title="share of the ceiling [%]",
        series=(Series("share", labels, values, text=tuple("%" for _ in labels)),),
        note="Shared out exactly among components and pairs; below zero where a pair competes for "
        "what others would have.",
    )
