"""What the mechanisms read of a cell, and stored numbers as parameters with a distribution."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from davylamp.cell import Cell
from davylamp.cell.layers import ElectrolyteLayer
from davylamp.cell.own_values import is_own
from davylamp.cell.potentials import is_lithium_metal
from davylamp.core.errors import InputError
from davylamp.core.evidence import Datum, Kind, weakest
from davylamp.core.parameter import Distribution, Parameter
from davylamp.core.units import convert_unit
from davylamp.store.materials import Material

__all__ = ["Subject", "stored_parameter", "subject_of"]

#: Standard uncertainty of a stored number whose source reports none [decades]: a quarter.
UNREPORTED_DECADES: Final = 0.1


@dataclass(frozen=True, slots=True)
class Subject:
    """A cell as the mechanisms see it.

    Parameters
    ----------
    cell : Cell
        The cell.
    layer : ElectrolyteLayer
        Electrolyte layer that faces the anode.
    field : str
        Its field of the cell file.
    plates_lithium : bool
        Whether charging plates lithium metal.
    current_A_per_m2 : float or None
        Current density on charge, per electrode area [A/m2]; None when not known.
    capacity_C_per_m2 : float or None
        Charge plated in one full charge, per electrode area [C/m2]; None when not known.
    temperature_K : float
        Temperature of the cell [K].
    stack_pressure_Pa : float or None
        Stack pressure [Pa]; None when the user gave none.
    area_m2 : float or None
        Electrode area of the whole cell [m2]; None when not known.
    """

    cell: Cell
    layer: ElectrolyteLayer
    field: str
    plates_lithium: bool
    current_A_per_m2: float | None
    capacity_C_per_m2: float | None
    temperature_K: float
    stack_pressure_Pa: float | None
    area_m2: float | None

    @property
    def material(self) -> Material:
        """Electrolyte that faces the anode."""
        return self.layer.material


def subject_of(cell: Cell) -> Subject:
    """Return what the mechanisms read of a cell.

    Examples
    --------
    >>> from davylamp.cell import example_path, read_cell
    >>> subject = subject_of(read_cell(example_path("sulfide")))
    >>> subject.material.id, subject.plates_lithium, subject.current_A_per_m2
    ('Li6PS5Cl', True, 5.0)
    """
    balance = cell.balance
    casing = cell.casing
    area = None
    if casing is not None and casing.area_m2 is not None:
        area = casing.area_m2 * casing.unit_cells
    return Subject(
        cell=cell,
        layer=cell.electrolyte[0],
        field="electrolyte.0",
        plates_lithium=cell.anode.anode_free or is_lithium_metal(cell.anode.material),
        current_A_per_m2=balance.current_density.value,
        capacity_C_per_m2=balance.cathode_capacity.value,
        temperature_K=cell.operation.temperature_K,
        stack_pressure_Pa=cell.operation.stack_pressure_Pa,
        area_m2=area,
    )


def stored_parameter(material: Material, name: str, unit: str) -> Parameter | None:
    """Return a stored property of a material as a parameter [`unit`]; None when none is stored.

    The first stored value is the median, or the middle of its range on a logarithmic scale. Its
    spread is what the source reports or, where that is more, the spread of all stored values that
    are not merely assumed; a quarter where nothing tells (which is `assumed`). A user's own values
    stand alone: what the store has does not widen them. Bounds (``<``, ``>``) are left aside.

    Parameters
    ----------
    material : Material
        The material.
    name : str
        One of the properties of the store.
    unit : str
        SI unit of the result.

    Raises
    ------
    InputError
        If a value is not above zero: no logarithm of it is taken.

    Examples
    --------
    >>> from davylamp.store.load import load_library
    >>> toughness = stored_parameter(load_library()["LLZO"], "fracture_toughness", "Pa*m^0.5")
    >>> toughness.value, toughness.kind.value
    (1250000.0, 'measured')
    """
    data = [datum for datum in material.all(name) if datum.bound in ("=", "~")]
    if not data:
        return None
    first = data[0]
    if is_own(first):
        data = [datum for datum in data if is_own(datum)]
    for datum in data:
        if not datum.value > 0.0:
            raise InputError(
                f"{name} of {material.id} is {datum.value:g} {datum.unit}",
                remedy="give it above zero, or leave it out where it is not known",
            )
    centre = _centre(first, unit)
    others = [
        math.log10(_centre(datum, unit) / centre)
        for datum in data[1:]
        if datum.kind is not Kind.ASSUMED
    ]
    scatter = math.sqrt(sum(x * x for x in others) / len(others)) if others else 0.0
    reported = _reported_decades(first)
    spread = max(scatter, UNREPORTED_DECADES if reported is None else reported)
    note = first.note
    if reported is None and scatter < UNREPORTED_DECADES:
        note = (
            f"{note}; uncertainty of a quarter assumed"
            if note
            else ("uncertainty of a quarter assumed")
        )
    return Parameter(
        centre,
        unit,
        weakest([first.kind]),
        (first.source,),
        first.locator,
        Distribution("decades", spread),
        note,
    )


def _centre(datum: Datum, unit: str) -> float:
    value = datum.value if datum.upper is None else math.sqrt(datum.value * datum.upper)
    return convert_unit(value, datum.unit, unit)


def _reported_decades(datum: Datum) -> float | None:
    """Return the standard uncertainty in decades: from the range, or as reported; None if none."""
    if datum.upper is not None and datum.value > 0.0:
        # The ends of a range taken as two standard uncertainties either way.
        return math.log10(datum.upper / datum.value) / 4.0
    known = datum.standard_uncertainty
    return None if known is None else math.log10(math.e) * known / abs(datum.value)
