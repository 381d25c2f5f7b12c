"""A body that heats up: its mass, size, heat capacity, conductivity and reaction network."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind
from davylamp.runaway.network import Network

__all__ = [
    "REFERENCE_K",
    "Body",
    "Conductivity",
    "EnthalpyTable",
    "HeatCapacity",
    "Transition",
    "constant_heat",
]

FloatArray = npt.NDArray[np.float64]

#: Reference of the enthalpy [K].
REFERENCE_K: Final = 298.15
_COLDEST_K: Final = 100.0
_HOTTEST_K: Final = 5000.0


@dataclass(frozen=True, slots=True)
class Transition:
    """Melting or another change of phase, spread over a short range of temperature.

    Parameters
    ----------
    name : str
        ``"lithium melts"``.
    temperature_K : float
        Middle of the range [K].
    heat_J_per_kg : float
        Heat taken up per kilogram of the body [J/kg].
    width_K : float
        Whole range [K]; real mixtures melt over a few kelvin, and the integrator asks for it.
    """

    name: str
    temperature_K: float
    heat_J_per_kg: float
    width_K: float = 2.0


@dataclass(frozen=True, slots=True)
class EnthalpyTable:
    """Temperature over specific enthalpy on an even grid, linear in between and beyond.

    Parameters
    ----------
    first_J_per_kg, step_J_per_kg : float
        Grid of the enthalpy above 298.15 K [J/kg].
    temperature_K : array, shape (n,)
        Temperature at its points [K].
    """

    first_J_per_kg: float
    step_J_per_kg: float
    temperature_K: FloatArray


@dataclass(frozen=True, slots=True)
class HeatCapacity:
    """Specific heat capacity over temperature, with changes of phase.

    Parameters
    ----------
    temperature_K : tuple of float
        Ascending [K]; one point for a constant.
    value_J_per_kg_K : tuple of float
        Heat capacity there [J/kg/K], linear in between and constant beyond.
    transitions : tuple of Transition
        Changes of phase.
    kind : Kind
        How it is known.
    sources : tuple of str
        Bibliography keys.
    note : str
        What a reader must know, as the share of it that rests on an estimate.

    Raises
    ------
    InputError
        If a heat capacity is not positive or the temperatures do not ascend.
    """

    temperature_K: tuple[float, ...]
    value_J_per_kg_K: tuple[float, ...]
    transitions: tuple[Transition, ...] = ()
    kind: Kind = Kind.ASSUMED
    sources: tuple[str, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        if not self.temperature_K or len(self.temperature_K) != len(self.value_J_per_kg_K):
            raise InputError("a heat capacity needs as many temperatures as values")
        for value in self.value_J_per_kg_K:
            if not (math.isfinite(value) and value > 0.0):
                raise InputError(
                    f"heat capacity {value:g} J/kg/K is not positive",
                    remedy="a body that cools down when it takes up heat does not exist",
                )
        if any(b <= a for a, b in zip(self.temperature_K, self.temperature_K[1:], strict=False)):
            raise InputError("the temperatures of a heat capacity do not ascend")
        for change in self.transitions:
            if not (change.heat_J_per_kg >= 0.0 and change.width_K > 0.0):
                raise InputError(f"{change.name}: heat and width must be positive")

    @property
    def is_constant(self) -> bool:
        """Whether it is one number without changes of phase."""
        return len(set(self.value_J_per_kg_K)) == 1 and not self.transitions

    def enthalpy_J_per_kg(self, temperature_K: npt.ArrayLike) -> FloatArray:
        """Enthalpy above 298.15 K [J/kg], exact for the linear pieces."""
        T = np.atleast_1d(np.asarray(temperature_K, dtype=np.float64))
        return np.asarray(self._integral(T) - self._integral(np.array([REFERENCE_K])))

    def at(self, temperature_K: float) -> float:
        """Heat capacity without changes of phase [J/kg/K]."""
        return float(np.interp(temperature_K, self.temperature_K, self.value_J_per_kg_K))

    def table(self, points: int = 4096) -> EnthalpyTable:
        """Return temperature over enthalpy for the integrators, from 100 to 5000 K."""
        if self.is_constant:
            points = 2
        knots = {_COLDEST_K, _HOTTEST_K, *self.temperature_K}
        for change in self.transitions:
            half = change.width_K / 2.0
            knots |= {change.temperature_K - half, change.temperature_K + half}
        fine = np.unique(
            np.concatenate([np.linspace(_COLDEST_K, _HOTTEST_K, 20001), sorted(knots)])
        )
        enthalpy = self.enthalpy_J_per_kg(fine)
        grid = np.linspace(enthalpy[0], enthalpy[-1], points)
        return EnthalpyTable(
            float(grid[0]), float(grid[1] - grid[0]), np.interp(grid, enthalpy, fine)
        )

    def _integral(self, T: FloatArray) -> FloatArray:
        """Integral from 0 K, with the heat capacity constant beyond its ends."""
        knots = np.array([0.0, *self.temperature_K, max(1e5, 2 * self.temperature_K[-1])])
        values = np.array(
            [self.value_J_per_kg_K[0], *self.value_J_per_kg_K, self.value_J_per_kg_K[-1]]
        )
        sums = np.concatenate([[0.0], np.cumsum(np.diff(knots) * (values[1:] + values[:-1]) / 2.0)])
        place = np.clip(np.searchsorted(knots, T, side="right") - 1, 0, len(knots) - 2)
        over = T - knots[place]
        slope = np.diff(values) / np.diff(knots)
        result = sums[place] + over * (values[place] + 0.5 * slope[place] * over)
        for change in self.transitions:
            start = change.temperature_K - change.width_K / 2.0
            result = result + change.heat_J_per_kg * np.clip((T - start) / change.width_K, 0.0, 1.0)
        return np.asarray(result)


def constant_heat(value_J_per_kg_K: float, kind: Kind = Kind.ASSUMED) -> HeatCapacity:
    """Return a heat capacity that does not depend on temperature."""
    return HeatCapacity((REFERENCE_K,), (float(value_J_per_kg_K),), kind=kind)


@dataclass(frozen=True, slots=True)
class Conductivity:
    """Thermal conductivity along the three axes of a body [W/m/K], over temperature.

    Parameters
    ----------
    x_W_per_m_K, y_W_per_m_K, z_W_per_m_K : float
        At the reference temperature; z is through the layers.
    temperature_K, factor : tuple of float
        Factor on all three over temperature, linear in between and constant beyond.
    kind : Kind
        How it is known.
    sources : tuple of str
        Bibliography keys.
    note : str
        What a reader must know.
    """

    x_W_per_m_K: float
    y_W_per_m_K: float
    z_W_per_m_K: float
    temperature_K: tuple[float, ...] = ()
    factor: tuple[float, ...] = ()
    kind: Kind = Kind.ASSUMED
    sources: tuple[str, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        for value in (self.x_W_per_m_K, self.y_W_per_m_K, self.z_W_per_m_K, *self.factor):
            if not value > 0.0:
                raise InputError(f"thermal conductivity {value:g} W/m/K is not positive")
        if len(self.temperature_K) != len(self.factor):
            raise InputError("a conductivity needs as many temperatures as factors")


@dataclass(frozen=True, slots=True)
class Body:
    """What an integrator heats: a cell, a sample, a block.

    Parameters
    ----------
    name : str
        For messages and pictures.
    mass_kg, volume_m3 : float
        Of the whole body, casing included: sources of heat are spread over it [kg, m3].
    size_m : tuple of float
        Width, height and thickness of the box around it [m]; layers lie across the thickness.
    surface_m2 : float
        Surface that exchanges heat with the surroundings [m2].
    heat_capacity : HeatCapacity
        Per kilogram of the body.
    conductivity : Conductivity or None
        None for a body that is only ever lumped.
    network : Network
        Per kilogram of the body.
    emissivity : float
        Of its surface, 0 to 1.
    electrical_energy_J : float
        Stored electrical energy at its state of charge [J].
    voltage_V, voltage_empty_V : float or None
        Voltage at its state of charge, and discharged [V].
    notes : tuple of str
        What a reader must know.
    """

    name: str
    mass_kg: float
    volume_m3: float
    size_m: tuple[float, float, float]
    surface_m2: float
    heat_capacity: HeatCapacity
    conductivity: Conductivity | None
    network: Network
    emissivity: float = 0.0
    electrical_energy_J: float = 0.0
    voltage_V: float | None = None
    voltage_empty_V: float | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, value in (
            ("mass", self.mass_kg),
            ("volume", self.volume_m3),
            ("surface", self.surface_m2),
        ):
            if not (math.isfinite(value) and value > 0.0):
                raise InputError(f"{self.name}: {name} {value!r} is not positive")
        if not 0.0 <= self.emissivity <= 1.0:
            raise InputError(f"{self.name}: emissivity {self.emissivity:g} is not within 0 and 1")

    @property
    def density_kg_per_m3(self) -> float:
        """Mean density [kg/m3]."""
        return self.mass_kg / self.volume_m3
