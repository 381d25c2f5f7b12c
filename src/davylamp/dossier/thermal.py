"""How far the operating temperature lies below where a material decomposes, melts or reacts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from davylamp.cell import Cell
from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.core.evidence import Datum
from davylamp.dossier.evidence import bound_word, datum_text, keys_of, together, uncertainty_text
from davylamp.dossier.findings import Finding
from davylamp.dossier.numbers import number
from davylamp.dossier.rules import judge
from davylamp.dossier.severity import Hazard, Moment, Severity, worst
from davylamp.dossier.stored import lowest
from davylamp.dossier.topic import Topic
from davylamp.materials import decompose
from davylamp.store.materials import Material

__all__ = ["decomposition_finding", "margin_finding", "onset_findings"]

_SETTLE: Final = "thermogravimetry with mass spectrometry of the gas, and calorimetry (DSC)"
#: Range searched for a computed limit where nothing was measured [K].
_RANGE_K: Final = (298.15, 1000.0)


def margin_finding(
    ident: str,
    material: Material,
    cell: Cell,
    datum: Datum,
    title: str,
    hazards: tuple[Hazard, ...],
    explanation: str = "",
) -> Finding:
    """Return the finding on a stored temperature [degC] above the operating one.

    A value that is only an upper bound (``<``) says nothing about how soon it may come, so it is
    at least unknown.
    """
    topic = Topic(ident, material.id, hazards, (Moment.FAILING,), "thermal-margin")
    margin = datum.value + ZERO_CELSIUS_K - cell.operation.temperature_K
    upper = "" if datum.upper is None else f" to {number(datum.upper)}"
    severity = judge(topic.rule, margin)
    only_above = datum.bound == "<"
    return topic.finding(
        f"{title} {_where(datum)} {number(datum.value)}{upper} °C",
        worst((severity, Severity.UNKNOWN)) if only_above else severity,
        value=margin,
        unit="K",
        uncertainty=uncertainty_text(datum),
        kind=datum.kind,
        sources=(datum.source,),
        explanation=(
            f"{explanation}Margin above the operating temperature of "
            f"{number(cell.operation.temperature_K - ZERO_CELSIUS_K)} °C. Stored value: "
            f"{datum_text(datum)}."
        ),
        unknown=f"how far below {number(datum.value)} °C it begins" if only_above else "",
        settle=_SETTLE if only_above else "",
    )


def _where(datum: Datum) -> str:
    word = bound_word(datum).strip()
    return word if word in ("below", "above") else f"at {word}".strip()


def decomposition_finding(ident: str, material: Material, cell: Cell) -> Iterator[Finding]:
    """Yield where a material decomposes: stored, else unknown beside the computed limit."""
    data = (*material.all("decomposition_temperature"), *material.all("transition_temperature"))
    first = lowest(data)
    hazards = (Hazard.HEAT, Hazard.GAS)
    name = f"{ident}-decomposition"
    if first is not None:
        yield margin_finding(name, material, cell, first, "Decomposes", hazards)
        return
    topic = Topic(name, material.id, hazards, (Moment.FAILING,), "thermal-margin")
    computed, what = "", ""
    sources: tuple[str, ...] = ()
    if material.composition is not None and len(material.composition) > 1:
        answer = decompose(material, range_K=_RANGE_K)
        sources = keys_of(answer.sources)
        what, _ = together(answer.unknown)
        if answer.temperature_K is not None:
            computed = (
                "By computed energies other phases win above "
                f"{number(answer.temperature_K - ZERO_CELSIUS_K)} °C, which is too coarse to judge "
                "a margin by."
            )
        elif answer.stable_at_start is False:
            computed = "By computed energies it is metastable already at 25 °C."
    yield topic.unknown(
        "At what temperature it decomposes is not known",
        what or f"the decomposition temperature of {material.id}",
        _SETTLE,
        sources=sources,
        explanation=computed,
    )


def onset_findings(ident: str, material: Material, cell: Cell) -> Iterator[Finding]:
    """Yield the lowest stored onset of heat release with a partner, where there is one.

    An onset with a partner of this cell comes before one with another; what another partner
    withstands says nothing about those of the cell, and so is never better than unknown.
    """
    data = material.all("exotherm_onset_temperature")
    here = tuple(datum for datum in data if _names_partner(datum, material, cell))
    onset = lowest(here) or lowest(data)
    if onset is None:
        return
    found = margin_finding(
        f"{ident}-exotherm", material, cell, onset, "Heat release begins", (Hazard.HEAT,)
    )
    if onset in here:
        yield found
        return
    yield replace(
        found,
        severity=worst((found.severity, Severity.UNKNOWN)),
        unknown=found.unknown or f"when {material.id} gives off heat with its partners here",
        settle=found.settle or "calorimetry (DSC, ARC) of the materials of the cell mixed",
        explanation=f"{found.explanation} Not measured with a partner of this cell.",
    )


def _names_partner(datum: Datum, material: Material, cell: Cell) -> bool:
    """Whether the conditions of a value name another material of the cell."""
    text = datum.conditions.casefold()
    for component in cell.components:
        partner = component.material
        if partner.id == material.id:
            continue
        # NCM811 is meant where a source says NCM.
        kind = re.match(r"[A-Z]{3,}", partner.id)
        names = (partner.id, *partner.aliases, *((kind.group(),) if kind else ()))
        if any(re.search(rf"(?<![a-z0-9]){re.escape(n.casefold())}(?![a-z])", text) for n in names):
            return True
    return False
