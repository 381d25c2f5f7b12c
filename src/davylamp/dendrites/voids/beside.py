"""Measured stripping currents beside what the voids of a cell give, and what follows of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from davylamp.core.constants import STANDARD_TEMPERATURE_K
from davylamp.core.evidence import Kind, Unknown
from davylamp.dendrites.subject import Subject
from davylamp.dendrites.voids.checks import FloatArray
from davylamp.dendrites.voids.published import StrippingFigure, stripping_figures

if TYPE_CHECKING:
    from davylamp.dendrites.voids.mechanism import VoidMechanism

__all__ = ["beside_measured", "median_at"]

#: As many as the validation takes, so that both show the same medians.
_DRAWS: Final = 2000
_SETTLE: Final = (
    "strip this contact at rising current under the cell's pressure until the voltage climbs"
)


def median_at(
    mechanism: VoidMechanism, figure: StrippingFigure, draws: Mapping[str, FloatArray]
) -> float:
    """Return the median critical current as a figure was taken, on flat and thick lithium [A/m2].

    Parameters
    ----------
    mechanism : VoidMechanism
        Voids of a cell.
    figure : StrippingFigure
        For its pressure and temperature.
    draws : mapping of str to array, shape (n,)
        Draws of the mechanism.
    """
    size = draws["void_spacing"].size
    taken = {name: values for name, values in draws.items() if name != "lithium_thickness"}
    taken["stack_pressure"] = np.full(size, figure.pressure_Pa)
    taken["temperature"] = np.full(size, figure.temperature_K)
    taken["area_factor"] = np.ones(size)
    return float(np.median(mechanism.critical_current_A_per_m2(taken)))


def beside_measured(
    mechanism: VoidMechanism, subject: Subject
) -> tuple[tuple[str, ...], tuple[Unknown, ...]]:
    """Return notes and unknowns that measured stripping currents add to a mechanism.

    A warning comes first where the cell strips faster than a contact of its electrolyte bore at
    the pressure of the cell or more. No figure enters a model.

    Examples
    --------
    >>> from davylamp.cell import example_path, read_cell
    >>> from davylamp.dendrites import subject_of
    >>> from davylamp.dendrites.voids.mechanism import void_mechanism
    >>> subject = subject_of(read_cell(example_path("sulfide")))
    >>> beside_measured(void_mechanism(subject), subject)[0][0][:41]
    'Measured on Li6PS5Cl: 0.2 mA/cm2 at 3 MPa'
    """
    draws = mechanism.sample(_DRAWS)
    every = {figure.id: median_at(mechanism, figure, draws) for figure in stripping_figures()}
    ratios = [every[figure.id] / figure.current_A_per_m2 for figure in stripping_figures()]
    too_high = f"{min(ratios):.0f} to {max(ratios):.0f} times"
    name = subject.material.id
    own = [figure for figure in stripping_figures() if figure.electrolyte == name]
    what = f"by how much voids on {name} come sooner than modelled: "
    if not own:
        others = ", ".join(dict.fromkeys(figure.electrolyte for figure in stripping_figures()))
        what += f"where it was measured ({others}), the median here lies {too_high} too high"
        return (_read_low(too_high),), (Unknown(what, _SETTLE),)
    parts = [
        f"{_measured(figure)}, where the median here is {0.1 * every[figure.id]:.2g}"
        for figure in own
    ]
    warnings = _warnings(subject, own)
    what += f"measured {parts[0]}"
    if warnings:
        what += "; this cell passes more than was borne"
    told = f"Measured on {name}: {'; '.join(parts)}. No model uses it."
    return (*warnings, told, _read_low(too_high)), (Unknown(what, _SETTLE),)


def _read_low(too_high: str) -> str:
    return (
        f"Wherever stripping was measured, the median of this model lies {too_high} above it, on "
        "the unsafe side: read the low end of the range."
    )


def _warnings(subject: Subject, figures: list[StrippingFigure]) -> list[str]:
    """Return a sentence for the strongest press under which less current already left voids."""
    if subject.current_A_per_m2 is None:
        return []
    local = subject.current_A_per_m2 / (subject.cell.anode.area_factor or 1.0)
    # Nobody presses a cell whose file tells no pressure.
    pressure = subject.stack_pressure_Pa or 0.0
    passed = [
        figure
        for figure in figures
        if figure.pressure_Pa >= pressure and figure.current_A_per_m2 < local
    ]
    if not passed:
        return []
    worst = max(passed, key=lambda figure: figure.pressure_Pa)
    warm = subject.temperature_K > STANDARD_TEMPERATURE_K + 5.0
    return [
        f"More than was borne: the cell passes {0.1 * local:.2g} mA/cm2 of lithium, and "
        f"{_measured(worst)} at {worst.temperature_K - 273.15:.0f} degC was the most without "
        f"voids in a test that pressed no less than this cell{'' if not warm else ', but cooler'}."
    ]


def _measured(figure: StrippingFigure) -> str:
    checked = "" if figure.kind is Kind.MEASURED else " (not checked against the source)"
    return f"{0.1 * figure.current_A_per_m2:g} mA/cm2 at {1e-6 * figure.pressure_Pa:g} MPa{checked}"
