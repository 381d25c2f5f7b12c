"""What moist air does to a solid: products, gas, driving force, and what is not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from davylamp.core.composition import Composition
from davylamp.core.constants import STANDARD_TEMPERATURE_K
from davylamp.core.errors import NoConvergenceError
from davylamp.core.evidence import Datum, Kind, Unknown, weakest
from davylamp.materials._air import AIR_SHARE, air_conditions, gas_pressures
from davylamp.materials._subject import Subject, Target, refuse_molecules, resolve, sources_of
from davylamp.materials.air_reaction import (
    AirReaction,
    GasPressure,
    GasYield,
    Start,
    complete_reaction,
    equilibrium_pressure,
    first_water,
    gas_threshold,
)
from davylamp.materials.ceilings import GAS_OF_ANION, GasCeiling, gas_ceilings
from davylamp.materials.charged import charged_cathode
from davylamp.materials.exchange import OxygenExchange, oxygen_exchange
from davylamp.materials.humidity import (
    ATMOSPHERE_PA,
    DRY_LIMIT_K,
    MoistAir,
    moist_air,
    saturation_pressure_Pa,
)
from davylamp.store.load import load_thermochemistry
from davylamp.store.user import UserPhase
from davylamp.thermo import Conditions

__all__ = ["HYGROSCOPIC", "Hydrolysis", "hydrolyse"]

#: Solids with these take up crystal water or deliquesce more often than not, which is not modelled.
HYGROSCOPIC: Final = frozenset({"Cl", "Br", "I", "H"})


@dataclass(frozen=True, slots=True)
class Hydrolysis:
    """Answer of `hydrolyse`.

    Parameters
    ----------
    name : str
        The material.
    composition : Composition
        Its composition.
    air : MoistAir
        The air.
    oxygen : bool
        Whether oxygen of the air takes part.
    carbon_dioxide_Pa : float or None
        Pressure of carbon dioxide that takes part [Pa]; None when it does not.
    exchange : OxygenExchange or None
        Full exchange of sulfur for oxygen at standard pressure; None without sulfur.
    first : AirReaction or None
        What the first water does, when there is little of it; None when nothing happens.
    complete : AirReaction or None
        Equilibrium with as much air as the solid wants: None when nothing happens, and when it is
        unknown.
    ceilings : tuple of GasCeiling or None
        Stoichiometric ceilings; None where they cannot be counted.
    pressures : tuple of GasPressure
        Equilibrium pressures of the gases that the anions (and, by electron count, hydrogen) can
        leave as, largest first; one is absent where the gas cannot form.
    gas_dew_point_K : float or None
        Dew point above which gas leaves [K], between -100 degC and saturation. None when gas
        leaves at every dew point, at none, or when it is unknown: see `gas_at_driest`.
    gas_at_driest : bool or None
        Whether gas leaves even at a dew point of -100 degC; None when unknown.
    energy_is_own : bool
        Whether the solid's own energy is known. False: its most stable mixture stands in for it,
        which understates the driving force.
    h2s_measured, water_uptake_measured : tuple of Datum
        What was measured [cm3/g] and [g/h].
    kind : Kind
        How the equilibrium is known; ``computed`` at best.
    sources : tuple of str
        Origins of the energies and bibliography keys.
    unknown : tuple of Unknown
        What cannot be said.
    """

    name: str
    composition: Composition
    air: MoistAir
    oxygen: bool
    carbon_dioxide_Pa: float | None
    exchange: OxygenExchange | None
    first: AirReaction | None
    complete: AirReaction | None
    ceilings: tuple[GasCeiling, ...] | None
    pressures: tuple[GasPressure, ...]
    gas_dew_point_K: float | None
    gas_at_driest: bool | None
    energy_is_own: bool
    h2s_measured: tuple[Datum, ...]
    water_uptake_measured: tuple[Datum, ...]
    kind: Kind
    sources: tuple[str, ...]
    unknown: tuple[Unknown, ...]

    @property
    def gases(self) -> tuple[GasYield, ...]:
        """Gases that leave at equilibrium."""
        return () if self.complete is None else self.complete.gases

    @property
    def is_stable(self) -> bool | None:
        """Whether this air leaves the solid as it is.

        False where it reacts at equilibrium or was measured to take up water. None where that is
        not known: no equilibrium was found, or the solid holds chlorine, bromine, iodine or a
        hydride, which may take up crystal water or deliquesce without any gas.
        """
        if self.complete is not None or self.water_uptake_measured:
            return False
        if self.kind is Kind.UNKNOWN or HYGROSCOPIC & set(self.composition):
            return None
        return True

    @property
    def gibbs_J_per_g(self) -> float | None:
        """Gibbs energy of the complete reaction per gram of solid [J/g], 0 when nothing happens."""
        if self.complete is None:
            return None if self.kind is Kind.UNKNOWN else 0.0
        return self.complete.gibbs_J_per_mol / self.composition.mass_g_per_mol


def hydrolyse(
    material: Target,
    temperature_K: float = STANDARD_TEMPERATURE_K,
    dew_point_K: float | None = None,
    relative_humidity: float | None = None,
    *,
    oxygen: bool = False,
    carbon_dioxide_Pa: float | None = None,
    thresholds: bool = True,
) -> Hydrolysis:
    """Find what moist air makes of a solid, and which gases can leave.

    The solid meets water vapour without limit at its partial pressure, and oxygen and carbon
    dioxide where asked for, and falls to the phases of lowest Gibbs energy in the ``safety``
    scheme. A gas leaves where it overcomes 1 ppm, hydrogen where it overcomes 4 % (its lower
    flammability limit), nitrogen where it overcomes that of the air.

    Parameters
    ----------
    material : Material, Composition or str
        The solid.
    temperature_K : float
        Temperature [K], from 298.15 K.
    dew_point_K : float, optional
        Dew point of the air [K]; over ice below 273.16 K.
    relative_humidity : float, optional
        Relative humidity as a fraction, in place of the dew point; 0 is dry air.
    oxygen : bool
        Let oxygen of the air (21 %) take part. Equilibrium is then full oxidation; at room
        temperature oxygen is usually inert.
    carbon_dioxide_Pa : float, optional
        Let carbon dioxide of this pressure take part [Pa]; outdoor air has about 42.
    thresholds : bool
        Look for equilibrium pressures and the dew point of the first gas too, which takes most of
        the time; otherwise `pressures` is empty and `gas_at_driest` None.

    Returns
    -------
    Hydrolysis
        What can happen, never how fast: see its `unknown`.

    Raises
    ------
    InputError
        If not exactly one of dew point and relative humidity is given, or one is impossible.
    OutsideValidityError
        If the temperature is outside the range of the Gibbs energies.
    MissingDatumError
        If the material has no formula or is made of molecules (a polymer), or nothing is known of
        an element.

    Notes
    -----
    Hydroxides and hydrates are judged only where they were measured (LiOH, LiOH.H2O); computed
    ones are bound too strongly and left out, so uptake of crystal water is not seen.

    Examples
    --------
    >>> answer = hydrolyse("Li3PS4", dew_point_K=233.15)
    >>> [(gas.species, round(gas.mol_per_mol, 6)) for gas in answer.gases]
    [('H2S', 4.0)]
    """
    air = moist_air(temperature_K, dew_point_K=dew_point_K, relative_humidity=relative_humidity)
    subject = resolve(material)
    solid = subject.formula
    refuse_molecules(subject)
    supplied = ["H2O"]
    if oxygen:
        supplied.append("O2")
    if carbon_dioxide_Pa is not None:
        supplied.append("CO2")

    def at(water_Pa: float) -> Mapping[str, float]:
        return gas_pressures(
            water_Pa,
            temperature_K,
            oxygen_Pa=AIR_SHARE["O2"] * ATMOSPHERE_PA if oxygen else None,
            carbon_dioxide_Pa=carbon_dioxide_Pa,
        )

    driest_Pa = saturation_pressure_Pa(DRY_LIMIT_K)
    conditions = air_conditions(
        solid, supplied, temperature_K, at(driest_Pa), _calorimetry(subject)
    )
    start = Start.of(solid, conditions)
    unknown: list[Unknown] = []
    first = complete = None
    gas_dew_point = gas_at_driest = None
    pressures: tuple[GasPressure, ...] = ()
    kind = weakest([Kind.COMPUTED, start.kind])
    try:
        if air.water_Pa > 0.0:
            now = replace(conditions, gas_pressure_Pa=at(air.water_Pa))
            first = first_water(start, now)
            complete = complete_reaction(start, now, supplied)
            if thresholds:
                pressures = _pressures(start, now, supplied)
        if thresholds:
            gas_at_driest, gas_dew_point = gas_threshold(
                lambda water_Pa: complete_reaction(
                    start, replace(conditions, gas_pressure_Pa=at(water_Pa)), supplied
                ),
                saturation_pressure_Pa(temperature_K),
            )
    except NoConvergenceError as error:
        what = f"the equilibrium of {subject.name} with this air: {error.message}"
        unknown.append(Unknown(what, "expose it to this air and analyse solid and gas"))
        kind = Kind.UNKNOWN
    if complete is not None:
        kind = weakest([kind, *(phase.kind for phase in complete.products)])
    unknown.extend(_unknowns(subject, start, oxygen))
    origins = [] if complete is None else [phase.origin for phase in complete.products]
    measured = subject.data("h2s_release"), subject.data("water_uptake")
    return Hydrolysis(
        name=subject.name,
        composition=solid,
        air=air,
        oxygen=oxygen,
        carbon_dioxide_Pa=carbon_dioxide_Pa,
        exchange=oxygen_exchange(material, temperature_K) if "S" in solid else None,
        first=first,
        complete=complete,
        ceilings=gas_ceilings(solid),
        pressures=pressures,
        gas_dew_point_K=gas_dew_point,
        gas_at_driest=gas_at_driest,
        energy_is_own=start.own is not None,
        h2s_measured=measured[0],
        water_uptake_measured=measured[1],
        kind=kind,
        sources=tuple(dict.fromkeys([*origins, *sources_of([*measured[0], *measured[1]])])),
        unknown=tuple(unknown),
    )


def _calorimetry(subject: Subject) -> tuple[UserPhase, ...]:
    """Return the discharged cathode with its measured energy: that of nickel oxides is off."""
    record = load_thermochemistry().cathodes.get(subject.name)
    if record is None or record.discharged.reduced_key() != subject.formula.reduced_key():
        return ()
    return (charged_cathode(subject.name, record.discharged["Li"]).user_phase,)


def _pressures(
    start: Start, conditions: Conditions, supplied: list[str]
) -> tuple[GasPressure, ...]:
    solid = start.composition
    candidates = [gas for anion, gas in GAS_OF_ANION.items() if anion in solid]
    # Sulfur that water oxidises could give hydrogen too, but does not near room temperature.
    if any(ceiling.species == "H2" for ceiling in gas_ceilings(solid) or ()):
        candidates.append("H2")
    found = (equilibrium_pressure(start, conditions, supplied, gas) for gas in candidates)
    known = [pressure for pressure in found if pressure is not None]
    return tuple(sorted(known, key=lambda pressure: -pressure.pressure_Pa))


def _unknowns(subject: Subject, start: Start, oxygen: bool) -> list[Unknown]:
    name = subject.name
    unknown = [
        Unknown(
            f"how fast {name} reacts with moist air: a ceiling is not a rate",
            "weigh it and log the gas over time in a chamber of this dew point and temperature",
        )
    ]
    unknown.append(
        Unknown(
            f"whether {name} takes up crystal water or deliquesces: computed hydrates are bound "
            "too strongly and left out",
            "measure its vapour sorption isotherm at this temperature",
        )
    )
    if start.own is None:
        unknown.append(
            Unknown(
                f"the formation energy of {name}: the mixture it would fall to stands in for it",
                "measure it by solution calorimetry, or compute it and add it as a phase",
            )
        )
    if subject.material is not None and "glass" in subject.material.structure:
        unknown.append(
            Unknown(
                f"the energy of the glass {name}: that of the crystal stands in for it, and a "
                "glass is driven harder",
                "measure its heat of crystallisation by DSC",
            )
        )
    if "S" in start.composition and not subject.data("h2s_release"):
        unknown.append(
            Unknown(f"the H2S that {name} was measured to release", "expose it and log the H2S")
        )
    if oxygen:
        unknown.append(
            Unknown(
                f"whether oxygen takes part at all: full oxidation of {name} is what equilibrium "
                "gives, and oxygen is usually inert near room temperature",
                "store it in dry oxygen and analyse it",
            )
        )
    return unknown
