"""Work out the treatment of an exhaust."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from davylamp.core.errors import InputError, MissingDatumError
from davylamp.core.evidence import Kind, Unknown
from davylamp.gas.exhaust.column import Column, Duty, design_column
from davylamp.gas.exhaust.constants import Packing, find_packing
from davylamp.gas.exhaust.fuel import treat_fuel
from davylamp.gas.exhaust.targets import Target, target_of, workplace_limit
from davylamp.gas.exhaust.treatment import TreatedGas, Treatment
from davylamp.gas.exhaust.wash import CAUSTIC, SULFURIC, Reagent, Wash, wash
from davylamp.gas.exhaust.ways import Way, unknown_of, way_note, way_of
from davylamp.gas.mixture import ATMOSPHERE_PA, GasMixture, dry_air, mixture_of
from davylamp.gas.source import GasSource

__all__ = ["AIR_CO2_PPM", "DEFAULT_PACKING", "treat"]

#: Carbon dioxide of the air that carries the exhaust, where none is given [ppm]; assumed.
AIR_CO2_PPM: Final = 420.0
#: Packing that stands caustic and hydrofluoric acid.
DEFAULT_PACKING: Final = "Pall rings, plastic, 25 mm"
_CARRIER: Final = frozenset({"N2", "O2", "Ar", "H2O"})
_PASSES: Final = 60
_SECOND: Final = "a second stage, or measure what leaves"


def treat(
    stream: GasMixture | GasSource | Mapping[str, float],
    duration_s: float | None = None,
    *,
    air_m3_per_s: float | None = None,
    air_m3: float | None = None,
    air_co2_ppm: float = AIR_CO2_PPM,
    limit_ppm: Mapping[str, float] | None = None,
    removal: Mapping[str, float] | float | None = None,
    caustic_mol_per_kg: float = 1.0,
    acid_mol_per_kg: float = 1.0,
    ph: float | None = None,
    co2_share: float | None = None,
    temperature_K: float = 298.15,
    pressure_Pa: float = ATMOSPHERE_PA,
    packing: str | Packing = DEFAULT_PACKING,
    liquid_m_per_s: float = 20.0 / 3600.0,
    flooding_share: float = 0.7,
    unit_height_m: float | None = None,
    fuel: bool = True,
) -> Treatment:
    """Return reagents, liquors, columns and fuel of an exhaust.

    Parameters
    ----------
    stream : GasMixture, GasSource or mapping of str to float
        What is set free [mol].
    duration_s : float, optional
        Over how long [s]; by default that of the source. Without it reagents are known, flows are
        not.
    air_m3_per_s : float, optional
        Flow of air that carries it, at `temperature_K` and `pressure_Pa` [m3/s]; needs a duration.
    air_m3 : float, optional
        Volume of that air instead [m3]. With neither, the gas is treated as it comes.
    air_co2_ppm : float
        Carbon dioxide of that air [ppm]: it takes caustic too.
    limit_ppm : mapping of str to float, optional
        What may leave, by gas [ppm].
    removal : mapping of str to float, or float, optional
        Share to take out instead [1]. A gas with neither must come down to its lowest stored
        limit at the workplace.
    caustic_mol_per_kg, acid_mol_per_kg : float
        Reagents per kilogram of their water [mol/kg].
    ph : float, optional
        pH of the caustic liquor; by default the mildest that lets the limits be met.
    co2_share : float, optional
        Share of the carbon dioxide that the caustic takes up [1]; by default that of the column
        where the flow is known, all of it where not.
    temperature_K, pressure_Pa : float
        Of the scrubber [K, Pa].
    packing : str or Packing
        Packing of the columns.
    liquid_m_per_s : float
        Liquid over the cross-section [m3/m2/s].
    flooding_share : float
        Gas velocity over that of flooding [1].
    unit_height_m : float, optional
        Height of a transfer unit, in place of Onda's correlation [m].
    fuel : bool
        Whether what burns is treated as well.

    Raises
    ------
    InputError
        If a number or a name does not make sense.
    OutsideValidityError
        If the scrubber is not between 0 and 100 degC.
    BalanceError
        If elements do not balance to 1e-9.

    Examples
    --------
    >>> answer = treat({"H2S": 1e-3}, removal=0.99)
    >>> round(1e3 * answer.caustic.least_mol, 2), answer.caustic_column is None
    (0.99, True)
    """
    mixture, lasts, sources, kind = _taken_in(stream, duration_s, temperature_K, pressure_Pa)
    shares = removal if isinstance(removal, Mapping) else None
    for name in (*(limit_ppm or {}), *(shares or {})):
        if name not in mixture.amounts_mol:
            raise InputError(f"a limit of {name}, which is not in the gas", remedy="leave it out")
    carrier = _carrier(air_m3_per_s, air_m3, lasts, air_co2_ppm, temperature_K, pressure_Pa)
    inlet = mixture.plus(carrier)
    targets = {
        name: target_of(name, inlet, limit_ppm, removal)
        for name in mixture.amounts_mol
        if way_of(name) in (Way.CAUSTIC, Way.ACID)
    }
    unknown = [item for name in mixture.amounts_mol if (item := unknown_of(name)) is not None]
    unknown += [t.unknown for t in targets.values() if t.unknown is not None]
    notes = [note for name in mixture.amounts_mol if (note := way_note(name))]
    inert = inlet.total_mol - sum(inlet.amounts_mol[name] for name in targets)
    left = _outlet_amounts(inlet, targets, inert)
    found = packing if isinstance(packing, Packing) else find_packing(packing)
    flow = None if lasts is None or inlet.total_mol == 0.0 else inlet.volume_m3 / lasts

    def stage(way: Way, reagent: Reagent, strength: float, co2: float) -> Wash | None:
        taken = {
            name: inlet.amounts_mol[name] - left[name] for name in targets if way_of(name) is way
        }
        if not any(taken.values()):
            return None
        if way is Way.CAUSTIC and co2 > 0.0 and "CO2" in inlet.amounts_mol:
            taken["CO2"] = co2 * inlet.amounts_mol["CO2"]
        total = inert + sum(left.values())
        allowed = {
            name: pressure_Pa * left[name] / total
            for name in taken
            if name in targets and targets[name].known
        }
        return wash(
            taken,
            allowed,
            reagent=reagent,
            strength_mol_per_kg=strength,
            temperature_K=temperature_K,
            ph=ph if way is Way.CAUSTIC else None,
        )

    def column(washed: Wash | None, way: Way) -> Column | None:
        if washed is None or washed.solution is None or flow is None:
            return None
        duties = [
            Duty(
                name,
                inlet.fractions[name],
                left[name] / (inert + sum(left.values())),
                min(1.0, washed.solution.pressures_Pa[name] / pressure_Pa),
            )
            for name in targets
            if way_of(name) is way and targets[name].known
        ]
        if not duties:
            return None
        gas = Duty("CO2", inlet.fractions.get("CO2", 0.0), 0.0) if way is Way.CAUSTIC else None
        try:
            return design_column(
                duties,
                washed.solution,
                found,
                flow,
                pressure_Pa=pressure_Pa,
                liquid_m_per_s=liquid_m_per_s,
                flooding_share=flooding_share,
                co2=gas if gas is not None and gas.inlet > 0.0 else None,
                unit_height_m=unit_height_m,
            )
        except MissingDatumError as error:
            unknown.append(Unknown(f"height of the column: {error.message}", error.remedy or ""))
            return None

    has_co2 = inlet.amounts_mol.get("CO2", 0.0) > 0.0
    share, origin = (1.0, "all of it, the most there can be") if has_co2 else (0.0, "none there")
    if co2_share is not None:
        if not 0.0 <= co2_share <= 1.0:
            raise InputError(f"a share of carbon dioxide of {co2_share!r} is not within 0 and 1")
        share, origin = co2_share, "given"
    caustic = stage(Way.CAUSTIC, CAUSTIC, caustic_mol_per_kg, share)
    tower = column(caustic, Way.CAUSTIC)
    if co2_share is None and has_co2 and tower is not None and tower.co2_share is not None:
        origin = "reaction with hydroxide over the height of the column"
        for _ in range(_PASSES):
            before = share
            share = tower.co2_share
            caustic = stage(Way.CAUSTIC, CAUSTIC, caustic_mol_per_kg, share)
            now = column(caustic, Way.CAUSTIC)
            if now is None or now.co2_share is None:
                break
            tower = now
            if abs(share - before) <= 1e-6:
                break
    bounds = None
    if caustic is not None:
        ends = [stage(Way.CAUSTIC, CAUSTIC, caustic_mol_per_kg, end) for end in (0.0, 1.0)]
        bounds = (
            ends[0].reagent_mol if ends[0] is not None else 0.0,
            ends[1].reagent_mol if ends[1] is not None else 0.0,
        )
    acid = stage(Way.ACID, SULFURIC, acid_mol_per_kg, 0.0)
    acid_tower = column(acid, Way.ACID)
    outlet = _outlet(inlet, caustic, acid)
    missed: set[str] = set()
    for washed in (caustic, acid):
        notes += _stage_notes(washed)
        missed |= set() if washed is None else washed.missed
    unknown += [
        Unknown(f"how much {name} leaves: one well-mixed stage does not meet its limit", _SECOND)
        for name in sorted(missed)
    ]
    if flow is None and targets:
        unknown.append(
            Unknown("flow of gas, so the size of the column", "how long the gas takes to come")
        )
    treated = treat_fuel(outlet, lasts) if fuel and outlet.amounts_mol else None
    answer = Treatment(
        inlet=inlet,
        outlet=outlet,
        gases=_gases(mixture, inlet, outlet, targets, missed),
        caustic=caustic,
        acid=acid,
        caustic_range_mol=bounds,
        co2_share=share if caustic is not None else 0.0,
        co2_from=origin if caustic is not None else "no caustic",
        caustic_column=tower if caustic is not None else None,
        acid_column=acid_tower,
        fuel=treated,
        duration_s=lasts,
        kind=kind,
        notes=tuple(dict.fromkeys(notes)),
        unknown=tuple(unknown),
        sources=tuple(dict.fromkeys((*sources, *_sources(caustic, acid, tower, acid_tower)))),
    )
    answer.check_closure()
    return answer


def _taken_in(
    stream: GasMixture | GasSource | Mapping[str, float],
    duration_s: float | None,
    temperature_K: float,
    pressure_Pa: float,
) -> tuple[GasMixture, float | None, tuple[str, ...], Kind]:
    sources: tuple[str, ...] = ()
    kind = Kind.COMPUTED
    if isinstance(stream, GasSource):
        if duration_s is None and stream.duration_s is not None:
            duration_s = stream.duration_s.value
        sources, kind = stream.sources, stream.kind
        mixture = stream.mixture(temperature_K, pressure_Pa)
    elif isinstance(stream, GasMixture):
        mixture = stream.at(temperature_K, pressure_Pa)
    else:
        mixture = mixture_of(stream, temperature_K, pressure_Pa)
    if duration_s is not None and not (math.isfinite(duration_s) and duration_s > 0.0):
        raise InputError(f"a duration of {duration_s!r} s is not above 0")
    return mixture, duration_s, sources, kind


def _carrier(
    flow: float | None,
    volume: float | None,
    duration_s: float | None,
    co2_ppm: float,
    temperature_K: float,
    pressure_Pa: float,
) -> GasMixture:
    if flow is not None and volume is not None:
        raise InputError("both a flow and a volume of air are given", remedy="keep one of them")
    if not 0.0 <= co2_ppm < 1e6:
        raise InputError(f"{co2_ppm!r} ppm of carbon dioxide is not a concentration")
    if flow is not None:
        if duration_s is None:
            raise InputError(
                "a flow of air without a duration", remedy="say how long, or give its volume"
            )
        volume = flow * duration_s
    if volume is None:
        return mixture_of({}, temperature_K, pressure_Pa)
    if not (math.isfinite(volume) and volume >= 0.0):
        raise InputError(f"a volume of air of {volume!r} m3 is not 0 or more")
    from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K

    amount = volume * pressure_Pa / (GAS_CONSTANT_J_PER_MOL_K * temperature_K)
    return dry_air(amount * (1.0 - 1e-6 * co2_ppm), temperature_K, pressure_Pa).plus(
        mixture_of({"CO2": amount * 1e-6 * co2_ppm}, temperature_K, pressure_Pa)
    )


def _outlet_amounts(
    inlet: GasMixture, targets: Mapping[str, Target], inert: float
) -> dict[str, float]:
    """Return what is left of each gas with a target [mol]; nothing where the target is unknown."""
    fractions = sum(t.fraction for t in targets.values() if t.fraction is not None)
    kept = sum(
        inlet.amounts_mol[name] * (1.0 - t.removal)
        for name, t in targets.items()
        if t.removal is not None
    )
    # Fractions of what leaves, in which the gases themselves count.
    total = (inert + kept) / (1.0 - fractions) if fractions < 1.0 else math.inf
    left = {}
    for name, target in targets.items():
        there = inlet.amounts_mol[name]
        if target.removal is not None:
            left[name] = there * (1.0 - target.removal)
        elif target.fraction is not None:
            left[name] = min(there, target.fraction * total)
        else:
            left[name] = 0.0
    return left


def _outlet(inlet: GasMixture, caustic: Wash | None, acid: Wash | None) -> GasMixture:
    amounts = dict(inlet.amounts_mol)
    for washed in (caustic, acid):
        for name, taken in ({} if washed is None else washed.absorbed_mol).items():
            amounts[name] = max(0.0, amounts[name] - taken)
    return mixture_of(amounts, inlet.temperature_K, inlet.pressure_Pa)


def _gases(
    mixture: GasMixture,
    inlet: GasMixture,
    outlet: GasMixture,
    targets: Mapping[str, Target],
    missed: set[str],
) -> tuple[TreatedGas, ...]:
    found = []
    for name in mixture.amounts_mol:
        if name in _CARRIER:
            continue
        way, target = way_of(name), targets.get(name)
        blind = way is Way.UNKNOWN or name in missed
        if target is None:
            stored = workplace_limit(name)
        elif not target.known:
            blind, stored = True, (None, "")
        else:
            stored = target.limit_ppm, target.origin
        after = None if blind else outlet.amounts_mol.get(name, 0.0)
        found.append(
            TreatedGas(
                name,
                way,
                inlet.amounts_mol[name],
                after,
                1e6 * inlet.fractions[name],
                None if after is None else 1e6 * outlet.fractions.get(name, 0.0),
                *stored,
            )
        )
    return tuple(found)


def _stage_notes(washed: Wash | None) -> list[str]:
    if washed is None or washed.solution is None:
        return []
    notes = []
    if not washed.reaches:
        notes.append(
            f"One well-mixed stage cannot meet the limits at pH {washed.solution.ph:.1f}: the "
            "liquor gives the gas back. Let the top of the column see fresh reagent, add a second "
            "stage, or oxidise the liquor."
        )
    if washed.reagent_mol > 1.5 * washed.least_mol > 0.0:
        notes.append(
            f"{washed.reagent_mol / washed.least_mol:.1f} times the reagent of a column whose top "
            "sees fresh reagent: a well-mixed liquor must keep the pressure above itself down."
        )
    if washed.solution.ionic_strength > 0.5:
        notes.append(
            "Activity coefficients are held at those of 0.5 mol/kg; the liquor is stronger."
        )
    return notes


def _sources(caustic: Wash | None, acid: Wash | None, *columns: Column | None) -> tuple[str, ...]:
    keys: list[str] = []
    if caustic is not None or acid is not None:
        keys += ["phreeqc3", "llnldat"]
    for column in columns:
        if column is not None:
            keys += column.sources
            if column.co2_share is not None:
                keys.append("harriott2003")
    return tuple(keys)
