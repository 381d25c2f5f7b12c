"""How the casing of a cell opens on a source of gas."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from davylamp.core.constants import (
    GAS_CONSTANT_J_PER_MOL_K,
    STANDARD_TEMPERATURE_K,
    ZERO_CELSIUS_K,
)
from davylamp.core.errors import InputError
from davylamp.gas.casing import (
    OpeningPressures,
    Swelling,
    opening,
    opening_pressures,
    pouch_sides_m,
    swelling,
)
from davylamp.gas.mixture import ATMOSPHERE_PA
from davylamp.gas.vent.answer import Surrounds, VentAnswer
from davylamp.gas.vent.whole import vent_answer

if TYPE_CHECKING:
    from davylamp.cell.model import Casing, Cell
    from davylamp.gas.source import GasSource

__all__ = ["vent_of_cell"]

_R: Final = GAS_CONSTANT_J_PER_MOL_K
#: Points of a path on which gas and temperature rise together.
_POINTS: Final = 101


def vent_of_cell(
    cell: Cell,
    source: GasSource,
    *,
    temperature_K: float | None = None,
    duration_s: float | None = None,
    chemical_J: float | None = None,
    tolerance: float = 1e-5,
) -> VentAnswer:
    """Return how the casing of a cell opens on a source of gas.

    Parameters
    ----------
    cell : Cell
        With its casing and enclosure.
    source : GasSource
        Amounts, and their history or duration if known.
    temperature_K : float or None
        Of the gas [K]; that of the source, or of its onset, if None.
    duration_s : float or None
        Over which gas comes [s]; that of the source if None.
    chemical_J : float or None
        Heat of the reaction [J].
    tolerance : float
        Of the blowdown.

    Raises
    ------
    InputError
        If the cell has no casing, or no temperature is known.
    """
    casing = cell.casing
    if casing is None:
        raise InputError("the cell has no casing", remedy="add a casing to the cell file")
    warm = temperature_K if temperature_K is not None else _temperature_K(source)
    if duration_s is None and source.duration_s is not None:
        duration_s = source.duration_s.value
    box = cell.enclosure
    around = Surrounds()
    if box is not None:
        around = Surrounds(
            temperature_K=box.temperature_K or STANDARD_TEMPERATURE_K,
            enclosure_m3=box.volume_m3,
            enclosure_burst_Pa=box.burst_pressure_Pa,
            cells=box.cells,
        )
    pressures = opening_pressures(casing, cell.operation.temperature_K)
    answer = vent_answer(
        source.mol,
        warm,
        free_volume_m3=casing.free_volume_m3,
        area_m2=casing.vent_area_m2,
        pressures=pressures,
        history=source.history,
        duration_s=duration_s,
        surrounds=around,
        chemical_J=chemical_J,
        kind=source.kind,
        tolerance=tolerance,
    )
    swollen = _swelling(casing, source, cell.operation.temperature_K)
    notes = answer.notes
    if swollen is not None and pressures.vent is not None:
        notes = (*notes, _free_note(swollen, casing, source, warm, pressures))
    return replace(answer, swelling=swollen, notes=notes)


def _free_note(
    swollen: Swelling,
    casing: Casing,
    source: GasSource,
    warm_K: float,
    pressures: OpeningPressures,
) -> str:
    """Return when a pouch opens that no fixture holds: pressure rises only once it is full."""
    if source.history is not None:
        gas_mol = np.sum([np.asarray(row) for row in source.history.released_mol.values()], axis=0)
        T = np.asarray(source.history.temperature_K)
    else:
        share = np.linspace(0.0, 1.0, _POINTS)
        gas_mol = share * source.total_mol
        T = STANDARD_TEMPERATURE_K + share * (warm_K - STANDARD_TEMPERATURE_K)
    room = max(swollen.capacity_m3, casing.free_volume_m3 or 0.0)
    air = ATMOSPHERE_PA * (casing.free_volume_m3 or 0.0) / (_R * STANDARD_TEMPERATURE_K)
    path = np.maximum((gas_mol + air) * _R * T / room, ATMOSPHERE_PA)
    found = opening(pressures, path, temperature_K=T)
    above, at_K = found.pressure_Pa[1], found.temperature_K[1]
    opens = (
        f"{100.0 * (found.stays_closed or 0.0):.0f} % of such pouches stay closed"
        if above is None or at_K is None
        else f"half of such pouches open by {at_K - ZERO_CELSIUS_K:.0f} °C, at {1e-3 * above:.3g} "
        "kPa above that outside"
    )
    return (
        "pressure is reckoned in the free volume, as of a pouch that is held; one that is free to "
        f"swell takes up to {1e6 * swollen.capacity_m3:.3g} mL before it is taut: {opens}"
    )


def _swelling(casing: Casing, source: GasSource, temperature_K: float) -> Swelling | None:
    if casing.type != "pouch":
        return None
    sides = pouch_sides_m(casing)
    if sides is None:
        return None
    free = casing.free_volume_m3 or 0.0
    return swelling(source.total_mol, temperature_K, *sides, free_volume_m3=free)


def _temperature_K(source: GasSource) -> float:
    if source.history is not None:
        return float(np.max(source.history.temperature_K))
    for value in (source.temperature_K, source.onset_K):
        if value is not None:
            return value
    raise InputError(
        f"at what temperature {source.title} sets gas free is not known",
        remedy="give a temperature",
    )
