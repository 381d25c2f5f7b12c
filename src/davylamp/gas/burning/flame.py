"""Flames of a mixture: adiabatic temperature, pressure in a closed volume, expansion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from davylamp.core.errors import InputError, NoConvergenceError
from davylamp.core.evidence import Kind
from davylamp.gas.burning.products import burning_phase, to_equilibrium
from davylamp.gas.burning.roles import oxygen_demand_mol
from davylamp.gas.mixture import GasMixture, dry_air
from davylamp.gas.phase import PHASE_SOURCE
from davylamp.gas.species import find_species

__all__ = ["Flame", "flame", "hottest_flame"]

#: Equivalence ratios that are tried for the hottest flame.
_RATIOS: Final = (0.8, 0.9, 0.95, 1.0, 1.05, 1.1, 1.15, 1.2, 1.3, 1.5)
#: Share of a gas in what is left above which it is listed.
_LISTED: Final = 1e-4


@dataclass(frozen=True, slots=True)
class Flame:
    """What burning to equilibrium without loss of heat gives.

    Parameters
    ----------
    equivalence_ratio : float
        Fuel over oxygen, against what burns completely [1]; inf without oxygen.
    mixture_share : float
        Share of the mixture in the blend with air [1].
    start_K, start_Pa : float
        Before burning.
    temperature_K : float
        Adiabatic at constant pressure [K].
    closed_K : float
        Adiabatic in a closed volume [K].
    closed_Pa : float
        Pressure in a closed volume afterwards [Pa].
    expansion : float
        Volume after over before, at constant pressure [1].
    heat_capacity_ratio : float
        Of the unburned blend [1].
    products : mapping of str to float
        Mole fractions after burning at constant pressure, above 1e-4 [1].
    fresh : mapping of str to float
        Mole fractions of the blend before, by id [1].
    kind : Kind
        How it is known.
    sources : tuple of str
        Bibliography keys.
    """

    equivalence_ratio: float
    mixture_share: float
    start_K: float
    start_Pa: float
    temperature_K: float
    closed_K: float
    closed_Pa: float
    expansion: float
    heat_capacity_ratio: float
    products: Mapping[str, float]
    fresh: Mapping[str, float]
    kind: Kind = Kind.COMPUTED
    sources: tuple[str, ...] = (PHASE_SOURCE,)

    @property
    def pressure_ratio(self) -> float:
        """Pressure in a closed volume over that before [1]."""
        return self.closed_Pa / self.start_Pa

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "equivalence_ratio": self.equivalence_ratio,
            "mixture_share": self.mixture_share,
            "start_K": self.start_K,
            "start_Pa": self.start_Pa,
            "temperature_K": self.temperature_K,
            "closed_K": self.closed_K,
            "closed_Pa": self.closed_Pa,
            "pressure_ratio": self.pressure_ratio,
            "expansion": self.expansion,
            "heat_capacity_ratio": self.heat_capacity_ratio,
            "products": dict(self.products),
            "fresh": dict(self.fresh),
            "kind": self.kind.value,
            "sources": list(self.sources),
        }


def flame(
    mixture: GasMixture,
    equivalence_ratio: float | None = 1.0,
    *,
    share: float | None = None,
    temperature_K: float | None = None,
    pressure_Pa: float | None = None,
    air: Mapping[str, float] | None = None,
) -> Flame:
    """Return the adiabatic flame of a mixture in air, by equilibrium of gases with radicals.

    Parameters
    ----------
    mixture : GasMixture
        The mixture; oxygen that it brings counts.
    equivalence_ratio : float or None
        Fuel over oxygen [1]; not used where `share` is given.
    share : float, optional
        Share of the mixture in the blend with air instead [1].
    temperature_K, pressure_Pa : float, optional
        Before burning; those of the mixture by default.
    air : mapping, optional
        Mole fractions of what it is blended with; dry air by default.

    Raises
    ------
    InputError
        If nothing in the mixture burns, or the ratio cannot be reached.
    MissingDatumError
        If a gas has no polynomials.
    NoConvergenceError
        If the equilibrium was not found.

    Notes
    -----
    No soot: rich flames of hydrocarbons are a little too cold or too hot. Constant pressure keeps
    enthalpy, a closed volume keeps energy.

    Examples
    --------
    >>> from davylamp.gas.mixture import mixture_of
    >>> found = flame(mixture_of({"CH4": 1.0}), air={"O2": 0.21, "N2": 0.79})
    >>> round(found.temperature_K), round(found.pressure_ratio, 1)
    (2225, 8.8)
    """
    parts = mixture.fractions
    around = dict(dry_air(1.0).fractions if air is None else air)
    phase = burning_phase(dict.fromkeys((*parts, *around)))
    warm = mixture.temperature_K if temperature_K is None else temperature_K
    press = mixture.pressure_Pa if pressure_Pa is None else pressure_Pa
    demand = _demand(parts)
    if share is None:
        share = _share(demand, parts.get("O2", 0.0), around.get("O2", 0.0), equivalence_ratio)
    elif not 0.0 < share <= 1.0:
        raise InputError(f"share {share!r} of the mixture is not within 0 and 1")
    return _burn(phase, parts, around, share, demand, warm, press)


def hottest_flame(mixture: GasMixture) -> Flame:
    """Return the flame in air of the highest pressure in a closed volume, of some ratios.

    Raises
    ------
    InputError, MissingDatumError, NoConvergenceError
        As `flame`.

    Examples
    --------
    >>> from davylamp.gas.mixture import mixture_of
    >>> hottest_flame(mixture_of({"H2": 1.0})).equivalence_ratio
    1.1
    """
    parts = mixture.fractions
    around = dry_air(1.0).fractions
    phase = burning_phase(parts)
    warm, press = mixture.temperature_K, mixture.pressure_Pa
    demand = _demand(parts)
    own = parts.get("O2", 0.0)
    shares: list[float] = []
    for ratio in _RATIOS:
        try:
            shares.append(_share(demand, own, around["O2"], ratio))
        except InputError:
            continue
    found = [_burn(phase, parts, around, share, demand, warm, press) for share in shares or [1.0]]
    return max(found, key=lambda item: item.closed_Pa)


def _demand(parts: Mapping[str, float]) -> float:
    """Return the oxygen that burns a mole of a mixture [mol]."""
    demand = sum(part * oxygen_demand_mol(name) for name, part in parts.items())
    if not demand > 0.0:
        raise InputError("nothing in the mixture burns")
    return demand


def _share(demand: float, own: float, oxygen: float, ratio: float | None) -> float:
    """Return the share of the mixture at which fuel over oxygen has this ratio."""
    if ratio is None or not ratio > 0.0:
        raise InputError(f"equivalence ratio {ratio!r} must be above 0")
    # share demand / (share own + (1 - share) oxygen) = ratio
    below = demand + ratio * (oxygen - own)
    share = ratio * oxygen / below if below > 0.0 else 2.0
    if not 0.0 < share <= 1.0:
        raise InputError(
            f"an equivalence ratio of {ratio:g} is not reached: the mixture brings more oxygen",
            remedy="give the share of the mixture in air instead",
        )
    return share


def _burn(
    phase: Any,
    parts: Mapping[str, float],
    around: Mapping[str, float],
    share: float,
    demand: float,
    temperature_K: float,
    pressure_Pa: float,
) -> Flame:
    import cantera as ct

    fresh = {name: share * part for name, part in parts.items()}
    for name, part in around.items():
        fresh[name] = fresh.get(name, 0.0) + (1.0 - share) * part
    blend = {find_species(name).nasa: part for name, part in fresh.items()}
    there = fresh.get("O2", 0.0)
    try:
        phase.TPX = temperature_K, pressure_Pa, blend
        density, ratio = phase.density, phase.cp_mass / phase.cv_mass
        to_equilibrium(phase, "UV")
        closed_K, closed_Pa = phase.T, phase.P
        phase.TPX = temperature_K, pressure_Pa, blend
        to_equilibrium(phase, "HP")
    except ct.CanteraError as error:
        raise NoConvergenceError(
            f"no equilibrium of the flame was found: {str(error).strip().splitlines()[-1]}"
        ) from None
    return Flame(
        equivalence_ratio=share * demand / there if there > 0.0 else float("inf"),
        mixture_share=share,
        start_K=temperature_K,
        start_Pa=pressure_Pa,
        temperature_K=float(phase.T),
        closed_K=float(closed_K),
        closed_Pa=float(closed_Pa),
        expansion=float(density / phase.density),
        heat_capacity_ratio=float(ratio),
        products={
            name: float(part)
            for name, part in sorted(
                zip(phase.species_names, phase.X, strict=True), key=lambda row: -row[1]
            )
            if part > _LISTED
        },
        fresh=fresh,
    )
