"""Gas of a batch lying open in a ventilated room: measured, or bounded by water and elements."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from davylamp.core.composition import Composition
from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.core.errors import InputError, MissingDatumError
from davylamp.core.evidence import Unknown
from davylamp.gas.dryroom.batch import BatchExposure, GasExposure, MeasuredExposure
from davylamp.gas.dryroom.limits import LimitAnswer, RoomLimit, Verdict, room_limits
from davylamp.gas.dryroom.release import (
    MOL_PER_KG_OF_CM3_PER_G,
    Relation,
    Released,
    findings_of,
    releases_of,
)
from davylamp.gas.dryroom.supply import (
    SupplyBound,
    gas_per_water,
    other_gases,
    own_gas,
    solid_ceilings,
    water_supply,
)
from davylamp.gas.room import Emission, Room, room_history
from davylamp.materials._subject import Target, refuse_molecules, resolve
from davylamp.materials.humidity import MoistAir

__all__ = ["batch_exposure"]

#: Heaviest that a room full of it can be, that of the densest metals [kg/m3].
_DENSEST_KG_PER_M3: Final = 22600.0
#: Formulas are rounded by this much at the most.
_ROUNDED: Final = 1.02


def batch_exposure(
    material: Target,
    mass_kg: float,
    room: Room,
    air: MoistAir,
    time_s: float,
    *,
    own: Sequence[Released] = (),
    issuer: str | None = None,
    limit_ppm: float | None = None,
) -> BatchExposure:
    """Find how much gas a batch brings into a room, and which limits that exceeds.

    Parameters
    ----------
    material : Material, Composition or str
        The solid.
    mass_kg : float
        Mass that lies open [kg].
    room : Room
        Volume, ventilation, temperature.
    air : MoistAir
        Supply air, of which the room is full at the start.
    time_s : float
        How long it lies open [s].
    own : sequence of Released
        Measurements of the user's own, which go first.
    issuer : str, optional
        Hold against limits of this issuer alone; without it the lowest of all counts.
    limit_ppm : float, optional
        A limit of the user's own besides [ppm].

    Returns
    -------
    BatchExposure

    Raises
    ------
    InputError
        If the mass, time or air flow is not possible, or the material is not known.
    MissingDatumError
        If the material has no formula or is made of molecules.

    Notes
    -----
    A measurement in air at least as moist bounds the gas from above, since less water gives no
    more of it; one in drier air says only that at least as much comes. Beside it stands a bound
    that needs no rate: see `SupplyBound`; it counts with its highest moment even where a limit is
    averaged. Exceeded is told from a measurement alone, since a bound is no estimate. That drier
    air sets less gas free is taken for granted up to the humidity at which products get wet; that
    the form is the same and the sample was not short of water is taken for granted too. Sorption
    on walls, and reaction with anything else, are left out.

    Examples
    --------
    >>> from davylamp.materials import moist_air
    >>> air = moist_air(295.15, dew_point_K=233.15)
    >>> found = batch_exposure("Li7P2S8I", 1.0, Room(100.0), air, 1800.0)
    >>> best = found.gas("H2S").best
    >>> round(best.peak_ppm, 2), round(best.most_ppm, 2)
    (0.99, 1.09)
    """
    if not (math.isfinite(mass_kg) and mass_kg > 0.0):
        raise InputError(f"a batch of {mass_kg:g} kg is not possible", remedy="give its mass")
    if mass_kg > _DENSEST_KG_PER_M3 * room.volume_m3:
        raise InputError(
            f"a batch of {mass_kg:g} kg does not fit into a room of {room.volume_m3:g} m3",
            remedy="check the mass and the volume of the room, and their units",
        )
    subject = resolve(material)
    try:
        refuse_molecules(subject)
    except MissingDatumError:
        raise MissingDatumError(
            f"which gas moist air drives out of {subject.name} is not counted, as it is made of "
            "molecules",
            remedy="expose a weighed sample to this air and analyse the gas",
        ) from None
    solid = subject.formula
    ceilings = solid_ceilings(solid)
    _check_own(own, subject.name, ceilings)
    water = water_supply(room, air, time_s)
    exchange = room.mixed_flow_m3_per_s / room.volume_m3
    stored = () if subject.material is None else releases_of(subject.name)
    gases = []
    for species, per_kg in ceilings.items():
        bound = SupplyBound(
            species=species,
            ceiling_mol=per_kg * mass_kg,
            per_water=gas_per_water(species, solid),
            water_share=air.water_Pa / air.total_Pa,
            air_mol=room.air_mol,
            exchange_per_s=exchange,
            background_ppm=room.background_ppm.get(species, 0.0),
            own_mol=1e3 * mass_kg / solid.mass_g_per_mol * own_gas(species, solid),
        )
        measured = _ordered(
            [_measured(item, mass_kg, room, air, time_s)
             for item in (*own, *stored) if item.species == species]
        )  # fmt: skip
        limits = tuple(
            _answer(limit, bound, measured)
            for limit in room_limits(species, time_s, issuer=issuer, own_ppm=limit_ppm)
        )
        gases.append(GasExposure(species, bound, measured, limits))
    listed = tuple(gases)
    return BatchExposure(
        name=subject.name, composition=solid, mass_kg=float(mass_kg), time_s=float(time_s),
        room=room, air=air, water=water, gases=listed,
        findings=() if subject.material is None else findings_of(subject.name),
        unknown=tuple(_unknown(subject.name, solid, listed, air, time_s)),
    )  # fmt: skip


def _check_own(own: Sequence[Released], name: str, ceilings: Mapping[str, float]) -> None:
    for item in own:
        most = ceilings.get(item.species)
        if most is None:
            known = ", ".join(ceilings) or "none"
            raise InputError(
                f"{item.species} is no gas that water drives out of {name}: a measurement of it "
                "would not be counted",
                remedy=f"gases of its elements are: {known}",
            )
        amounts = item.record.amounts[-1]
        if amounts * MOL_PER_KG_OF_CM3_PER_G > most * _ROUNDED:
            raise InputError(
                f"{amounts:g} cm3/g of {item.species} is more than the elements of {name} can make",
                remedy=f"at most {most / MOL_PER_KG_OF_CM3_PER_G:.4g} cm3/g; check the unit",
            )


def _measured(
    released: Released, mass_kg: float, room: Room, air: MoistAir, time_s: float
) -> MeasuredExposure:
    knots = sorted({0.0, *(t for t in released.record.time_s if t < time_s), time_s})
    amounts = [mass_kg * released.mol_per_kg(moment) for moment in knots]
    emission = Emission(released.species, knots, amounts)  # type: ignore[arg-type]
    history = least = room_history(room, [emission], time_s)
    if time_s > released.duration_s:
        measured = [t for t in knots if t <= released.duration_s]
        stopped = Emission(released.species, measured, amounts[: len(measured)])  # type: ignore[arg-type]
        least = room_history(room, [stopped], time_s)
    most = released.most_mol_per_kg(time_s)
    puff = None
    if most is not None:
        # Nothing is known of the rate within the time measured: all of it may come at once. No
        # other course has a higher mean over any time, the one after the end included.
        puff = room_history(room, [Emission.puff(released.species, mass_kg * most)], time_s)
    return MeasuredExposure(released, released.relation(air), history, least, puff)


def _ordered(found: list[MeasuredExposure]) -> tuple[MeasuredExposure, ...]:
    """Return measurements that bound first, of these the driest, then the rest."""
    order = list(Relation)

    def key(item: MeasuredExposure) -> tuple[bool, bool, int, float]:
        return (
            not item.bounds_above, not item.released.is_own, order.index(item.relation),
            item.released.water_Pa or 0.0,
        )  # fmt: skip

    return tuple(sorted(found, key=key))


def _answer(
    limit: RoomLimit, bound: SupplyBound, measured: tuple[MeasuredExposure, ...]
) -> LimitAnswer:
    reached = None
    for item in measured:
        if item.relation in (Relation.SAME, Relation.DRIER, Relation.WETTER):
            reached = item.history.time_to(item.released.species, limit.ppm)
            break
    if bound.peak_ppm < limit.ppm:
        why = f"water and elements allow {bound.peak_ppm:.3g} ppm at most"
        return LimitAnswer(limit, Verdict.BELOW, why, None)
    for item in measured:
        _, most = item.held_against(limit)
        if item.bounds_above and most is not None and most < limit.ppm:
            why = f"{item.words}: {most:.3g} ppm even if it came at once"
            return LimitAnswer(limit, Verdict.BELOW, why, reached)
    for item in measured:
        usual, _ = item.held_against(limit)
        at_least = item.relation in (Relation.SAME, Relation.WETTER)
        if at_least and item.released.record.bound != "<" and usual >= limit.ppm:
            beyond = ", nothing coming later" if item.extrapolated else ""
            why = f"{item.words}: {usual:.3g} ppm at the mean rate{beyond}"
            return LimitAnswer(limit, Verdict.ABOVE, why, reached)
    highest = f"up to {bound.peak_ppm:.3g} ppm by water and elements"
    if not measured:
        why = f"no rate data; {highest}"
    else:
        first = measured[0]
        why = f"{first.words}; {highest}"
        if first.extrapolated and first.relation in (Relation.SAME, Relation.DRIER):
            why = f"longer than was measured; {why}"
        elif first.bounds_above:
            why = f"{first.words}: {first.held_against(limit)[1]:.3g} ppm if it came at once"
    return LimitAnswer(limit, Verdict.UNKNOWN, why, reached)


def _unknown(
    name: str, solid: Composition, gases: tuple[GasExposure, ...], air: MoistAir, time_s: float
) -> list[Unknown]:
    found = []
    dew = air.dew_point_K
    at = "this air" if dew is None else f"a dew point of {dew - ZERO_CELSIUS_K:.3g} degC"
    for gas in gases:
        if not any(item.bounds_above for item in gas.measured):
            found.append(
                Unknown(
                    f"how fast {name} gives off {gas.species} at {at}",
                    f"lead air of {at} over a weighed sample of this form for {time_s / 60.0:g} "
                    f"min and log {gas.species} behind it",
                )
            )
        if not any(answer.limit.source is not None for answer in gas.limits):
            found.append(
                Unknown(
                    f"which concentration of {gas.species} people stand",
                    "look for a limit of the country and give it as one of your own",
                )
            )
    if not gases:
        found.append(
            Unknown(
                f"whether {name} gives off gas in moist air: none of its elements leaves as one "
                "by exchange with water",
                "expose it to this air and analyse the gas",
            )
        )
    found += [
        Unknown(
            f"whether {name} gives off {gas} as well: it is not counted here",
            f"expose it to this air and look for {gas}",
        )
        for gas in other_gases(solid)
    ]
    return found
