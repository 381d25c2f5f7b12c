"""What the air does to a material: where the cell is made, and where a dead cell is opened."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from davylamp.core.constants import (
    GAS_CONSTANT_J_PER_MOL_K,
    STANDARD_TEMPERATURE_K,
    ZERO_CELSIUS_K,
)
from davylamp.core.evidence import Kind, weakest
from davylamp.dossier.airs import ROOM_AIR, Air, airs_of
from davylamp.dossier.evidence import bound_word, keys_of, together
from davylamp.dossier.findings import Finding
from davylamp.dossier.gases import gas_severity, gas_words
from davylamp.dossier.numbers import number, quantity
from davylamp.dossier.severity import Hazard, Severity
from davylamp.dossier.topic import Topic
from davylamp.materials import GasYield, Hydrolysis, hydrolyse
from davylamp.store.materials import Material

__all__ = ["ROOM_AIR", "Air", "air_findings", "airs_of"]

#: Acid that leaves a halide with water.
_ACIDS: Final = {"Cl": "HCl", "Br": "HBr", "I": "HI"}
_SETTLE: Final = "expose it to this air, weigh it, and analyse solid and gas"


def air_findings(ident: str, material: Material, airs: tuple[Air, ...]) -> tuple[Finding, ...]:
    """Return the findings on moist air, one for each air."""
    findings: list[Finding] = []
    for air in airs:
        topic = Topic(f"{ident}-air-{air.key}", material.id, (Hazard.GAS,), (air.moment,))
        findings.extend(
            topic.attempt(
                partial(_ask, topic, material, air),
                title=f"What {air.words} does to it is not known",
                settle=_SETTLE,
            )
        )
    return tuple(findings)


def _ask(topic: Topic, material: Material, air: Air) -> Iterator[Finding]:
    if air.dew_point_K is None and air.relative_humidity is None:
        yield topic.unknown(
            f"Not judged: {air.words}",
            f"the humidity of {air.words.partition(',')[0]}",
            "log the dew point, and give it in the cell file as surroundings.dew_point",
            explanation="A dry inert gas does not attack it by moisture." if air.dry else "",
        )
        return
    ask = partial(
        hydrolyse,
        material,
        STANDARD_TEMPERATURE_K,
        dew_point_K=air.dew_point_K,
        relative_humidity=air.relative_humidity,
    )
    # Carbon dioxide binds what water would turn into gas, but it comes slowly: both count.
    carbonated = None
    if air.carbon_dioxide_Pa is not None:
        carbonated = ask(carbon_dioxide_Pa=air.carbon_dioxide_Pa)
    yield _finding(topic, air, ask(), carbonated)


def _finding(topic: Topic, air: Air, answer: Hydrolysis, carbonated: Hydrolysis | None) -> Finding:
    what, settle = together(answer.unknown)
    sources = keys_of(answer.sources)
    if answer.kind is Kind.UNKNOWN:
        return topic.unknown(
            f"What {air.words} does to it is not known",
            what or "the equilibrium with this air",
            settle or _SETTLE,
            sources=sources,
        )
    kind = weakest([answer.kind, air.kind])
    answers = [item for item in (answer, carbonated) if item is not None]
    volumes: dict[str, float] = {}
    for gas in (gas for item in answers for gas in _all_gases(item)):
        volumes[gas.species] = max(gas.cm3_per_g, volumes.get(gas.species, 0.0))
    onset = _onset(answer)
    if not volumes:
        return _without_gas(topic, air, answer, carbonated, kind)
    if carbonated is not None and not answer.gases:
        kind = weakest([kind, carbonated.kind, air.carbon_dioxide_kind])
    reached = _reached_ppm(answers)
    if reached is None:
        # It falls apart by itself, so the dryness of the air sets no limit.
        severity, rule = gas_severity(volumes)
        value, unit, limit = sum(volumes.values()), "cm3/g", "It takes no water for that. "
    else:
        severity, rule = gas_severity(reached, toxic="toxic-ppm", flammable="flammable-ppm")
        value, unit = sum(reached.values()), "ppm"
        limit = (
            f"The water of this air makes at most {number(value)} ppm of gas when all of it "
            "reacts, as long as the air is renewed; in a closed room gas gathers as water leaks "
            "in. "
        )
    each = ", ".join(f"{name} {quantity(volume, 'cm3/g')}" for name, volume in volumes.items())
    energy = answer.gibbs_J_per_g
    drive = "" if energy is None else f"Driving force {quantity(-energy, 'J/g')}. "
    return topic.finding(
        f"Can give off {gas_words(volumes)} in {air.words}",
        severity,
        value=value,
        unit=unit,
        kind=kind,
        sources=sources,
        explanation=(
            f"{limit}Liquid water can give the whole ceiling, {each} at 25 °C and 1 bar. {drive}"
            f"{onset}{_carbonates(air, carbonated)}{_water(answer)}{_measured(answer)}A ceiling is "
            "not a rate."
        ),
        unknown=what,
        settle=settle,
        rule=rule,
    )


def _without_gas(
    topic: Topic, air: Air, answer: Hydrolysis, carbonated: Hydrolysis | None, kind: Kind
) -> Finding:
    """Judge a solid from which equilibrium drives no gas: only one known to be stable is ok."""
    what, settle = together(answer.unknown)
    name, uptake = answer.name, _uptake(answer)
    explanation = f"{uptake}Equilibrium drives no toxic or flammable gas out of it. "
    explanation += f"{_turns_into('With water', answer)}{_carbonates(air, carbonated)}"
    stable, taken = answer.is_stable, ["water"]
    if carbonated is not None and carbonated.kind is Kind.UNKNOWN:
        kind, stable = Kind.UNKNOWN, None if stable else stable
        what, settle = together((*answer.unknown, *carbonated.unknown))
    elif carbonated is not None and carbonated.complete is not None:
        kind = weakest([kind, carbonated.kind, air.carbon_dioxide_kind])
        taken = ["water"] if stable is False else []
        stable = False
        if "CO2" in carbonated.complete.taken_mol:
            taken.append("carbon dioxide")
    halides = sorted(_ACIDS.keys() & set(answer.composition))
    acids = " or ".join(_ACIDS[element] for element in halides)
    if halides:
        # The hydrates through which halides hydrolyse are not in the table.
        kind = weakest([kind, Kind.ESTIMATED])
        explanation += f"Hydrates of halides are left out; through them {acids} (toxic) can leave. "
        what = "; ".join(item for item in (what, f"whether {name} gives off {acids}") if item)
        settle = settle or _SETTLE
    takes = f"Takes up {' and '.join(taken)} from {air.words}"
    if stable is None:
        title, severity = f"Whether it is stable in {air.words} is not known", Severity.UNKNOWN
        kind = Kind.UNKNOWN
    elif stable:
        title, severity = f"Stable in {air.words}", Severity.OK
        gases = "Water of this air reacts" if carbonated is None else "Water and CO2 react"
        explanation = f"{gases} with nothing in it. "
    elif halides:
        title = (
            f"Takes up {' and '.join(taken)} from {air.words}; whether {acids} leaves is not known"
        )
        severity = Severity.UNKNOWN
    else:
        title = f"{takes}; no toxic or flammable gas leaves"
        severity = Severity.NOTICE
    judged = severity is not Severity.UNKNOWN
    onset = _onset(answer) if judged else ""
    return topic.finding(
        title,
        severity,
        value=0.0 if judged else None,
        unit="ppm" if judged else "",
        kind=kind,
        sources=keys_of(answer.sources),
        explanation=f"{explanation}{onset}".strip(),
        unknown=what,
        settle=settle,
        rule="toxic-ppm" if judged else "",
    )


def _uptake(answer: Hydrolysis) -> str:
    """Return how fast it was measured to take up water."""
    if not answer.water_uptake_measured:
        return ""
    datum = answer.water_uptake_measured[0]
    where = f" ({datum.conditions})" if datum.conditions else ""
    taken = f"{bound_word(datum)}{quantity(datum.value, datum.unit)}"
    # The store holds estimated uptakes too.
    return f"Uptake of water ({datum.kind.value}): {taken}{where}. "


def _turns_into(start: str, answer: Hydrolysis) -> str:
    """Return the products of the complete reaction, and the oxygen or nitrogen that leaves."""
    if answer.complete is None:
        return ""
    solids = ", ".join(item.name for item in answer.complete.products if not item.is_gas)
    leaving = [item.name for item in answer.complete.products if item.is_gas]
    gases = f"; {', '.join(leaving)} leaves" if leaving else ""
    return f"{start} it turns into {solids}{gases}. "


def _carbonates(air: Air, carbonated: Hydrolysis | None) -> str:
    """Return what carbon dioxide makes of it."""
    if carbonated is None or air.carbon_dioxide_Pa is None:
        return ""
    pressure = quantity(air.carbon_dioxide_Pa, "Pa")
    how = ", assumed" if air.carbon_dioxide_kind is Kind.ASSUMED else ""
    return _turns_into(f"With {pressure} of carbon dioxide too{how}", carbonated)


def _all_gases(answer: Hydrolysis) -> Iterator[GasYield]:
    for reaction in (answer.first, answer.complete):
        if reaction is not None:
            yield from reaction.gases


def _reached_ppm(answers: list[Hydrolysis]) -> dict[str, float] | None:
    """Return the concentration of each gas when all water of the air has reacted [ppm].

    The first water often makes more gas per molecule than the complete reaction, which also makes
    hydroxide: the largest counts. None where gas takes no water.
    """
    reached: dict[str, float] = {}
    for answer in answers:
        for reaction in (answer.first, answer.complete):
            if reaction is None or not reaction.gases:
                continue
            water = reaction.taken_mol.get("H2O", 0.0)
            if water <= 0.0:
                return None
            for gas in reaction.gases:
                made = answer.air.water_ppm * gas.mol_per_mol / water
                reached[gas.species] = max(made, reached.get(gas.species, 0.0))
    return reached


def _onset(answer: Hydrolysis) -> str:
    if answer.gas_at_driest:
        return "Gas can leave at every dew point down to −100 °C. "
    if answer.gas_dew_point_K is not None:
        shown = number(answer.gas_dew_point_K - ZERO_CELSIUS_K)
        return f"Gas can leave above a dew point of {shown} °C. "
    return "" if answer.gas_at_driest is None else "No gas leaves at any humidity. "


def _measured(answer: Hydrolysis) -> str:
    if not answer.h2s_measured:
        return ""
    datum = answer.h2s_measured[0]
    bound = bound_word(datum)
    where = f" ({datum.conditions})" if datum.conditions else ""
    return f"Measured: {bound}{quantity(datum.value, datum.unit)} of H2S{where}. "


def _water(answer: Hydrolysis) -> str:
    """Return how much of this air holds the water that one gram takes up."""
    if answer.complete is None or answer.air.water_Pa <= 0.0:
        return ""
    per_gram = answer.complete.taken_mol.get("H2O", 0.0) / answer.composition.mass_g_per_mol
    held = answer.air.water_Pa / (GAS_CONSTANT_J_PER_MOL_K * answer.air.temperature_K)
    return f"The water for one gram is in {quantity(per_gram / held, 'm3')} of this air. "
