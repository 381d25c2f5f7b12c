"""The pouch cell of a cell file, ready for its electro-thermal field."""

from __future__ import annotations

import math
from typing import Final

from davylamp.cell import Cell
from davylamp.cell.layers import Collector
from davylamp.core.errors import InputError, MissingDatumError
from davylamp.core.evidence import Kind, weakest
from davylamp.runaway.operation._data import foils
from davylamp.runaway.operation.cooling import Cooling
from davylamp.runaway.operation.given import Given
from davylamp.runaway.operation.heat import operating_heat
from davylamp.runaway.operation.pouch import Arrangement, FoilSheet, Pouch, tabs

__all__ = ["pouch_of"]

_ASPECT: Final = 1.5
_TAB_SHARE: Final = 0.3


def pouch_of(
    cell: Cell,
    *,
    current_A: float | None = None,
    c_rate_per_h: float | None = None,
    charge: bool = False,
    state_of_charge: float | None = None,
    arrangement: Arrangement = "same",
    aspect: float | None = None,
    tab_width_m: float | None = None,
    cooling: Cooling | None = None,
    given: Given | None = None,
) -> tuple[Pouch, float]:
    """Return the pouch of a cell file, and the current [A], positive on discharge.

    Parameters
    ----------
    arrangement : {"same", "opposite", "long"}
        Where the tabs are.
    aspect : float, optional
        Height over width of the electrodes; 1.5 is assumed.
    tab_width_m : float, optional
        Width of each tab; 30 % of its side is assumed [m].

    Raises
    ------
    MissingDatumError
        If the area, a foil or its conductivity, the voltage at rest, or every resistance is
        missing.
    """
    from davylamp.runaway.cell_thermal import thermal_properties
    from davylamp.runaway.inventory import inventory

    cooling = Cooling() if cooling is None else cooling
    given = Given() if given is None else given
    casing = cell.casing
    if casing is None or casing.area_m2 is None:
        raise MissingDatumError(
            "the area of the electrodes is not known", remedy="give casing.area in the cell file"
        )
    around = cooling.around_K(cell)
    heat = operating_heat(
        cell,
        current_A=current_A,
        c_rate_per_h=c_rate_per_h,
        charge=charge,
        state_of_charge=state_of_charge,
        temperature_K=around,
        given=given,
    )
    if heat.open_circuit.value_V is None:
        lacking = heat.open_circuit.unknown[0]
        raise MissingDatumError(lacking.what, remedy=lacking.settle)
    if not heat.known_ohm_m2 > 0.0:
        raise MissingDatumError(
            "no resistance of the layers is known", remedy="give that of the whole cell"
        )
    thermal = thermal_properties(cell, inventory(cell, heat.state_of_charge))
    ratio = _ASPECT if aspect is None else aspect
    if not (math.isfinite(ratio) and ratio > 0.0):
        raise InputError(f"height over width {ratio!r} is not positive")
    width = math.sqrt(casing.area_m2 / ratio)
    height = ratio * width
    assumed = [] if aspect is not None else [f"height over width {_ASPECT:g}, assumed"]
    side = width if arrangement == "same" else min(width, height)
    if arrangement == "long":
        side = max(width, height)
    tab = _TAB_SHARE * side if tab_width_m is None else tab_width_m
    if tab_width_m is None:
        assumed.append(f"tabs of {100.0 * _TAB_SHARE:.0f} % of their side, assumed")
    negative, first = _sheet(cell.anode.collector, "anode")
    positive, second = _sheet(cell.cathode.collector, "cathode")
    ends = tabs(arrangement, width, height, tab)

    def resistance(temperature_K: float) -> float:
        known = given.known_ohm_m2(heat.layers, temperature_K)
        return known + _overpotential(given, heat.current_A, heat.area_m2)

    conductivity = thermal.conductivity
    entropy = heat.entropy.value_V_per_K
    pouch = Pouch(
        cell.name,
        width,
        height,
        thermal.size_m[2],
        casing.unit_cells,
        negative,
        positive,
        *ends,
        heat.open_circuit.value_V,
        0.0 if entropy is None else entropy,
        resistance,
        conductivity.x_W_per_m_K,
        cooling.coefficient_W_per_m2_K,
        around,
        edge_cooling_W_per_m2_K=cooling.coefficient_W_per_m2_K,
        through_W_per_m_K=conductivity.z_W_per_m_K,
        kind=weakest([*first[0], *second[0], thermal.kind, Kind.ESTIMATED]),
        sources=tuple(dict.fromkeys((*first[1], *second[1]))),
        unknown=heat.unknown,
        notes=(*assumed, *heat.notes),
    )
    return pouch, heat.current_A


def _overpotential(given: Given, current_A: float, area_m2: float) -> float:
    if given.overpotential_V is None or not current_A:
        return 0.0
    return given.overpotential_V * area_m2 / abs(current_A)


def _sheet(
    collector: Collector | None, side: str
) -> tuple[FoilSheet, tuple[tuple[Kind, ...], tuple[str, ...]]]:
    if collector is None or collector.thickness_m is None:
        raise MissingDatumError(
            f"the current collector of the {side} has no thickness",
            remedy=f"give {side}.collector with material and thickness in the cell file",
        )
    foil = foils().get(collector.material.id)
    if foil is None:
        known = ", ".join(sorted(foils()))
        raise MissingDatumError(
            f"the electrical conductivity of {collector.material.id} is not stored",
            remedy=f"foils of {known} are; measure the sheet resistance of this one",
        )
    thickness = collector.thickness_m * (0.5 if collector.double_sided else 1.0)
    return FoilSheet(thickness, foil.conductivity_S_per_m), ((foil.kind,), foil.sources)
