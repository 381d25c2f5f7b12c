"""What the air does to a material: where the cell is made, and where a dead cell is opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from davylamp.cell import Cell
from davylamp.core.constants import (
    GAS_CONSTANT_J_PER_MOL_K,
    STANDARD_TEMPERATURE_K,
    ZERO_CELSIUS_K,
)
from davylamp.core.evidence import Kind, weakest
from davylamp.dossier.evidence import bound_word, keys_of, together
from davylamp.dossier.findings import Finding
from davylamp.dossier.gases import gas_severity, gas_words
from davylamp.dossier.numbers import number, quantity
from davylamp.dossier.severity import Hazard, Moment, Severity
from davylamp.dossier.topic import Topic
from davylamp.materials import Hydrolysis, hydrolyse
from davylamp.store.materials import Material

__all__ = ["ROOM_AIR", "Air", "air_findings", "airs_of"]

#: Acid that leaves a halide with water.
_ACIDS: Final = {"Cl": "HCl", "Br": "HBr", "I": "HI"}
_SETTLE: Final = "expose it to this air, weigh it, and analyse solid and gas"


@dataclass(frozen=True, slots=True)
class Air:
    """Air that a material meets.

    Parameters
    ----------
    key : str
        Short name for ids.
    words : str
        In words.
    moment : Moment
        When.
    dew_point_K, relative_humidity : float or None
        Humidity: one of the two; both None where it is not known.
    dry : bool
        Whether it is a dry gas in which nothing happens as long as it stays so.
    kind : Kind
        How the humidity is known.
    """

    key: str
    words: str
    moment: Moment
    dew_point_K: float | None = None
    relative_humidity: float | None = None
    dry: bool = False
    kind: Kind = Kind.MEASURED


#: Where a dead cell is opened; half saturated at 25 degC.
ROOM_AIR: Final = Air(
    "opened",
    "room air of 25 °C and 50 % relative humidity (assumed)",
    Moment.END,
    relative_humidity=0.5,
    kind=Kind.ASSUMED,
)


def airs_of(cell: Cell) -> tuple[Air, ...]:
    """Return the surroundings that the cell file gives, and room air."""
    around = cell.surroundings
    if around is None:
        words = "the air where the cell is made (not given in the cell file)"
        return Air("making", words, Moment.MAKING), ROOM_AIR
    if around.dew_point_K is not None:
        shown = number(around.dew_point_K - ZERO_CELSIUS_K)
        words = f"{around.atmosphere} with a dew point of {shown} °C"
        return Air("making", words, Moment.MAKING, dew_point_K=around.dew_point_K), ROOM_AIR
    if around.relative_humidity is not None:
        humidity = around.relative_humidity
        words = f"{around.atmosphere} of {number(100.0 * humidity)} % relative humidity"
        return Air("making", words, Moment.MAKING, relative_humidity=humidity), ROOM_AIR
    dry = around.atmosphere in ("argon", "nitrogen", "vacuum", "oxygen")
    words = f"{around.atmosphere}, humidity not given"
    return Air("making", words, Moment.MAKING, dry=dry, kind=Kind.ASSUMED), ROOM_AIR


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
    answer = hydrolyse(
        material,
        STANDARD_TEMPERATURE_K,
        dew_point_K=air.dew_point_K,
        relative_humidity=air.relative_humidity,
    )
    yield _finding(topic, air, answer)


def _finding(topic: Topic, air: Air, answer: Hydrolysis) -> Finding:
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
    volumes = {gas.species: gas.cm3_per_g for gas in answer.gases}
    onset = _onset(answer)
    if not volumes:
        return _without_gas(topic, air, answer, kind)
    reached = _reached_ppm(answer)
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
            f"{onset}{_water(answer)}{_measured(answer)}A ceiling is not a rate."
        ),
        unknown=what,
        settle=settle,
        rule=rule,
    )


def _without_gas(topic: Topic, air: Air, answer: Hydrolysis, kind: Kind) -> Finding:
    """Judge a solid from which equilibrium drives no gas: only one known to be stable is ok."""
    what, settle = together(answer.unknown)
    name, uptake = answer.name, _uptake(answer)
    explanation = f"{uptake}Equilibrium with this air drives no gas out of it. "
    if answer.complete is not None:
        made = ", ".join(item.name for item in answer.complete.products if not item.is_gas)
        explanation += f"At equilibrium it turns into {made}. "
    halides = sorted(_ACIDS.keys() & set(answer.composition))
    acids = " or ".join(_ACIDS[element] for element in halides)
    if halides:
        # The hydrates through which halides hydrolyse are not in the table.
        kind = weakest([kind, Kind.ESTIMATED])
        explanation += f"Hydrates of halides are left out; through them {acids} (toxic) can leave. "
        what = "; ".join(item for item in (what, f"whether {name} gives off {acids}") if item)
        settle = settle or _SETTLE
    if answer.is_stable is None:
        title, severity = f"Whether it is stable in {air.words} is not known", Severity.UNKNOWN
        kind = Kind.UNKNOWN
    elif answer.is_stable:
        title, severity = f"Stable in {air.words}", Severity.OK
        explanation = "Water of this air reacts with nothing in it. "
    elif halides:
        title = f"Takes up water from {air.words}; whether {acids} leaves is not known"
        severity = Severity.UNKNOWN
    else:
        title, severity = f"Takes up water from {air.words}, without gas", Severity.NOTICE
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


def _reached_ppm(answer: Hydrolysis) -> dict[str, float] | None:
    """Return the concentration of each gas when all water of the air has reacted [ppm].

    The first water often makes more gas per molecule than the complete reaction, which also makes
    hydroxide: the larger of the two counts. None where the gas takes no water.
    """
    reached: dict[str, float] = {}
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
