"""Gas that whole cells were measured to give, beside that of the cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from davylamp.core.evidence import Kind, weakest
from davylamp.gas.assessment.parts import GasFigure
from davylamp.gas.assessment.result import GasAssessment, Step
from davylamp.gas.source import When

if TYPE_CHECKING:
    from davylamp.core.evidence import Datum

__all__ = ["MEASURED", "measured_step"]

#: Id of the step.
MEASURED: Final = "measured"
_HF: Final = "HF"


def measured_step(found: GasAssessment) -> Step:
    """Return the gas of a failing cell per ampere and watt hour, beside measured liquid cells."""
    from davylamp.gas.sources import measured_vent_gas, volume_L_per_Ah

    litres = {item.id: volume_L_per_Ah(item.id) for item in measured_vent_gas()}
    known = {ident: value for ident, value in litres.items() if value is not None}
    fluoride = [
        (item, datum)
        for item in measured_vent_gas()
        if (datum := item.value("mass_per_energy", _HF)) is not None
    ]
    data = [item.value("amount") for item in measured_vent_gas() if item.id in known]
    data += [datum for _, datum in fluoride]
    told = []
    if known:
        told.append(f"{min(known.values()):.2g} to {max(known.values()):.2g} L/Ah")
    told += [f"HF {_span(datum)} mg/Wh" for _, datum in fluoride]
    sources = {item.source: None for item in measured_vent_gas() if item.id in known}
    sources.update({item.source: None for item, _ in fluoride})
    answer = (
        f"liquid cells were measured to give {', '.join(told)}; of whole solid-state cells no "
        "measured amount is stored"
    )
    return Step(
        id=MEASURED,
        title="Beside measured cells",
        when=When.FAILING,
        answer=answer,
        figures=tuple(_figures(found)),
        kind=weakest(datum.kind for datum in data if datum is not None) if told else Kind.UNKNOWN,
        sources=tuple(sources),
    )


def _span(datum: Datum) -> str:
    return f"{datum.value:g}" if datum.upper is None else f"{datum.value:g} to {datum.upper:g}"


def _figures(found: GasAssessment) -> Iterator[GasFigure]:
    by_id = {source.id: source for source in found.sources}
    for case in found.leading:
        source = by_id[case.source_ids[0]]
        litres = source.litre_per_Ah
        if case.when is When.FAILING and litres is not None:
            yield GasFigure(
                f"{_key(case.id)}_L_per_Ah",
                f"this cell, {case.way}: {case.title}",
                sum(litres.values()),
                "L/Ah",
                source.kind,
                sources=source.sources,
            )
    for item in found.bounds:
        if item.species == _HF:
            yield GasFigure(
                "HF_most_mg_per_Wh",
                "HF of this cell, no more than, by elements",
                item.mg_per_Wh,
                "mg/Wh",
                item.source.kind if item.mg_per_Wh is not None else Kind.UNKNOWN,
                "an upper bound" if item.mg_per_Wh is not None else "not reported",
                note="" if item.mg_per_Wh is not None else "needs the energy of the cell",
            )


def _key(text: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in text)
