"""Potentials from which gas was seen, against those of the cell; gas seen on charging."""

from __future__ import annotations

from collections.abc import Iterator

from davylamp.core.evidence import weakest
from davylamp.dossier.evidence import bound_word, datum_text, uncertainty_text
from davylamp.dossier.findings import Finding
from davylamp.dossier.question import Place
from davylamp.dossier.rules import judge
from davylamp.dossier.severity import Hazard, Moment, Severity
from davylamp.dossier.topic import Topic

__all__ = ["gas_in_use"]


def gas_in_use(ident: str, place: Place) -> Iterator[Finding]:
    """Yield every stored onset potential of gas, and every amount seen while charging.

    An onset that is only a lower bound (``>``, none seen up to there) is judged as if gas began
    there; one that is only an upper bound (``<``) is at least unknown.
    """
    material, span = place.material, place.potential
    hazards, moments = (Hazard.GAS,), (Moment.USING,)
    for at, datum in enumerate(material.all("gas_onset_potential")):
        if span is None:
            continue
        topic = Topic(f"{ident}-gas-onset-{at}", material.id, hazards, moments, "gas-onset")
        excess = span.high_V - datum.value
        severity = judge(topic.rule, excess)
        only_below = datum.bound == "<" and severity in (Severity.NOTICE, Severity.OK)
        yield topic.finding(
            f"Gas appears from {bound_word(datum)}{datum.value:.2f} V on",
            Severity.UNKNOWN if only_below else severity,
            value=excess,
            unit="V",
            uncertainty=uncertainty_text(datum),
            kind=weakest([datum.kind, span.kind]),
            sources=(datum.source,),
            explanation=(
                f"The cell goes to {span.high_V:.2f} V against Li/Li⁺. "
                f"Stored value: {datum_text(datum)}."
            ),
            unknown="from which potential on gas appears" if only_below else "",
            settle="online mass spectrometry (DEMS, OEMS) on charging" if only_below else "",
        )
    for at, datum in enumerate(material.all("gas_evolved")):
        topic = Topic(f"{ident}-gas-evolved-{at}", material.id, hazards, moments)
        yield topic.finding(
            "It gives off gas while it is charged",
            Severity.NOTICE,
            value=datum.value,
            unit=datum.unit,
            uncertainty=uncertainty_text(datum),
            kind=datum.kind,
            sources=(datum.source,),
            explanation=f"Stored value: {datum_text(datum)}.",
        )
