"""Work out the treatment of an exhaust."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from davylamp.core.constants import STANDARD_TEMPERATURE_K
from davylamp.core.errors import InputError
from davylamp.gas.exhaust.constants import Packing, find_packing
from davylamp.gas.exhaust.fuel import treat_fuel
from davylamp.gas.exhaust.remarks import (
    evidence,
    open_questions,
    order_notes,
    packing_notes,
    source_keys,
    stage_notes,
)
from davylamp.gas.exhaust.stages import Stages
from davylamp.gas.exhaust.stream import carrier_air, taken_in
from davylamp.gas.exhaust.targets import target_of, workplace_limit
from davylamp.gas.exhaust.treatment import TreatedGas, Treatment
from davylamp.gas.exhaust.wash import CAUSTIC, SULFURIC, Wash
from davylamp.gas.exhaust.ways import Way, way_of
from davylamp.gas.mixture import AIR_CO2, ATMOSPHERE_PA, GasMixture, mixture_of
from davylamp.gas.source import GasSource

__all__ = ["AIR_CO2_PPM", "DEFAULT_PACKING", "treat"]

#: Carbon dioxide of the air that carries the exhaust, where none is given [ppm]; assumed.
AIR_CO2_PPM: Final = 1e6 * AIR_CO2
#: Packing that stands caustic and hydrofluoric acid.
DEFAULT_PACKING: Final = "Pall rings, plastic, 25 mm"
_CARRIER: Final = frozenset({"N2", "O2", "Ar", "He", "H2O"})
#: Share of carbon dioxide where neither a column nor the user tells it: a bound of the reagent.
_ALL: Final = "all, the most there can be"
#: Strongest reagent that is sold as a solution, about [mol/kg].
_STRONGEST: Final = 20.0


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
    temperature_K: float = STANDARD_TEMPERATURE_K,
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
    mixture, lasts, sources, kind = taken_in(stream, duration_s, temperature_K, pressure_Pa)
    for name in (*(limit_ppm or {}), *(removal if isinstance(removal, Mapping) else ())):
        if name not in mixture.amounts_mol:
            raise InputError(f"a limit of {name}, which is not in the gas", remedy="leave it out")
    if co2_share is not None and not 0.0 <= co2_share <= 1.0:
        raise InputError(f"a share of carbon dioxide of {co2_share!r} is not within 0 and 1")
    for strength, what in ((caustic_mol_per_kg, "caustic"), (acid_mol_per_kg, "acid")):
        if not 0.0 < strength <= _STRONGEST:
            raise InputError(
                f"{what} of {strength:g} mol/kg is no reagent",
                remedy=f"give a strength above 0 and at most {_STRONGEST:g} mol/kg",
            )
    inlet = mixture.plus(
        carrier_air(air_m3_per_s, air_m3, lasts, air_co2_ppm, temperature_K, pressure_Pa)
    )
    targets = {
        name: target_of(name, limit_ppm, removal)
        for name in mixture.amounts_mol
        if way_of(name) in (Way.CAUSTIC, Way.ACID)
    }
    stages = Stages(
        inlet,
        targets,
        packing if isinstance(packing, Packing) else find_packing(packing),
        None if lasts is None or not inlet.amounts_mol else inlet.volume_m3 / lasts,
        ph,
        liquid_m_per_s,
        flooding_share,
        unit_height_m,
    )
    share, origin = (1.0, _ALL) if "CO2" in inlet.amounts_mol else (0.0, "")
    if co2_share is not None:
        share, origin = co2_share, "given"
    caustic = stages.wash(Way.CAUSTIC, CAUSTIC, caustic_mol_per_kg, share)
    tower = stages.column(caustic, share)
    if co2_share is None and tower is not None and tower.co2_share is not None:
        caustic, tower, share = stages.caustic_with_co2(caustic_mol_per_kg)
        origin = "as it reacts over the height of the column"
    bounds = None
    if caustic is not None:
        none, whole = (
            stages.wash(Way.CAUSTIC, CAUSTIC, caustic_mol_per_kg, end) for end in (0.0, 1.0)
        )
        assert none is not None
        assert whole is not None
        bounds = none.reagent_mol, whole.reagent_mol
    else:
        share, origin = 0.0, "no caustic"
    acid = stages.wash(Way.ACID, SULFURIC, acid_mol_per_kg, share)
    acid_tower = stages.column(acid, share)
    outlet = _outlet(inlet, caustic, acid)
    missed = {name for w in (caustic, acid) if w is not None for name in w.missed}
    before, after = None, None
    if fuel and inlet.amounts_mol:
        staged = caustic is not None or acid is not None
        before = treat_fuel(inlet, lasts) if staged else None
        after = treat_fuel(_to_the_flame(inlet, outlet, stages, missed), lasts)
    answer = Treatment(
        inlet=inlet,
        outlet=outlet,
        gases=_gases(mixture, stages, outlet, missed | ({"CO2"} if origin == _ALL else set())),
        caustic=caustic,
        acid=acid,
        caustic_range_mol=bounds,
        co2_share=share,
        co2_from=origin,
        caustic_column=tower,
        acid_column=acid_tower,
        fuel=after,
        fuel_before=before,
        duration_s=lasts,
        kind=evidence(kind, caustic, acid, tower, acid_tower),
        notes=(
            *order_notes(before, caustic, acid),
            *packing_notes(mixture, stages.packing, tower is not None or acid_tower is not None),
            *stage_notes(mixture, caustic, acid),
        ),
        unknown=(
            *(stream.unknown if isinstance(stream, GasSource) else ()),
            *open_questions(mixture, stages, missed),
        ),
        sources=tuple(dict.fromkeys((*sources, *source_keys(caustic, acid, tower, acid_tower)))),
    )
    answer.check_closure()
    return answer


def _outlet(inlet: GasMixture, caustic: Wash | None, acid: Wash | None) -> GasMixture:
    amounts = dict(inlet.amounts_mol)
    for washed in (caustic, acid):
        for name, taken in ({} if washed is None else washed.absorbed_mol).items():
            amounts[name] = max(0.0, amounts[name] - taken)
    return mixture_of(amounts, inlet.temperature_K, inlet.pressure_Pa)


def _gases(
    mixture: GasMixture, stages: Stages, outlet: GasMixture, missed: set[str]
) -> tuple[TreatedGas, ...]:
    found = []
    for name in mixture.amounts_mol:
        if name in _CARRIER:
            continue
        way, target = way_of(name), stages.targets.get(name)
        blind = way is Way.UNKNOWN or name in missed
        limit = workplace_limit(name)
        if target is not None:
            limit = target.limit_ppm, target.origin
            blind |= not (target.removal is not None or (target.known and stages.carried))
        after = None if blind else outlet.amounts_mol.get(name, 0.0)
        told = after is not None and stages.carried
        found.append(
            TreatedGas(
                name,
                way,
                stages.inlet.amounts_mol[name],
                after,
                1e6 * stages.inlet.fractions[name],
                1e6 * outlet.fractions.get(name, 0.0) if told else None,
                *limit,
            )
        )
    return tuple(found)


def _to_the_flame(
    inlet: GasMixture, outlet: GasMixture, stages: Stages, missed: set[str]
) -> GasMixture:
    """Return what leaves the stages for the flame: all of a gas whose outlet is not known."""
    amounts = dict(outlet.amounts_mol)
    for name, target in stages.targets.items():
        if name in missed:
            amounts[name] = inlet.amounts_mol[name]
        elif not stages.carried and target.known:
            # What nothing carries has no concentration after the stage, and is a trace.
            amounts.pop(name, None)
    return mixture_of(amounts, inlet.temperature_K, inlet.pressure_Pa)
