"""What burns in an exhaust: air to dilute it, air to burn it, heat and flame."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from davylamp.core.errors import InputError, MissingDatumError
from davylamp.core.evidence import Unknown, unknown_record
from davylamp.gas.mixture import AIR_OXYGEN, ATMOSPHERE_PA, GasMixture, gas_volume_m3, mixture_of
from davylamp.gas.phase import PHASE_SOURCE
from davylamp.gas.species import find_species

__all__ = ["SAFE_SHARE_OF_LFL", "FuelTreatment", "burning_makes", "treat_fuel"]

#: What the elements of a fuel burn to, per atom.
_MADE: Final = (
    ("S", "SO2"),
    ("P", "phosphoric acid mist"),
    (("As",), "arsenic, as its toxic oxide"),
    ("N", "nitrogen oxides, at most,"),
    (("F", "Cl", "Br", "I"), "halogen acids"),
    (("Si", "Ge"), "oxide dust"),
)

#: Share of the lower flammability limit below which an exhaust is kept.
SAFE_SHARE_OF_LFL: Final = 0.25
#: Mole fraction below which a gas that does not burn is left out of the question.
_TRACE: Final = 1e-4


@dataclass(frozen=True, slots=True)
class FuelTreatment:
    """Answer of `treat_fuel`.

    Parameters
    ----------
    fuel_mol : mapping of str to float
        What burns [mol].
    lfl : float or None
        Lower limit of the fuels by themselves in air [mole fraction]; None where not known.
    share_of_lfl : float or None
        Fuels in the exhaust over that limit [1], whatever else is in it counted as air.
    burns : str
        Whether the exhaust as it comes can burn in air: ``flammable``, ``not flammable`` or
        ``unknown``.
    dilution_m3 : float or None
        Air at 25 degC and 1 atm to add so that it comes to a quarter of the limit [m3]; None where
        the limit is not known, or another oxidiser than oxygen is there.
    burning_air_m3 : float
        Air at 25 degC and 1 atm that burns it just completely [m3].
    heat_J : float or None
        Heat set free, water as vapour [J].
    flame_K : float or None
        Adiabatic flame in just enough air [K].
    duration_s : float or None
        Over how long [s].
    notes : tuple of str
        What a reader must know.
    unknown : tuple of Unknown
        What cannot be said.
    sources : tuple of str
        Bibliography keys.
    """

    fuel_mol: dict[str, float]
    lfl: float | None
    share_of_lfl: float | None
    burns: str
    dilution_m3: float | None
    burning_air_m3: float
    heat_J: float | None
    flame_K: float | None
    duration_s: float | None
    notes: tuple[str, ...]
    unknown: tuple[Unknown, ...]
    sources: tuple[str, ...] = ()

    @property
    def thin(self) -> bool:
        """Whether it cannot burn and is within a quarter of the lower limit as it comes."""
        return self.burns == "not flammable" and self.dilution_m3 == 0.0

    @property
    def dilution_m3_per_s(self) -> float | None:
        """Flow of diluting air at a steady release [m3/s]; None where a part is not known."""
        if self.dilution_m3 is None or self.duration_s is None:
            return None
        return self.dilution_m3 / self.duration_s

    @property
    def heat_W(self) -> float | None:
        """Mean heat of the flame [W]; None where a part is not known."""
        if self.heat_J is None or self.duration_s is None:
            return None
        return self.heat_J / self.duration_s

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "fuel_mol": dict(self.fuel_mol),
            "burns": self.burns,
            "lfl": self.lfl,
            "share_of_lfl": self.share_of_lfl,
            "dilution_m3": self.dilution_m3,
            "dilution_m3_per_s": self.dilution_m3_per_s,
            "burning_air_m3": self.burning_air_m3,
            "heat_J": self.heat_J,
            "heat_W": self.heat_W,
            "flame_K": self.flame_K,
            "notes": list(self.notes),
            "unknown": unknown_record(self.unknown),
        }


def treat_fuel(gas: GasMixture, duration_s: float | None = None) -> FuelTreatment | None:
    """Return how what burns in an exhaust is diluted or burnt; None where nothing burns.

    Parameters
    ----------
    gas : GasMixture
        The exhaust, after any scrubber.
    duration_s : float, optional
        Over how long it comes [s].

    Examples
    --------
    >>> from davylamp.gas.mixture import mixture_of
    >>> found = treat_fuel(mixture_of({"H2": 1.0}))
    >>> round(found.burning_air_m3 / 0.02447, 2), round(found.heat_J / 1e3)
    (2.39, 242)
    """
    from davylamp.gas.burning import (
        flame,
        flammability,
        oxygen_demand_mol,
        role_of,
    )
    from davylamp.gas.burning.warming import heat_of_combustion_J_per_mol

    demand = {name: oxygen_demand_mol(name) for name in gas.amounts_mol}
    fuel = {name: n for name, n in gas.amounts_mol.items() if demand[name] > 0.0}
    if not fuel:
        return None
    # Traces that do not burn decide nothing; chlorine left by a scrubber would forbid an answer.
    seen = {
        name: n for name, n in gas.amounts_mol.items() if name in fuel or n > _TRACE * gas.total_mol
    }
    answer = flammability(mixture_of(seen, gas.temperature_K, gas.pressure_Pa))
    alone = flammability(mixture_of(fuel, gas.temperature_K, gas.pressure_Pa))
    unknown = list(answer.unknown)
    diluted, share = None, None
    foreign = sorted(name for name in seen if role_of(name).value == "oxidiser" and name != "O2")
    if alone.lfl is not None and not foreign:
        burning = math.fsum(fuel.values())
        share = burning / gas.total_mol / alone.lfl
        diluted = _air_m3(max(0.0, burning / (SAFE_SHARE_OF_LFL * alone.lfl) - gas.total_mol))
    else:
        unknown += [item for item in alone.unknown if item not in unknown]
    oxygen = sum(demand[name] * n for name, n in fuel.items())
    oxygen -= gas.amounts_mol.get("O2", 0.0)
    heat: float | None = 0.0
    for name, amount in fuel.items():
        per_mol = heat_of_combustion_J_per_mol(name)
        if per_mol is None:
            unknown.append(Unknown(f"heat of burning {name}", f"measure or look up that of {name}"))
            heat = None
        elif heat is not None:
            heat += per_mol * amount
    hot = None
    if answer.burns.value == "flammable":
        try:
            hot = flame(gas).temperature_K
        except MissingDatumError as error:
            unknown.append(Unknown("flame temperature", error.message))
        except InputError:
            # It brings more oxygen than it burns with.
            hot = flame(gas, None, share=1.0).temperature_K
    thin = answer.burns.value == "not flammable" and diluted == 0.0
    notes = []
    if not thin:
        notes.append("Flame arresters, purging before ignition and the burner are not judged.")
    made = burning_makes(fuel)
    if made and not thin:
        notes.append(f"Burning makes {made}: treat what leaves the flame as well.")
    if duration_s is None:
        unknown.append(
            Unknown("flow of air for dilution or burning", "how long the gas takes to come")
        )
    return FuelTreatment(
        fuel,
        alone.lfl,
        share,
        answer.burns.value,
        diluted,
        _air_m3(max(0.0, oxygen) / AIR_OXYGEN),
        heat,
        hot,
        duration_s,
        tuple(notes),
        tuple(unknown),
        tuple(dict.fromkeys((*alone.sources, PHASE_SOURCE))),
    )


def burning_makes(fuel_mol: Mapping[str, float]) -> str:
    """Return in words what burning makes besides water and carbon dioxide; empty for nothing.

    Examples
    --------
    >>> burning_makes({"H2": 1.0, "H2S": 0.1})
    'up to 0.1 mol SO2 from H2S'
    """
    found = []
    for elements, words in _MADE:
        amounts = {
            name: n * math.fsum(find_species(name).composition.get(e, 0.0) for e in elements)
            for name, n in fuel_mol.items()
        }
        names = [name for name, n in amounts.items() if n > 0.0]
        if names:
            much = math.fsum(amounts.values())
            found.append(f"up to {much:.3g} mol {words} from {', '.join(names)}")
    return "; ".join(found)


def _air_m3(amount_mol: float) -> float:
    return gas_volume_m3(amount_mol, pressure_Pa=ATMOSPHERE_PA)
