"""Pieces of an assessment of gas: figures, places, concentrations, limits, fire."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from davylamp.core.errors import InputError
from davylamp.core.evidence import NOT_REPORTED, Kind, Unknown
from davylamp.gas.mixture import AIR_OXYGEN

if TYPE_CHECKING:
    from davylamp.store.hazards import HazardLimit

__all__ = ["Check", "Curve", "Dilution", "Fire", "GasFigure", "Index", "Level", "Place"]


@dataclass(frozen=True, slots=True)
class GasFigure:
    """A number with unit, evidence and uncertainty, or that it is unknown.

    Parameters
    ----------
    key : str
        Stable name with the unit in it: ``peak_pressure_kPa``.
    label : str
        Name for a reader.
    value : float or None
        In `unit`; None when unknown.
    unit : str
        Unit for a reader.
    kind : Kind
        Weakest evidence.
    uncertainty : str
        As text.
    sources : tuple of str
        Bibliography keys.
    note : str
        How it follows, or what is missing.
    """

    key: str
    label: str
    value: float | None
    unit: str
    kind: Kind = Kind.UNKNOWN
    uncertainty: str = NOT_REPORTED
    sources: tuple[str, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        if self.value is not None and not math.isfinite(self.value):
            raise InputError(f"figure {self.key}: {self.value} is not a number to report")


@dataclass(frozen=True, slots=True)
class Place:
    """Where gas goes.

    Parameters
    ----------
    id, title : str
        ``making`` or ``enclosure``; in words.
    volume_m3 : float
        Volume of air [m3].
    air_flow_m3_per_s : float
        Fresh air [m3/s]; none where it is not given, which is the cautious choice.
    temperature_K, pressure_Pa : float
        Of the air [K], [Pa].
    cells : int
        Cells whose gas comes here at once.
    burst_pressure_Pa : float or None
        Pressure above the surroundings that it stands [Pa].
    oxygen_share : float
        Oxygen in its gas before anything comes [1]; 0 in a glove box.
    assumed : tuple of str
        Which of these numbers the cell file does not give.
    """

    id: str
    title: str
    volume_m3: float
    air_flow_m3_per_s: float = 0.0
    temperature_K: float = 298.15
    pressure_Pa: float = 101325.0
    cells: int = 1
    burst_pressure_Pa: float | None = None
    oxygen_share: float = AIR_OXYGEN
    assumed: tuple[str, ...] = ()

    @property
    def is_reference(self) -> bool:
        """Whether the room itself is assumed."""
        return "volume" in self.assumed

    @property
    def air_changes_per_h(self) -> float:
        """Fresh air over volume [1/h]."""
        return 3600.0 * self.air_flow_m3_per_s / self.volume_m3


@dataclass(frozen=True, slots=True)
class Curve:
    """Concentrations in a place over time: ``ppm[species]`` at `time_s`."""

    time_s: tuple[float, ...]
    ppm: Mapping[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Check:
    """A concentration beside one limit.

    Parameters
    ----------
    limit : HazardLimit
        The limit with source, edition and date.
    ppm : float
        What is held against it: the peak, or the highest mean over its averaging time [ppm].
    ratio : float
        Of that to the limit.
    reached_s : float or None
        When the limit is first reached [s]; None where it is not.
    """

    limit: HazardLimit
    ppm: float
    ratio: float
    reached_s: float | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """One gas in a place.

    Parameters
    ----------
    species : str
        Its id.
    peak_ppm : float
        Highest concentration [ppm].
    low_ppm, high_ppm : float or None
        At 5 and 95 % of the draws of its amount [ppm]; None where the amount has no distribution.
    checks : tuple of Check
        Beside each limit that there is; empty where no agency gives one.
    """

    species: str
    peak_ppm: float
    low_ppm: float | None = None
    high_ppm: float | None = None
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class Index:
    """Sum over gases of concentration over limit.

    Parameters
    ----------
    value : float
        The sum [1]; a lower bound where not `complete`.
    complete : bool
        Whether every gas that needs one has a limit.
    by : str
        Gas with the largest share.
    missing : tuple of str
        Gases without a limit.
    sources : tuple of str
        Bibliography keys of the limits.
    averaging_s : float or None
        Time over which concentrations are averaged [s]; None for peaks.
    kind : Kind
        Weakest evidence of the limits.
    """

    value: float
    complete: bool
    by: str
    missing: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    averaging_s: float | None = None
    kind: Kind = Kind.UNKNOWN


@dataclass(frozen=True, slots=True)
class Dilution:
    """Air that brings the gas of a case down to a limit.

    Parameters
    ----------
    target : str
        ``IDLH``, ``AEGL-2, 60 min``, ``a quarter of LFL``.
    volume_m3 : float or None
        At the conditions of the place, all gases together [m3]; None where no gas has such a
        limit.
    by : str
        Gas with the largest share; empty for mixtures.
    complete : bool
        Whether every gas that needs a limit has one; otherwise more air is needed.
    missing : tuple of str
        Gases without one.
    sources : tuple of str
        Bibliography keys of the limits.
    """

    target: str
    volume_m3: float | None
    by: str = ""
    complete: bool = True
    missing: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fire:
    """Whether the gas of a case burns, and what comes of it.

    Parameters
    ----------
    flammable : bool or None
        Whether it burns in air in some share; None where that is not known.
    lfl_percent, ufl_percent : float or None
        Limits of the gas as it comes, in air at the place [% by volume].
    share_of_lfl : float or None
        Highest share of the gas in the place, evenly mixed, over its lower limit [1].
    figures : tuple of GasFigure
        Flame temperature, pressure and so on.
    kind : Kind
        Weakest evidence.
    sources : tuple of str
        Bibliography keys.
    notes : tuple of str
        What a reader must know.
    unknown : tuple of Unknown
        What cannot be said.
    """

    flammable: bool | None
    lfl_percent: float | None = None
    ufl_percent: float | None = None
    share_of_lfl: float | None = None
    figures: tuple[GasFigure, ...] = ()
    kind: Kind = Kind.UNKNOWN
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unknown: tuple[Unknown, ...] = ()
