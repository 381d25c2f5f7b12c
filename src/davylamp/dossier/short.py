"""Stored values on short circuits: electronic leakage, and current against measured limits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Final

from davylamp.cell.potentials import is_lithium_metal
from davylamp.core.evidence import Datum, Kind
from davylamp.core.units import convert_unit
from davylamp.dossier.evidence import keys_of, together, uncertainty_text
from davylamp.dossier.findings import Finding
from davylamp.dossier.numbers import number, quantity
from davylamp.dossier.pressure import choose_by_pressure
from davylamp.dossier.question import Place, Question
from davylamp.dossier.rules import judge
from davylamp.dossier.severity import Hazard, Moment, Severity, worst
from davylamp.dossier.topic import Topic
from davylamp.materials import ElectronicLeakage, electronic_leakage

__all__ = ["current_finding", "current_findings", "leakage_finding", "leakage_findings"]

_SETTLE: Final = (
    "ramp the current of a symmetric lithium cell at the temperature and pressure of use"
)
_SETTLE_LEAKAGE: Final = "dc polarisation of your own sample between ion-blocking electrodes"


def leakage_findings(question: Question) -> Iterator[Finding]:
    """Yield what electrons do in each material of the separator."""
    for ident, place in _separators(question):
        topic = Topic(f"{ident}-leakage", place.material.id, (Hazard.SHORT,), (Moment.USING,))
        yield from topic.attempt(
            partial(leakage_finding, ident, question, place),
            title="Its electronic leakage is not known",
            settle=_SETTLE_LEAKAGE,
        )


def current_findings(question: Question) -> Iterator[Finding]:
    """Yield the current of the cell over the measured limits of the layer that faces the anode."""
    for ident, place in _separators(question):
        topic = Topic(f"{ident}-current", place.material.id, (Hazard.SHORT,), (Moment.USING,))
        yield from topic.attempt(
            partial(current_finding, ident, question, place),
            title="Its margin against a lithium short is not known",
            settle=_SETTLE,
        )


def _separators(question: Question) -> Iterator[tuple[str, Place]]:
    """Yield each material of the separator once, with the id of its first layer."""
    for place in question.places:
        layers = [name for name in place.fields if re.fullmatch(r"electrolyte\.\d+", name)]
        if layers:
            yield f"short-{layers[0].partition('.')[2]}", place


def leakage_finding(ident: str, question: Question, place: Place) -> Iterator[Finding]:
    """Yield electronic conductivity and self-discharge of a separator layer."""
    layers = _layers(question, place)
    if not layers:
        return
    topic = Topic(
        f"{ident}-leakage",
        place.material.id,
        (Hazard.SHORT,),
        (Moment.USING,),
        "electronic-conductivity",
    )
    data = place.material.all("electronic_conductivity")
    answer = electronic_leakage(
        place.material,
        min(layers),
        question.cell.operation.voltage_max_V,
        areal_capacity_C_per_m2=question.cell.balance.cathode_capacity.value,
        choose=_worst_place(data),
    )
    if answer.conductivity_S_per_m is None:
        what, settle = together(answer.unknown)
        floor = ""
        if answer.intrinsic_S_per_m is not None:
            expected = quantity(0.01 * answer.intrinsic_S_per_m, "S/cm")
            floor = (
                f"The perfect crystal would have {expected} by its band gap; defects exceed that "
                "by many orders of magnitude."
            )
        title = "Its electronic conductivity is not known"
        yield topic.unknown(title, what, settle, explanation=floor)
        return
    conductivity = 0.01 * answer.conductivity_S_per_m
    severity = judge(topic.rule, conductivity)
    what, settle = together(answer.unknown)
    unchecked = judge(topic.rule, max(_highest(datum) for datum in data))
    if unchecked.rank < severity.rank:
        # A higher value that nobody has checked proves no harm, but no safety either.
        severity = worst((severity, Severity.UNKNOWN))
    elif any(datum.bound == ">" for datum in data):
        severity = worst((severity, Severity.UNKNOWN))
    if severity is Severity.UNKNOWN and not what:
        what, settle = f"the electronic conductivity of {place.material.id}", _SETTLE_LEAKAGE
    low = severity is Severity.OK
    yield topic.finding(
        "Electronic leakage is low" if low else "Electrons leak through it",
        severity,
        value=conductivity,
        unit="S/cm",
        uncertainty=uncertainty_text(answer.measured[0]),
        kind=answer.kind,
        sources=keys_of((*answer.sources, "han2019")),
        explanation=_leakage_words(answer),
        unknown=what,
        settle=settle,
    )


def _highest(datum: Datum) -> float:
    return datum.value if datum.upper is None else datum.upper


def _worst_place(data: tuple[Datum, ...]) -> int:
    """Return which stored conductivity to judge: the highest that is not merely assumed."""
    usable = [place for place, datum in enumerate(data) if datum.bound != ">"]
    checked = [place for place in usable if data[place].kind is not Kind.ASSUMED]
    return max(checked or usable, key=lambda place: _highest(data[place]), default=0)


def _leakage_words(answer: ElectronicLeakage) -> str:
    loss = answer.self_discharge_per_day
    words = ""
    if loss is not None:
        words = f" It discharges {_loss_range(answer, loss)} % of the capacity a day."
    meets = {True: "meets", False: "misses", None: "may miss"}
    ratings = "; ".join(
        f"{meets[rating.meets]} {quantity(0.01 * rating.limit_S_per_m, 'S/cm')} for "
        f"{quantity(0.1 * rating.current_density_A_per_m2, 'mA/cm2')}"
        for rating in answer.ratings
    )
    bound = "An upper bound. " if answer.is_upper_bound else ""
    return f"{bound}Limits that Han et al. 2019 ask for: {ratings}.{words}"


def _loss_range(answer: ElectronicLeakage, loss: float) -> str:
    """Return the daily loss over all stored conductivities [%], lowest to highest."""
    assert answer.conductivity_S_per_m is not None
    per_S_per_cm = loss / (0.01 * answer.conductivity_S_per_m)
    lowest = 100.0 * per_S_per_cm * min(datum.value for datum in answer.measured)
    highest = 100.0 * per_S_per_cm * max(_highest(datum) for datum in answer.measured)
    if highest <= 1.001 * lowest:
        return number(lowest)
    return f"from {number(lowest)} to {number(highest)}"


def current_finding(ident: str, question: Question, place: Place) -> Iterator[Finding]:
    """Yield the operating current over the limits of the layer on which lithium is plated.

    The critical current density, at which lithium went through, is always asked for; the current
    at which stripping leaves voids, from which shorts follow later, is judged where it is stored.
    An anode on which no metallic lithium forms has neither limit; where that is not known, neither
    is the margin: the limits are those of lithium metal.
    """
    balance, anode = question.cell.balance, question.cell.anode
    metal = balance.metallic_lithium_charged.value
    if "electrolyte.0" not in place.fields or (metal is not None and metal <= 0.0):
        return
    material = place.material
    current = balance.current_density.value
    topic = Topic(
        f"{ident}-current", material.id, (Hazard.SHORT,), (Moment.USING,), "current-ratio"
    )
    plates = anode.anode_free or is_lithium_metal(anode.material)
    if metal is None and not plates:
        what = f"whether {anode.material.id} plates lithium, and the current at which it shorts"
        yield topic.unknown("Its margin against a lithium short is not known", what, _SETTLE)
        return
    critical = material.all("critical_current_density")
    pressure_Pa = question.cell.operation.stack_pressure_Pa
    if not critical or current is None:
        what = f"the critical current density of {material.id}"
        if critical:
            what = "the current density of the cell: give operation.current in the cell file"
        yield topic.unknown("Its margin against a lithium short is not known", what, _SETTLE)
        return
    yield _ratio(topic, current, critical, "a critical current density", pressure_Pa)
    stripping = material.all("stripping_current_density")
    if stripping:
        name = replace(topic, id=f"{ident}-stripping")
        limit = "a current at which stripping leaves no voids"
        yield _ratio(name, current, stripping, limit, pressure_Pa)


def _ratio(
    topic: Topic,
    current_A_per_m2: float,
    data: tuple[Datum, ...],
    limit: str,
    pressure_Pa: float | None,
) -> Finding:
    test = choose_by_pressure(data, pressure_Pa)
    datum, rule = test.datum, topic.rule
    ratio = current_A_per_m2 / convert_unit(datum.value, datum.unit, "A/m2")
    note = test.words(pressure_Pa)
    if test.differs(pressure_Pa):
        rule = "current-ratio-pressure"
    severity = judge(rule, ratio)
    if test.is_above(pressure_Pa):
        # Less pressure closes fewer voids, so this limit flatters the cell.
        severity = worst((severity, Severity.UNKNOWN))
    if datum.bound == ">":
        note += "The limit is a lower bound. "
    elif datum.bound == "<":
        note += "The limit is an upper bound. "
        severity = worst((severity, Severity.UNKNOWN))
    where = f" ({datum.conditions})" if datum.conditions else ""
    values = sorted(item.value for item in data)
    if len(values) > 1:
        note += f"Stored values go from {number(values[0])} to {number(values[-1])} {datum.unit}. "
    open_question = severity is not Severity.OK
    return topic.finding(
        f"Runs at {number(100.0 * ratio)} % of {limit}",
        severity,
        value=ratio,
        unit="1",
        uncertainty=uncertainty_text(datum),
        kind=datum.kind,
        sources=(datum.source,),
        explanation=(
            f"{quantity(0.1 * current_A_per_m2, 'mA/cm2')} in the cell against "
            f"{quantity(datum.value, datum.unit)}{where}. {note}The limit depends on pressure, "
            "temperature, density and the lithium itself; it is no property of the material alone."
        ),
        unknown="this limit in the cell at hand" if open_question else "",
        settle=_SETTLE if open_question else "",
        rule=rule,
    )


def _layers(question: Question, place: Place) -> list[float]:
    """Return the thicknesses of the separator layers made of the material [m]."""
    return [
        layer.thickness_m
        for index, layer in enumerate(question.cell.electrolyte)
        if f"electrolyte.{index}" in place.fields
    ]
