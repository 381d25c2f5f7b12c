"""A pouch cell with tabs as the electro-thermal field sees it: plate, foils, tabs, contact."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind, Unknown

__all__ = ["FoilSheet", "Pouch", "PouchField", "Tab", "tabs"]

FloatArray = npt.NDArray[np.float64]
Side = Literal["top", "bottom", "left", "right"]
Arrangement = Literal["same", "opposite", "long"]
_SIDES: Final = ("top", "bottom", "left", "right")


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab: an edge of the plate on which the foil has one potential.

    Parameters
    ----------
    side : str
        ``top``, ``bottom``, ``left`` or ``right``.
    centre : float
        Its middle along that side, 0 to 1 from the left or from the bottom.
    width_m : float
        Along that side [m].
    conductance_W_per_K : float
        Heat that flows through it to the surroundings, per kelvin [W/K].
    """

    side: Side
    centre: float
    width_m: float
    conductance_W_per_K: float = 0.0

    def __post_init__(self) -> None:
        if self.side not in _SIDES:
            raise InputError(f"tab at {self.side!r}", remedy=f"one of {', '.join(_SIDES)}")
        if not (0.0 <= self.centre <= 1.0 and self.width_m > 0.0):
            raise InputError("the centre of a tab lies within 0 and 1, its width is positive")
        if not self.conductance_W_per_K >= 0.0:
            raise InputError("the conductance of a tab to its surroundings is below 0")


@dataclass(frozen=True, slots=True)
class FoilSheet:
    """A current collector as it serves one unit cell.

    Parameters
    ----------
    thickness_m : float
        Thickness that belongs to one unit cell: half of a foil shared by two [m].
    conductivity_S_per_m : callable
        Electrical conductivity [S/m] at a temperature [K]; infinite for a perfect foil.
    """

    thickness_m: float
    conductivity_S_per_m: Callable[[float], float]

    def sheet_S(self, temperature_K: FloatArray) -> FloatArray:
        """Sheet conductance [S] at each temperature."""
        values = [self.conductivity_S_per_m(float(T)) for T in temperature_K.ravel()]
        return self.thickness_m * np.asarray(values).reshape(temperature_K.shape)


@dataclass(frozen=True, slots=True)
class Pouch:
    """A flat cell of several unit cells in parallel between two sets of tabs.

    Parameters
    ----------
    name : str
        For messages.
    width_m, height_m, thickness_m : float
        Of the electrode stack [m].
    unit_cells : int
        In parallel, all alike.
    negative, positive : FoilSheet
        Current collectors of one unit cell.
    negative_tab, positive_tab : Tab
        Where the current leaves.
    open_circuit_V : float
        Voltage at rest [V].
    entropy_V_per_K : float
        ``dU/dT``; enters the heat alone [V/K].
    area_resistance_ohm_m2 : callable
        Resistance through the layers of one unit cell [ohm m2] at a temperature [K].
    conductivity_W_per_m_K : float
        Thermal conductivity along the plate [W/m/K].
    cooling_W_per_m2_K : float
        From each of the two faces [W/m2/K].
    edge_cooling_W_per_m2_K : float
        From the four edges [W/m2/K].
    surroundings_K : float
        Temperature [K].
    through_W_per_m_K : float or None
        Thermal conductivity through the layers, for the Biot number [W/m/K].
    kind : Kind
        Weakest evidence.
    sources : tuple of str
        Bibliography keys.
    unknown : tuple of Unknown
        What is not known: resistances that count as none.
    notes : tuple of str
        What a reader must know.
    """

    name: str
    width_m: float
    height_m: float
    thickness_m: float
    unit_cells: int
    negative: FoilSheet
    positive: FoilSheet
    negative_tab: Tab
    positive_tab: Tab
    open_circuit_V: float
    entropy_V_per_K: float
    area_resistance_ohm_m2: Callable[[float], float]
    conductivity_W_per_m_K: float
    cooling_W_per_m2_K: float
    surroundings_K: float
    edge_cooling_W_per_m2_K: float = 0.0
    through_W_per_m_K: float | None = None
    kind: Kind = Kind.ASSUMED
    sources: tuple[str, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        positive = {
            "width": self.width_m,
            "height": self.height_m,
            "thickness": self.thickness_m,
            "foil of the anode": self.negative.thickness_m,
            "foil of the cathode": self.positive.thickness_m,
            "thermal conductivity": self.conductivity_W_per_m_K,
            "temperature of the surroundings": self.surroundings_K,
        }
        for name, value in positive.items():
            if not (math.isfinite(value) and value > 0.0):
                raise InputError(f"{self.name}: {name} {value!r} is not positive")
        for name, value in {
            "cooling": self.cooling_W_per_m2_K,
            "cooling of the edges": self.edge_cooling_W_per_m2_K,
        }.items():
            if not (math.isfinite(value) and value >= 0.0):
                raise InputError(f"{self.name}: {name} {value!r} W/m2/K is below 0")
        if self.unit_cells < 1:
            raise InputError(f"{self.name}: it has no unit cell")
        for tab, word in ((self.negative_tab, "negative"), (self.positive_tab, "positive")):
            side = self.width_m if tab.side in ("top", "bottom") else self.height_m
            low, high = tab.centre * side - tab.width_m / 2, tab.centre * side + tab.width_m / 2
            if low < -1e-9 * side or high > side * (1.0 + 1e-9):
                raise InputError(
                    f"{self.name}: the {word} tab of {1e3 * tab.width_m:g} mm leaves the "
                    f"{tab.side} side of {1e3 * side:g} mm",
                    remedy="move it inwards or make it narrower",
                )


@dataclass(frozen=True, slots=True)
class PouchField:
    """Steady temperature and current density over the face of a pouch cell.

    Arrays have shape (ny, nx): rows from the bottom, columns from the left.

    Parameters
    ----------
    x_m, y_m : array
        Middles of the volumes [m].
    temperature_K, current_density_A_per_m2 : array
        Temperature, and current density through the layers, positive on discharge.
    negative_V, positive_V : array
        Potentials of the foils, the negative tab being zero [V].
    current_A, voltage_V : float
        Of the whole cell at its tabs.
    heat_W : mapping
        Heat by source: ``layers``, ``entropic``, ``negative foil``, ``positive foil`` [W].
    charge_closure, energy_closure, heat_closure : float
        Relative errors of the sums: current, electric power lost, heat given off.
    biot : float or None
        Cooling over conduction through half the thickness: below 0.1 one temperature across the
        thickness is enough.
    iterations : int
        Turns between current and temperature.
    kind : Kind
        Weakest evidence.
    unknown : tuple of Unknown
        What is not known.
    notes : tuple of str
        What a reader must know.
    """

    x_m: FloatArray
    y_m: FloatArray
    temperature_K: FloatArray
    current_density_A_per_m2: FloatArray
    negative_V: FloatArray
    positive_V: FloatArray
    current_A: float
    voltage_V: float
    heat_W: dict[str, float]
    charge_closure: float
    energy_closure: float
    heat_closure: float
    biot: float | None
    iterations: int
    kind: Kind = Kind.ASSUMED
    unknown: tuple[Unknown, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def hottest_K(self) -> float:
        """Highest temperature [K]."""
        return float(self.temperature_K.max())

    @property
    def spread_K(self) -> float:
        """Hottest less coldest [K]."""
        return float(self.temperature_K.max() - self.temperature_K.min())

    @property
    def mean_K(self) -> float:
        """Mean temperature [K]."""
        return float(self.temperature_K.mean())

    @property
    def hot_spot_m(self) -> tuple[float, float]:
        """Place of the highest temperature, from the left and from the bottom [m]."""
        row, column = np.unravel_index(int(self.temperature_K.argmax()), self.temperature_K.shape)
        return float(self.x_m[column]), float(self.y_m[row])

    @property
    def current_peak(self) -> float:
        """Largest current density over the mean one, by size."""
        size = np.abs(self.current_density_A_per_m2)
        mean = float(size.mean())
        return float(size.max()) / mean if mean > 0.0 else 1.0

    @property
    def total_heat_W(self) -> float:
        """Heat of all sources [W]."""
        return math.fsum(self.heat_W.values())


def tabs(
    arrangement: Arrangement, width_m: float, height_m: float, tab_width_m: float
) -> tuple[Tab, Tab]:
    """Return negative and positive tab: both on the top, on top and bottom, or on the long sides.

    Examples
    --------
    >>> [tab.side for tab in tabs("long", 0.05, 0.08, 0.02)]
    ['left', 'right']
    """
    if arrangement == "same":
        return Tab("top", 0.25, tab_width_m), Tab("top", 0.75, tab_width_m)
    if arrangement == "opposite":
        return Tab("bottom", 0.5, tab_width_m), Tab("top", 0.5, tab_width_m)
    if arrangement == "long":
        if width_m > height_m:
            return Tab("bottom", 0.5, tab_width_m), Tab("top", 0.5, tab_width_m)
        return Tab("left", 0.5, tab_width_m), Tab("right", 0.5, tab_width_m)
    raise InputError(f"tabs {arrangement!r} are not known", remedy="one of same, opposite and long")
