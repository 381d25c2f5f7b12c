"""Entropy coefficient and open-circuit voltage of a cell over its state of charge."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from davylamp.cell import Cell, anode_potential, cathode_state
from davylamp.cell.potentials import is_lithium_metal, voltage_at_lithium
from davylamp.core.errors import DavylampError
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.runaway.operation._data import entropy_curves, entropy_range

__all__ = ["EntropyCoefficient", "OpenCircuit", "entropy_coefficient", "open_circuit"]


@dataclass(frozen=True, slots=True)
class EntropyCoefficient:
    """``dU/dT`` of the cell [V/K]; None with a range that is assumed when it is not known."""

    value_V_per_K: float | None
    low_V_per_K: float
    high_V_per_K: float
    kind: Kind
    sources: tuple[str, ...] = ()
    note: str = ""
    unknown: tuple[Unknown, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenCircuit:
    """Open-circuit voltage of the cell [V]; None when it is not known."""

    value_V: float | None
    kind: Kind
    sources: tuple[str, ...] = ()
    unknown: tuple[Unknown, ...] = ()


def entropy_coefficient(
    cell: Cell, state_of_charge: float, given_V_per_K: float | None = None
) -> EntropyCoefficient:
    """Return the entropy coefficient of a cell: that of the cathode less that of the anode.

    Lithium metal is the reference and counts as zero. A value given by the user comes first.

    Examples
    --------
    >>> from davylamp.cell import example_path, read_cell
    >>> answer = entropy_coefficient(read_cell(example_path("sulfide")), 0.5)
    >>> round(1e3 * answer.value_V_per_K, 3)
    -0.008
    """
    if given_V_per_K is not None:
        return EntropyCoefficient(
            given_V_per_K, given_V_per_K, given_V_per_K, Kind.ASSUMED, note="given by the user"
        )
    positive = _cathode(cell, state_of_charge)
    negative = _anode(cell, state_of_charge)
    if positive is not None and negative is not None:
        value = positive[0] - negative[0]
        return EntropyCoefficient(
            value,
            value,
            value,
            weakest([positive[1], negative[1]]),
            tuple(dict.fromkeys((*positive[2], *negative[2]))),
        )
    span = entropy_range()
    lacking = [
        name
        for name, found in ((_name(cell), positive), (cell.anode.material.id, negative))
        if found is None
    ]
    what = f"entropy coefficient dU/dT of {' and '.join(lacking)} at this state of charge"
    return EntropyCoefficient(
        None,
        span.low_V_per_K,
        span.high_V_per_K,
        Kind.UNKNOWN,
        span.sources,
        f"taken between {1e3 * span.low_V_per_K:g} and {1e3 * span.high_V_per_K:g} mV/K, assumed",
        (Unknown(what, "open-circuit voltage of the cell at rest over temperature"),),
    )


def open_circuit(cell: Cell, state_of_charge: float) -> OpenCircuit:
    """Return the open-circuit voltage of a cell at a state of charge."""
    try:
        state = cathode_state(cell, state_of_charge)
    except DavylampError as error:
        remedy = error.remedy or "slow charge and discharge of the cell"
        return OpenCircuit(None, Kind.UNKNOWN, unknown=(Unknown(error.message, remedy),))
    negative = _anode_potential(cell, state_of_charge)
    lacking = []
    if state.potential_V is None:
        lacking.append(_name(cell))
    if negative is None:
        lacking.append(cell.anode.material.id)
    if state.potential_V is None or negative is None:
        what = f"open-circuit potential of {' and '.join(lacking)} at this state of charge"
        return OpenCircuit(
            None,
            Kind.UNKNOWN,
            unknown=(Unknown(what, "slow charge and discharge against lithium"),),
        )
    datum = cell.cathode.active.material.ocv_datum
    sources = () if datum is None else (datum.source,)
    return OpenCircuit(state.potential_V - negative[0], weakest([state.kind, negative[1]]), sources)


def _name(cell: Cell) -> str:
    return cell.cathode.active.material.id


def _cathode(cell: Cell, state_of_charge: float) -> tuple[float, Kind, tuple[str, ...]] | None:
    try:
        lithium = cathode_state(cell, state_of_charge).lithium
    except DavylampError:
        return None
    return _curve(_name(cell), lithium)


def _anode(cell: Cell, state_of_charge: float) -> tuple[float, Kind, tuple[str, ...]] | None:
    material = cell.anode.material
    if cell.anode.anode_free or is_lithium_metal(material):
        return 0.0, Kind.MEASURED, ()
    lithium = _anode_lithium(cell, state_of_charge)
    return None if lithium is None else _curve(material.id, lithium)


def _anode_lithium(cell: Cell, state_of_charge: float) -> float | None:
    """Lithium content of a host, taken as even with the state of charge over its range."""
    span = cell.anode.material.lithium_range
    if span is None:
        return None
    return min(span) + state_of_charge * (max(span) - min(span))


def _anode_potential(cell: Cell, state_of_charge: float) -> tuple[float, Kind] | None:
    seen = anode_potential(cell.anode)
    if seen is None:
        return None
    curve, lithium = cell.anode.material.ocv, _anode_lithium(cell, state_of_charge)
    if seen.low_V < seen.high_V and curve and lithium is not None:
        lithium = min(max(lithium, curve[0].x), curve[-1].x)
        return voltage_at_lithium(curve, lithium), weakest([seen.kind, Kind.ESTIMATED])
    return 0.5 * (seen.low_V + seen.high_V), seen.kind


def _curve(material: str, lithium: float) -> tuple[float, Kind, tuple[str, ...]] | None:
    curve = entropy_curves().get(material)
    if curve is None or not curve.lithium[0] <= lithium <= curve.lithium[-1]:
        return None
    value = float(np.interp(lithium, curve.lithium, curve.value_V_per_K))
    return value, curve.kind, (curve.source,)
