"""From resistances before and after to the short between them, with its uncertainty."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from davylamp.dendrites._checks import require_at_least_zero, require_positive
from davylamp.dendrites.soft_short.path import LITHIUM_OHM_M, filament_area_m2

__all__ = [
    "InferredShort",
    "short_from_conductances",
    "short_from_resistances",
    "short_from_self_discharge",
]

#: One-sided 95 % of a normal distribution in standard deviations.
_ONE_SIDED: Final = 1.6448536269514722


@dataclass(frozen=True, slots=True)
class InferredShort:
    """An electronic path as two measurements tell it.

    Parameters
    ----------
    conductance_S, uncertainty_S : float
        Of the path with standard uncertainty [S]; the conductance may come out below zero.
    is_shown : bool
        Whether it lies above zero with 95 % confidence. If not, a short is not shown; that is
        no proof that there is none: see `conductance_below_S`.
    conductance_below_S : float
        The path conducts less than this with 95 % confidence [S].
    resistance_ohm : float or None
        Of the path [ohm]; None where it is not shown.
    resistance_above_ohm : float
        It resists more than this with 95 % confidence [ohm].
    area_m2, area_uncertainty_m2 : float or None
        Lithium cross-section that would conduct as much over the length given [m2].
    diameter_m : float or None
        Of one round filament of that area [m].
    """

    conductance_S: float
    uncertainty_S: float
    is_shown: bool
    conductance_below_S: float
    resistance_ohm: float | None
    resistance_above_ohm: float
    area_m2: float | None
    area_uncertainty_m2: float | None
    diameter_m: float | None


def short_from_conductances(
    before_S: float,
    after_S: float,
    *,
    before_uncertainty_S: float = 0.0,
    after_uncertainty_S: float = 0.0,
    length_m: float | None = None,
    resistivity_ohm_m: float = LITHIUM_OHM_M,
) -> InferredShort:
    """Return the short that adds to a conductance, from slopes of voltammograms for example.

    ``G_short = G_after - G_before``, uncertainties added in squares.

    Parameters
    ----------
    before_S, after_S : float
        Conductance of the cell without and with the suspected short [S].
    before_uncertainty_S, after_uncertainty_S : float
        Their standard uncertainties [S].
    length_m : float, optional
        Thickness of the electrolyte that the short spans [m], for its cross-section.
    resistivity_ohm_m : float
        Of lithium [ohm m].

    Raises
    ------
    InputError
        If a value is out of range.

    Notes
    -----
    The ions are taken to conduct as before. A contact that improves looks like a short, one that
    gets worse hides one: temperature, pressure and state must be the same.

    Examples
    --------
    >>> short = short_from_conductances(0.020, 0.037, length_m=500e-6)
    >>> round(short.resistance_ohm, 1), short.is_shown
    (58.8, True)
    """
    require_positive("before_S", before_S, "S")
    require_positive("after_S", after_S, "S")
    require_at_least_zero("before_uncertainty_S", before_uncertainty_S, "S")
    require_at_least_zero("after_uncertainty_S", after_uncertainty_S, "S")
    uncertainty = math.hypot(before_uncertainty_S, after_uncertainty_S)
    return _inferred(after_S - before_S, uncertainty, length_m, resistivity_ohm_m)


def short_from_resistances(
    before_ohm: float,
    after_ohm: float,
    *,
    before_uncertainty_ohm: float = 0.0,
    after_uncertainty_ohm: float = 0.0,
    length_m: float | None = None,
    resistivity_ohm_m: float = LITHIUM_OHM_M,
) -> InferredShort:
    """Return the short that lowers a resistance: ``1/R_short = 1/R_after - 1/R_before``.

    Parameters
    ----------
    before_ohm, after_ohm : float
        Resistance of the cell without and with the suspected short [ohm].
    before_uncertainty_ohm, after_uncertainty_ohm : float
        Their standard uncertainties [ohm].
    length_m, resistivity_ohm_m : float
        As for `short_from_conductances`.

    Raises
    ------
    InputError
        If a value is out of range.

    Examples
    --------
    50 +- 1 ohm fell to 27 +- 1 ohm:

    >>> short = short_from_resistances(
    ...     50.0, 27.0, before_uncertainty_ohm=1.0, after_uncertainty_ohm=1.0, length_m=500e-6
    ... )
    >>> round(short.resistance_ohm), round(1e6 * short.diameter_m, 2)
    (59, 1.0)
    """
    require_positive("before_ohm", before_ohm, "ohm")
    require_positive("after_ohm", after_ohm, "ohm")
    require_at_least_zero("before_uncertainty_ohm", before_uncertainty_ohm, "ohm")
    require_at_least_zero("after_uncertainty_ohm", after_uncertainty_ohm, "ohm")
    return short_from_conductances(
        1.0 / before_ohm,
        1.0 / after_ohm,
        before_uncertainty_S=before_uncertainty_ohm / before_ohm**2,
        after_uncertainty_S=after_uncertainty_ohm / after_ohm**2,
        length_m=length_m,
        resistivity_ohm_m=resistivity_ohm_m,
    )


def short_from_self_discharge(
    current_A: float,
    voltage_V: float,
    *,
    current_uncertainty_A: float = 0.0,
    length_m: float | None = None,
    resistivity_ohm_m: float = LITHIUM_OHM_M,
) -> InferredShort:
    """Return the path that would carry a self-discharge current at a voltage: an upper bound.

    ``G = I / U``. Side reactions discharge a cell too, so the short conducts that much at most.

    Parameters
    ----------
    current_A, voltage_V : float
        Self-discharge current and the voltage it flows at [A, V].
    current_uncertainty_A : float
        Standard uncertainty of the current [A].
    length_m, resistivity_ohm_m : float
        As for `short_from_conductances`.

    Raises
    ------
    InputError
        If a value is out of range.

    Examples
    --------
    >>> round(short_from_self_discharge(1e-6, 3.8).resistance_ohm / 1e6, 2)
    3.8
    """
    require_at_least_zero("current_A", current_A, "A")
    require_positive("voltage_V", voltage_V, "V")
    require_at_least_zero("current_uncertainty_A", current_uncertainty_A, "A")
    return _inferred(
        current_A / voltage_V, current_uncertainty_A / voltage_V, length_m, resistivity_ohm_m
    )


def _inferred(
    conductance_S: float, uncertainty_S: float, length_m: float | None, resistivity_ohm_m: float
) -> InferredShort:
    require_positive("resistivity_ohm_m", resistivity_ohm_m, "ohm m")
    margin = _ONE_SIDED * uncertainty_S
    shown = conductance_S > margin
    below = max(conductance_S + margin, 0.0)
    area = area_uncertainty = diameter = None
    if length_m is not None:
        require_positive("length_m", length_m, "m")
        if shown:
            area = filament_area_m2(
                1.0 / conductance_S, length_m, resistivity_ohm_m=resistivity_ohm_m
            )
            area_uncertainty = resistivity_ohm_m * length_m * uncertainty_S
            diameter = 2.0 * math.sqrt(area / math.pi)
    return InferredShort(
        conductance_S,
        uncertainty_S,
        shown,
        below,
        1.0 / conductance_S if shown else None,
        1.0 / below if below > 0.0 else math.inf,
        area,
        area_uncertainty,
        diameter,
    )
