"""Whether so much inert gas is in a mixture that no amount of air lets it burn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from davylamp.core.constants import STANDARD_TEMPERATURE_K
from davylamp.core.errors import MissingDatumError
from davylamp.core.evidence import Kind
from davylamp.gas.burning.flammability import Burns
from davylamp.gas.burning.mixing import le_chatelier, max_inerted_sum
from davylamp.gas.burning.products import burning_phase, to_equilibrium
from davylamp.gas.burning.roles import oxygen_demand_mol
from davylamp.gas.mixture import AIR_OXYGEN, dry_air
from davylamp.gas.species import find_species
from davylamp.store.burning import load_burning

__all__ = ["never_burns"]

#: Shares of the mixture in air that are tried, around the stoichiometric one.
_TRIED: Final = (0.7, 0.8, 0.9, 0.95, 1.0, 1.05, 1.1, 1.2, 1.3)


def never_burns(
    fuels: Mapping[str, float],
    inerts: Mapping[str, float],
    equivalence: Mapping[str, float],
    lower: Mapping[str, float],
    temperature_K: float,
    pressure_Pa: float,
    *,
    limits_cross: bool,
) -> tuple[Burns, str, list[Kind]]:
    """Return whether a mixture of fuels and inerts burns with some amount of air, and why.

    Three signs are looked at: the inerted contents of ISO 10156; the flame temperature, which
    with no amount of air reaches that of the fuels at their lower limit; and a lower limit above
    the share at which oxygen runs short. Not flammable takes two of them and none against; where
    one alone says so it is unknown.

    Parameters
    ----------
    fuels, inerts : mapping of str to float
        Mole fractions in the mixture [1]; oxygen that it brings is among the inerts.
    equivalence : mapping of str to float
        Nitrogen equivalence of each inert [1].
    lower : mapping of str to float
        Lower limit of each fuel in air at this temperature [mole fraction].
    temperature_K, pressure_Pa : float
        Before burning.
    limits_cross : bool
        Whether the lower limit lies above the upper one.
    """
    if not inerts:
        return Burns.YES, "", []
    standard = None if "O2" in inerts else _by_standard(fuels, inerts, equivalence)
    if not limits_cross and standard is not True:
        # One sign more could not make it more than unknown, and is the weakest of the three.
        return Burns.YES, "", []
    signs = {
        "ISO 10156": standard,
        "the flame temperature": _stays_cold(fuels, inerts, lower, temperature_K, pressure_Pa),
        "the oxygen left at the lower limit": limits_cross,
    }
    out = [name for name, sign in signs.items() if sign]
    if len(out) > 1 and False not in signs.values():
        kinds = [Kind.ASSUMED] if standard else [Kind.ESTIMATED]
        return Burns.NO, f"inerts put it out with any amount of air, by {' and '.join(out)}", kinds
    return Burns.UNKNOWN, f"it may be put out by its inerts: only {' and '.join(out)} says so", []


def _by_standard(
    fuels: Mapping[str, float], inerts: Mapping[str, float], equivalence: Mapping[str, float]
) -> bool | None:
    table = load_burning()
    shares: dict[str, float] = {}
    for name in fuels:
        found = table.of("inerted_content", name)
        if found is None:
            return None
        shares[name] = found.value / 100.0
    return max_inerted_sum(fuels, inerts, shares, equivalence) <= 1.0


def _stays_cold(
    fuels: Mapping[str, float],
    inerts: Mapping[str, float],
    lower: Mapping[str, float],
    temperature_K: float,
    pressure_Pa: float,
) -> bool | None:
    """Whether no share in air gets as hot as the fuels at their limit; None where not known."""
    import cantera as ct

    if temperature_K > STANDARD_TEMPERATURE_K + 1.0 and min(lower.values()) <= 0.0:
        return False
    whole = {**fuels, **inerts}
    try:
        phase = burning_phase(whole)
    except MissingDatumError:
        return None
    air = dry_air(1.0).fractions

    def kelvin(parts: Mapping[str, float], share: float) -> float:
        blend = {find_species(name).nasa: share * part for name, part in parts.items()}
        for name, part in air.items():
            blend[name] = blend.get(name, 0.0) + (1.0 - share) * part
        phase.TPX = temperature_K, pressure_Pa, blend
        to_equilibrium(phase, "HP")
        return float(phase.T)

    total = sum(fuels.values())
    demand = sum(share * oxygen_demand_mol(name) for name, share in fuels.items())
    lacking = max(0.0, demand - inerts.get("O2", 0.0))
    stoichiometric = 1.0 / (1.0 + lacking / AIR_OXYGEN)
    try:
        needed = kelvin({n: s / total for n, s in fuels.items()}, le_chatelier(fuels, lower))
        reached = max(kelvin(whole, min(1.0, stoichiometric * factor)) for factor in _TRIED)
    except ct.CanteraError:
        return None
    return reached < needed
