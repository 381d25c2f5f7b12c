"""A ventilated room, and gas that is set free in it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import ATMOSPHERE_PA, GAS_CONSTANT_J_PER_MOL_K, STANDARD_TEMPERATURE_K
from davylamp.core.errors import InputError
from davylamp.gas.source import GasHistory, GasSource
from davylamp.gas.species import find_species

__all__ = ["Emission", "Room", "emissions_of_history", "emissions_of_source"]

FloatArray = npt.NDArray[np.float64]

_PPM = 1e-6


@dataclass(frozen=True, slots=True)
class Room:
    """A well-mixed room or enclosure at constant temperature.

    Parameters
    ----------
    volume_m3 : float
        Free volume of air [m3].
    air_flow_m3_per_s : float
        Supply of air, at the temperature and pressure of the room [m3/s]; 0 for none, and
        ``math.inf`` for a room that is always as its supply air.
    temperature_K, pressure_Pa : float
        Temperature [K] and absolute pressure [Pa].
    mixing_factor : float
        Share of the supply air that mixes before it leaves, above 0 and up to 1 [1].
    background_ppm : mapping of str to float
        Of gases in the supply air, and in the room before anything is released [ppm].
    sealed : bool
        Rigid and closed: nothing leaves and the pressure rises. Otherwise the room is open to its
        surroundings at constant pressure, and what is released drives as much of its air out.

    Raises
    ------
    InputError
        If the volume is not positive, the flow is negative, the mixing factor is not above 0 and
        up to 1, a species is not known, backgrounds are negative or exceed 100 %, or a sealed room
        has a supply of air.

    Examples
    --------
    >>> room = Room(100.0, air_flow_m3_per_s=100.0 * 6 / 3600)
    >>> round(room.air_changes_per_h, 9)
    6.0
    >>> round(room.air_mol)
    4087
    """

    volume_m3: float
    air_flow_m3_per_s: float = 0.0
    temperature_K: float = STANDARD_TEMPERATURE_K
    pressure_Pa: float = ATMOSPHERE_PA
    mixing_factor: float = 1.0
    background_ppm: Mapping[str, float] = field(default_factory=dict)
    sealed: bool = False

    def __post_init__(self) -> None:
        for value, unit, name in (
            (self.volume_m3, "m3", "volume of a room"),
            (self.temperature_K, "K", "temperature of a room"),
            (self.pressure_Pa, "Pa", "pressure of a room"),
        ):
            if not (math.isfinite(value) and value > 0.0):
                raise InputError(f"{name} {value!r} {unit} must be above 0 {unit}")
        if math.isnan(self.air_flow_m3_per_s) or self.air_flow_m3_per_s < 0.0:
            raise InputError(
                f"air flow {self.air_flow_m3_per_s!r} m3/s must not be negative",
                remedy="give 0 for no ventilation",
            )
        if not 0.0 < self.mixing_factor <= 1.0:
            raise InputError(f"mixing factor {self.mixing_factor!r} must be above 0 and up to 1")
        if self.sealed and self.air_flow_m3_per_s > 0.0:
            raise InputError("a sealed room has no supply of air", remedy="leave one of them out")
        found: dict[str, float] = {}
        for name, ppm in self.background_ppm.items():
            if not (math.isfinite(ppm) and ppm >= 0.0):
                raise InputError(f"background of {ppm!r} ppm of {name} is not a concentration")
            found[find_species(name).id] = float(ppm)
        if math.fsum(found.values()) > 1e6:
            raise InputError("backgrounds of a room exceed 100 % together")
        object.__setattr__(self, "background_ppm", MappingProxyType(found))

    @property
    def air_mol(self) -> float:
        """All gas in the room before a release [mol]."""
        return self.volume_m3 * self.density_mol_per_m3

    @property
    def density_mol_per_m3(self) -> float:
        """Moles of gas per volume [mol/m3]."""
        return self.pressure_Pa / (GAS_CONSTANT_J_PER_MOL_K * self.temperature_K)

    @property
    def mixed_flow_m3_per_s(self) -> float:
        """Supply of air that mixes [m3/s]."""
        return self.mixing_factor * self.air_flow_m3_per_s

    @property
    def air_changes_per_h(self) -> float:
        """Supply of air over the volume [1/h]."""
        return 3600.0 * self.air_flow_m3_per_s / self.volume_m3

    def ppm_of(self, amount_mol: float) -> float:
        """Return amount over all gas in the room [ppm]: of a small release without ventilation."""
        return amount_mol / self.air_mol / _PPM


@dataclass(frozen=True, slots=True)
class Emission:
    """Amount of one gas set free by each time.

    Parameters
    ----------
    species : str
        Id, name or registry number.
    time_s : array, shape (n,)
        Ascending [s], from 0 on; the same time twice for a jump.
    released_mol : array, shape (n,)
        Set free by then [mol]; linear in between, never falls. A first value above 0 is a puff at
        the first time.

    Raises
    ------
    InputError
        If the species is not known, times do not ascend or amounts fall.

    Examples
    --------
    >>> Emission.steady("H2S", 1.0, 60.0).total_mol
    60.0
    """

    species: str
    time_s: FloatArray
    released_mol: FloatArray

    def __post_init__(self) -> None:
        name = find_species(self.species).id
        time = np.atleast_1d(np.asarray(self.time_s, dtype=np.float64))
        amount = np.atleast_1d(np.asarray(self.released_mol, dtype=np.float64))
        if time.ndim != 1 or time.shape != amount.shape or time.size == 0:
            raise InputError(f"emission of {name}: give one amount for each time")
        if not (np.isfinite(time).all() and time[0] >= 0.0 and (np.diff(time) >= 0.0).all()):
            raise InputError(f"emission of {name}: times [s] must ascend from 0 on")
        if not (np.isfinite(amount).all() and amount[0] >= 0.0 and (np.diff(amount) >= 0.0).all()):
            raise InputError(
                f"emission of {name}: amounts [mol] must not be negative and must not fall",
                remedy="give what was set free by each time, not what is there",
            )
        object.__setattr__(self, "species", name)
        object.__setattr__(self, "time_s", time)
        object.__setattr__(self, "released_mol", amount)

    @property
    def total_mol(self) -> float:
        """All that is set free [mol]."""
        return float(self.released_mol[-1])

    @classmethod
    def puff(cls, species: str, amount_mol: float, time_s: float = 0.0) -> Emission:
        """Return an amount [mol] that is set free at once."""
        return cls(species, np.array([time_s]), np.array([amount_mol]))

    @classmethod
    def steady(
        cls, species: str, rate_mol_per_s: float, until_s: float, from_s: float = 0.0
    ) -> Emission:
        """Return a constant release [mol/s] between two times [s]."""
        if not until_s > from_s:
            raise InputError(f"release from {from_s:g} to {until_s:g} s takes no time")
        amount = rate_mol_per_s * (until_s - from_s)
        return cls(species, np.array([from_s, until_s]), np.array([0.0, amount]))


def emissions_of_history(history: GasHistory, *, from_s: float = 0.0) -> tuple[Emission, ...]:
    """Return what a history of gas sets free, starting at a time of the room [s]."""
    start = float(history.time_s[0])
    time = np.asarray(history.time_s, dtype=np.float64) - start + from_s
    found = []
    for name, amount in history.released_mol.items():
        # Integrators let a sum fall by rounding.
        steady = np.maximum.accumulate(np.maximum(np.asarray(amount, dtype=np.float64), 0.0))
        found.append(Emission(name, time, steady))
    return tuple(found)


def emissions_of_source(
    source: GasSource, *, from_s: float = 0.0, over_s: float | None = None
) -> tuple[Emission, ...]:
    """Return the gas of a source as emissions.

    Parameters
    ----------
    source : GasSource
        With a history, that is taken; else the central amounts over `over_s` or the duration of
        the source; where no rate is known, all at once, which is the upper bound of the peak.
    from_s : float
        Start of the release [s].
    over_s : float or None
        Time that the release takes [s]; asked for by the caller.
    """
    if source.history is not None and over_s is None:
        return emissions_of_history(source.history, from_s=from_s)
    lasts = over_s
    if lasts is None and source.duration_s is not None:
        lasts = source.duration_s.value
    found: Iterable[Emission]
    if lasts is None or lasts <= 0.0:
        found = (Emission.puff(name, n, from_s) for name, n in source.mol.items())
    else:
        found = (
            Emission.steady(name, n / lasts, from_s + lasts, from_s)
            for name, n in source.mol.items()
        )
    return tuple(found)
