"""The stack pressures between voids and extrusion."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from davylamp.core.constants import FARADAY_C_PER_MOL
from davylamp.core.errors import InputError
from davylamp.core.evidence import Unknown
from davylamp.dendrites.mechanism import Draws, NotApplicable, Undecided
from davylamp.dendrites.subject import Subject
from davylamp.dendrites.voids._common import creep_rate, molten
from davylamp.dendrites.voids.checks import FloatArray
from davylamp.dendrites.voids.creep import POOLED
from davylamp.dendrites.voids.extrusion_mechanism import LIFE_S, extrusion_mechanism
from davylamp.dendrites.voids.mechanism import VoidMechanism, void_mechanism

__all__ = ["PressureWindow", "pressure_window", "void_pressure_Pa"]


class PressureWindow(NamedTuple):
    """Stack pressures between which neither mechanism fails.

    Parameters
    ----------
    low_Pa : float
        Pressure below which stripping at the cell's current loses contact [Pa]; NaN when not known.
    high_Pa : float
        Pressure above which lithium is pressed through the layer within the life [Pa]; infinite
        where no pore leads through, NaN when not known.
    unknown : tuple of Unknown
        What the two rest on that is not known.
    """

    low_Pa: float
    high_Pa: float
    unknown: tuple[Unknown, ...]


def pressure_window(
    subject: Subject,
    *,
    current_A_per_m2: float | None = None,
    probability: float = 0.5,
    creep: str = POOLED,
    life_s: float = LIFE_S,
    draws: int = 2000,
) -> PressureWindow:
    """Return the window of stack pressure of a cell.

    What was seen at which pressure stands in `pressure_figures`, to be read beside it: cracks can
    let lithium through below the upper end.

    Parameters
    ----------
    subject : davylamp.dendrites.Subject
        The cell.
    current_A_per_m2 : float, optional
        Stripping current; that of the cell by default.
    probability : float
        How sure each end must be: 0.5 gives medians, 0.95 a low end that suffices in 95 of 100
        draws and a high end that is safe in as many. Either end may then pass the other: no
        pressure is known to be right.
    creep : str
        Law of creep.
    life_s : float
        Time that the cell is asked to stand [s].
    draws : int
        Draws of what is not known.

    Raises
    ------
    InputError
        If the current is negative or the probability not between 0 and 1.

    Examples
    --------
    >>> from davylamp.cell import example_path, read_cell
    >>> from davylamp.dendrites import subject_of
    >>> low, high, unknown = pressure_window(subject_of(read_cell(example_path("sulfide"))))
    >>> low < high
    True
    """
    if not 0.0 < probability < 1.0:
        raise InputError(f"probability {probability!r} is not between 0 and 1")
    current = subject.current_A_per_m2 if current_A_per_m2 is None else current_A_per_m2
    if current is not None and not current >= 0.0:
        raise InputError(f"current {current!r} A/m2 is negative")
    unknown: list[Unknown] = []
    low = high = float("nan")
    voids = void_mechanism(subject, creep=creep)
    if isinstance(voids, NotApplicable):
        low = 0.0
    elif isinstance(voids, Undecided):
        unknown += voids.unknown
    elif current is None:
        unknown.append(
            Unknown("current of the cell", "give operation.current or c_rate in the cell file")
        )
    else:
        unknown += [item for item in voids.unknown if item.what != "stack pressure of the cell"]
        pressures = void_pressure_Pa(voids, voids.sample(draws), current)
        low = float(np.quantile(pressures, probability))
    # The limit of pressure needs no stack pressure of the cell.
    pressed = extrusion_mechanism(_with_pressure(subject), creep=creep, life_s=life_s)
    if isinstance(pressed, NotApplicable):
        high = float("inf")
    elif isinstance(pressed, Undecided):
        unknown += pressed.unknown
    else:
        unknown += pressed.unknown
        limits = pressed.pressure_limit_Pa(pressed.sample(draws))
        high = float(np.quantile(limits, 1.0 - probability, method="lower"))
    return PressureWindow(low, high, tuple(dict.fromkeys(unknown)))


def void_pressure_Pa(mechanism: VoidMechanism, draws: Draws, current_A_per_m2: float) -> FloatArray:
    """Return the stack pressure that keeps contact at a stripping current, (n,) [Pa].

    0 where self-diffusion and surface tension alone do; NaN where lithium is molten.
    """
    balance = mechanism.balance({**draws, "stack_pressure": np.zeros_like(draws["void_spacing"])})
    law = mechanism.law
    local = current_A_per_m2 / np.asarray(draws["area_factor"], dtype=np.float64)
    feed = np.maximum(local - balance.diffusion_current_A_per_m2, 0.0)
    speed = feed * mechanism.molar_volume_m3_per_mol / FARADAY_C_PER_MOL
    closing = speed / (3.0 * balance.volume_m)
    stress = law.strength_Pa * (2.0 * closing / creep_rate(law, draws)) ** (1.0 / law.exponent)
    surface = 2.0 * draws["surface_energy"] / balance.radius_m
    pressure = np.maximum(stress * law.exponent / 1.5 - surface, 0.0)
    return np.where(molten(draws), np.nan, pressure)


def _with_pressure(subject: Subject) -> Subject:
    from dataclasses import replace

    return replace(subject, stack_pressure_Pa=subject.stack_pressure_Pa or 0.0)
