"""From resistances before and after to the short between them, with its uncertainty."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
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
    conductance_S : float
        Of the path [S]; may come out below zero.
    uncertainty_S : float or None
        Its standard uncertainty [S]; None where one of the measurements has none.
    is_shown : bool or None
        Whether it lies above zero with 95 % confidence. If not, a short is not shown; that is
        no proof that there is none: see `conductance_below_S`. None without uncertainties.
    conductance_below_S : float or None
        The path conducts less than this with 95 % confidence [S]. None without uncertainties, and
        where the cell conducts so much less than before that its ions cannot do as before.
    resistance_ohm : float or None
        Of the path [ohm]; None where it is not shown or does not come out above zero.
    resistance_above_ohm : float or None
        It resists more than this with 95 % confidence [ohm]; None as for the conductance.
    area_m2, area_uncertainty_m2 : float or None
        Lithium cross-section that would conduct as much over the length given [m2].
    diameter_m : float or None
        Of one round filament of that area [m].
    """

    conductance_S: float
    uncertainty_S: float | None
    is_shown: bool | None
    conductance_below_S: float | None
    resistance_ohm: float | None
    resistance_above_ohm: float | None
    area_m2: float | None
    area_uncertainty_m2: float | None
    diameter_m: float | None


def short_from_conductances(
    before_S: float,
    after_S: float,
    *,
    before_uncertainty_S: float | None = None,
    after_uncertainty_S: float | None = None,
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
        Their standard uncertainties [S]; without both nothing is said of how sure it is.
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
    (58.8, None)
    """
    require_positive("before_S", before_S, "S")
    require_positive("after_S", after_S, "S")
    _check("before_uncertainty_S", before_uncertainty_S, "S")
    _check("after_uncertainty_S", after_uncertainty_S, "S")
    uncertainty = None
    if before_uncertainty_S is not None and after_uncertainty_S is not None:
        uncertainty = math.hypot(before_uncertainty_S, after_uncertainty_S)
    return _inferred(after_S - before_S, uncertainty, length_m, resistivity_ohm_m)


def short_from_resistances(
    before_ohm: float,
    after_ohm: float,
    *,
    before_uncertainty_ohm: float | None = None,
    after_uncertainty_ohm: float | None = None,
    length_m: float | None = None,
    resistivity_ohm_m: float = LITHIUM_OHM_M,
) -> InferredShort:
    """Return the short that lowers a resistance: ``1/R_short = 1/R_after - 1/R_before``.

    Parameters
    ----------
    before_ohm, after_ohm : float
        Resistance of the cell without and with the suspected short [ohm].
    before_uncertainty_ohm, after_uncertainty_ohm : float
        Their standard uncertainties [ohm]; without both nothing is said of how sure it is.
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
    _check("before_uncertainty_ohm", before_uncertainty_ohm, "ohm")
    _check("after_uncertainty_ohm", after_uncertainty_ohm, "ohm")
    return short_from_conductances(
        1.0 / before_ohm,
        1.0 / after_ohm,
        before_uncertainty_S=_over(before_uncertainty_ohm, before_ohm**2),
        after_uncertainty_S=_over(after_uncertainty_ohm, after_ohm**2),
        length_m=length_m,
        resistivity_ohm_m=resistivity_ohm_m,
    )


def short_from_self_discharge(
    current_A: float,
    voltage_V: float,
    *,
    current_uncertainty_A: float | None = None,
    length_m: float | None = None,
    resistivity_ohm_m: float = LITHIUM_OHM_M,
) -> InferredShort:
    """Return the path that would carry a self-discharge current at a voltage: an upper bound.

    ``G = I / U``. Side reactions discharge a cell too, so the short conducts that much at most, and
    no short is shown by it.

    Parameters
    ----------
    current_A, voltage_V : float
        Self-discharge current and the voltage it flows at [A, V].
    current_uncertainty_A : float, optional
        Standard uncertainty of the current [A]; without it nothing is said of how sure it is.
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
    _check("current_uncertainty_A", current_uncertainty_A, "A")
    uncertainty = _over(current_uncertainty_A, voltage_V)
    found = _inferred(current_A / voltage_V, uncertainty, length_m, resistivity_ohm_m)
    return replace(found, is_shown=found.is_shown and None)


def _check(name: str, value: float | None, unit: str) -> None:
    if value is not None:
        require_at_least_zero(name, value, unit)


def _over(value: float | None, divisor: float) -> float | None:
    return None if value is None else value / divisor


def _inferred(
    conductance_S: float,
    uncertainty_S: float | None,
    length_m: float | None,
    resistivity_ohm_m: float,
) -> InferredShort:
    require_positive("resistivity_ohm_m", resistivity_ohm_m, "ohm m")
    shown = below = None
    if uncertainty_S is not None:
        margin = _ONE_SIDED * uncertainty_S
        shown = conductance_S > margin
        # Less than none: the ions conduct worse than before, which hides a short.
        below = conductance_S + margin if conductance_S + margin > 0.0 else None
    resistance = 1.0 / conductance_S if conductance_S > 0.0 and shown is not False else None
    area = area_uncertainty = diameter = None
    if length_m is not None:
        require_positive("length_m", length_m, "m")
        if resistance is not None:
            area = filament_area_m2(resistance, length_m, resistivity_ohm_m=resistivity_ohm_m)
            diameter = 2.0 * math.sqrt(area / math.pi)
            if uncertainty_S is not None:
                area_uncertainty = resistivity_ohm_m * length_m * uncertainty_S
    return InferredShort(
        conductance_S,
        uncertainty_S,
        shown,
        below,
        resistance,
        None if below is None else 1.0 / below,
        area,
        area_uncertainty,
        diameter,
    )
