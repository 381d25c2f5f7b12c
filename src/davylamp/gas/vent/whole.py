"""From an amount of gas and a casing to pressure, opening, flow, and the bounds of fast gas."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import numpy as np

from davylamp.core.constants import STANDARD_TEMPERATURE_K
from davylamp.core.errors import InputError, MissingDatumError
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.gas.casing import (
    Headspace,
    Opening,
    OpeningPressures,
    history_Pa,
    opening,
    opening_of_history,
    probability_open,
)
from davylamp.gas.mixture import GasMixture, dry_air, mixture_of
from davylamp.gas.source import GasHistory
from davylamp.gas.vent.answer import Surrounds, VentAnswer
from davylamp.gas.vent.blowdown import Vent, blowdown
from davylamp.gas.vent.fast import bounds, compare_times, constant_volume
from davylamp.gas.vent.flow import DISCHARGE_COEFFICIENT
from davylamp.gas.vent.given import (
    POINTS,
    Remarks,
    check_credible,
    even_history,
    span_s,
    tell_missing,
)
from davylamp.gas.vent.outcome import Blowdown
from davylamp.gas.vent.relief import needed_area_m2

__all__ = ["vent_answer"]

#: Share of housings that a vent may leave to tear.
_WEAK: Final = 0.05


def vent_answer(
    gas_mol: Mapping[str, float],
    temperature_K: float,
    *,
    free_volume_m3: float | None,
    area_m2: float | None,
    pressures: OpeningPressures,
    history: GasHistory | None = None,
    duration_s: float | None = None,
    start_K: float = STANDARD_TEMPERATURE_K,
    surrounds: Surrounds | None = None,
    chemical_J: float | None = None,
    discharge_coefficient: float = DISCHARGE_COEFFICIENT.value,
    kind: Kind = Kind.ASSUMED,
    tolerance: float = 1e-6,
) -> VentAnswer:
    """Return how a casing opens on an amount of gas, and what comes out.

    With a history, or a duration over which the gas comes evenly, the casing is followed over time;
    the gas is as warm as the cell. With neither, nobody knows the rate: then all gas is there at
    once, which bounds pressure and flow from above.

    Parameters
    ----------
    gas_mol : mapping of str to float
        Gas set free [mol]; of a history its last amounts.
    temperature_K : float
        At which it is set free [K].
    free_volume_m3, area_m2 : float or None
        Free volume of the casing, open area of the vent [m3, m2]; None where not known.
    pressures : OpeningPressures
        At which it opens.
    history : GasHistory or None
        Gas over time.
    duration_s : float or None
        Over which gas comes evenly, where there is no history [s].
    start_K : float
        Temperature at which the casing was closed [K].
    surrounds : Surrounds or None
        Air at 25 degC and 101325 Pa without an enclosure if None.
    chemical_J : float or None
        Heat of the reaction [J].
    discharge_coefficient : float
        Of the vent [1].
    kind : Kind
        Evidence of the amounts of gas.
    tolerance : float
        Of the blowdown.

    Raises
    ------
    InputError
        If a number is not credible.
    """
    around = surrounds or Surrounds()
    remarks = Remarks(list(pressures.notes), list(pressures.unknown))
    check_credible(temperature_K, free_volume_m3, area_m2, around.pressure_Pa)
    gas = mixture_of(gas_mol, temperature_K)
    if not gas.total_mol > 0.0:
        raise InputError("there is no gas", remedy="give an amount above 0")
    if duration_s is not None and not (math.isfinite(duration_s) and duration_s > 0.0):
        raise InputError(f"a duration of {duration_s!r} s is not above 0")
    measured = history is not None
    if history is None and duration_s is not None:
        history = even_history(gas, duration_s)
    tell_missing(free_volume_m3, area_m2, history, remarks)
    opened = flow = times = bound = None
    if free_volume_m3 is not None:
        head = Headspace(free_volume_m3, start_K, around.pressure_Pa)
        inside = constant_volume(
            gas.amounts_mol, temperature_K, free_volume_m3,
            outer_Pa=around.pressure_Pa, start_K=start_K,
        )  # fmt: skip
        opened = _opening(head, inside, history, measured, pressures, around)
        try:
            bound = bounds(
                inside.scaled(around.cells) if around.cells > 1 else inside,
                outer_Pa=around.pressure_Pa,
                chemical_J=None if chemical_J is None else around.cells * chemical_J,
                enclosure_m3=around.enclosure_m3,
                enclosure_K=around.temperature_K,
                opening_Pa=opened.pressure_Pa[1],
            )
            if area_m2 is not None:
                flow = _flow(
                    inside, free_volume_m3, Vent(area_m2, discharge_coefficient),
                    _opens_at_Pa(opened, pressures), history, start_K, around, tolerance,
                )  # fmt: skip
                if history is not None:
                    times = compare_times(
                        inside, free_volume_m3, area_m2, span_s(history),
                        discharge_coefficient=discharge_coefficient,
                    )  # fmt: skip
        except MissingDatumError as error:
            remarks.unknown.append(
                Unknown(f"flow through the vent: {error.message}", error.remedy or "")
            )
    if times is not None and not times.steady:
        remarks.notes.append(
            "gas comes about as fast as the vent can pass it: relief is not quasi-steady and the "
            "flow over time is not on the safe side; the bounds hold"
        )
    if around.cells > 1:
        remarks.notes.append(f"bounds and box are of {around.cells} cells at once, the rest of one")
    return VentAnswer(
        dict(gas.amounts_mol),
        temperature_K,
        free_volume_m3,
        area_m2,
        opened,
        flow,
        history is None,
        times,
        bound,
        _bursts_at_most(opened, pressures),
        _needed_m2(gas, history, pressures, around, discharge_coefficient),
        around,
        weakest((kind, pressures.kind)) if pressures.vent or pressures.burst else Kind.UNKNOWN,
        tuple(dict.fromkeys(remarks.notes)),
        tuple(remarks.unknown),
        seam=pressures.seam,
    )


def _opening(
    head: Headspace,
    inside: GasMixture,
    history: GasHistory | None,
    measured: bool,
    pressures: OpeningPressures,
    around: Surrounds,
) -> Opening:
    if history is not None and measured:
        return opening_of_history(head, history, pressures, outer_Pa=around.pressure_Pa)
    # When is not known; gas and warmth of a seal are taken to rise together.
    seam_K = np.linspace(head.start_K, inside.temperature_K, POINTS)
    if history is None:
        path = np.linspace(around.pressure_Pa, inside.pressure_Pa, POINTS)
        return opening(pressures, path, seam_K=seam_K, outer_Pa=around.pressure_Pa)
    return opening(
        pressures, history_Pa(head, history), time_s=history.time_s,
        temperature_K=history.temperature_K, seam_K=seam_K, outer_Pa=around.pressure_Pa,
    )  # fmt: skip


def _opens_at_Pa(opened: Opening, pressures: OpeningPressures) -> float | None:
    """Return the pressure above that outside at which the vent of the middle casing opens [Pa]."""
    if pressures.vent is None:
        return None
    middle = opened.pressure_Pa[1]
    if pressures.seam_K is not None and middle is not None:
        # A molten seal holds nothing.
        return max(middle, 1.0)
    return max(pressures.vent.value, 1.0)


def _flow(
    inside: GasMixture,
    free_volume_m3: float,
    vent: Vent,
    opens_Pa: float | None,
    history: GasHistory | None,
    start_K: float,
    around: Surrounds,
    tolerance: float,
) -> Blowdown | None:
    # Where only the housing is known to tear, the area of the vent says nothing.
    if opens_Pa is None or inside.pressure_Pa <= around.pressure_Pa:
        return None
    outer = dry_air(1.0, around.temperature_K, around.pressure_Pa)
    limit = Vent(vent.area_m2, vent.discharge_coefficient, opens_Pa)
    if history is None:
        return blowdown(inside, free_volume_m3, limit, outer=outer, tolerance=tolerance)
    first = {name: float(values[0]) for name, values in history.released_mol.items()}
    warm = float(history.temperature_K[0])
    start = constant_volume(
        first, warm, free_volume_m3, outer_Pa=around.pressure_Pa, start_K=start_K
    )
    return blowdown(
        start, free_volume_m3, limit, history=history, outer=outer,
        conductance_W_per_K=math.inf, tolerance=tolerance,
    )  # fmt: skip


def _bursts_at_most(opened: Opening | None, pressures: OpeningPressures) -> float | None:
    if opened is None or pressures.burst is None:
        return None
    return float(probability_open(pressures.burst, opened.peak_Pa))


def _needed_m2(
    gas: GasMixture,
    history: GasHistory | None,
    pressures: OpeningPressures,
    around: Surrounds,
    discharge_coefficient: float,
) -> float | None:
    limits = [pressures.vent.value] if pressures.vent is not None else []
    if pressures.burst is not None:
        # It must hold the weak housings too.
        limits.append(float(pressures.burst.quantile(_WEAK)))
    if history is None or not limits or not min(limits) > 0.0:
        return None
    span = span_s(history)
    if not math.isfinite(span):
        return None
    try:
        return needed_area_m2(
            gas, gas.total_mol / span, min(limits), outer_Pa=around.pressure_Pa,
            discharge_coefficient=discharge_coefficient,
        )  # fmt: skip
    except MissingDatumError:
        return None
