"""Electrical resistance of a cell and of a short, from layers and contacts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

from davylamp.cell.model import Cell
from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K
from davylamp.core.errors import InputError, MissingDatumError
from davylamp.core.evidence import Kind, Unknown

__all__ = ["INTERFACES_OHM_M2", "Resistance", "ResistancePart", "bridge_ohm", "cell_resistance"]

#: Area resistance of all interfaces together, at its most [ohm m2]: 100 ohm cm2, assumed; at its
#: least there is none.
INTERFACES_OHM_M2: Final = 1e-2
#: Over which the activation energy of the resistance is taken [K].
_WARMER_K: Final = 10.0


@dataclass(frozen=True, slots=True)
class ResistancePart:
    """Area resistance of one layer [ohm m2] with its evidence."""

    name: str
    value_ohm_m2: float
    kind: Kind
    sources: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Resistance:
    """Resistance of a cell, as a range.

    Parameters
    ----------
    low_ohm, high_ohm : float
        Layers alone, and with the largest assumed resistance of interfaces [ohm].
    energy_J_per_mol : float
        Activation energy of the resistance of the layers together [J/mol].
    parts : tuple of ResistancePart
        What it is made of.
    kind : Kind
        Weakest evidence.
    notes : tuple of str
        What a reader must know.
    unknown : tuple of Unknown
        What is not in it.
    """

    low_ohm: float
    high_ohm: float
    energy_J_per_mol: float
    parts: tuple[ResistancePart, ...]
    kind: Kind
    notes: tuple[str, ...] = ()
    unknown: tuple[Unknown, ...] = ()

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "low_ohm": self.low_ohm,
            "high_ohm": self.high_ohm,
            "activation_energy_J_per_mol": self.energy_J_per_mol,
            "kind": self.kind.value,
            "parts": [
                {
                    "name": part.name,
                    "value_ohm_m2": part.value_ohm_m2,
                    "kind": part.kind.value,
                    "sources": list(part.sources),
                    "note": part.note,
                }
                for part in self.parts
            ],
            "notes": list(self.notes),
        }


def cell_resistance(cell: Cell, temperature_K: float, area_m2: float) -> Resistance:
    r"""Return the resistance of a cell [ohm].

    .. math::

        R = \frac{1}{A}\left(\sum_i r_i(T) + r_{interfaces}\right)

    The layers r are those of `davylamp.materials.layer_resistance`; a layer whose resistance is
    not known counts as none. The interfaces are not known: none, and 100 ohm cm2, are the ends of
    the range.

    Parameters
    ----------
    cell : Cell
        The cell.
    temperature_K : float
        Temperature [K].
    area_m2 : float
        Electrode area, all unit cells together [m2].

    Raises
    ------
    MissingDatumError
        If the resistance of an electrolyte layer is not known.

    Examples
    --------
    >>> from davylamp.cell import example_path, read_cell
    >>> found = cell_resistance(read_cell(example_path("sulfide")), 298.15, 0.04)
    >>> 0.0 < found.low_ohm < found.high_ohm
    True
    """
    from davylamp.materials.layer_resistance import layer_resistances

    parts: list[ResistancePart] = []
    unknown: list[Unknown] = []
    for layer in layer_resistances(cell):
        value = layer.at(temperature_K)
        if value is None and layer.field.startswith("electrolyte"):
            raise MissingDatumError(
                f"the resistance of the layer {layer.field} ({layer.material}) is not known",
                remedy='measure it and give it in the test block: "cell_resistance: 60 mohm"',
            )
        if value is None:
            unknown += layer.missing
            continue
        name = f"{layer.field} ({layer.material})"
        parts.append(ResistancePart(name, value, layer.kind, layer.sources, layer.note))
    layers = sum(part.value_ohm_m2 for part in parts)
    warm = sum(
        value
        for layer in layer_resistances(cell)
        if (value := layer.at(temperature_K + _WARMER_K)) is not None
    )
    shift = 1.0 / temperature_K - 1.0 / (temperature_K + _WARMER_K)
    energy = GAS_CONSTANT_J_PER_MOL_K * math.log(layers / warm) / shift
    parts.append(
        ResistancePart(
            "interfaces, and what is not known",
            INTERFACES_OHM_M2,
            Kind.ASSUMED,
            note="none to 100 ohm cm2, assumed",
        )
    )
    unknown.append(
        Unknown(
            "the resistance of the interfaces of the cell: none to 100 ohm cm2 is assumed",
            "impedance of the cell; give it in the test block as cell_resistance",
        )
    )
    return Resistance(
        layers / area_m2,
        (layers + INTERFACES_OHM_M2) / area_m2,
        max(energy, 0.0),
        tuple(parts),
        Kind.ASSUMED,
        (
            "at the harsh end the layers conduct better as they warm, with the activation energy "
            "at the start of the test and without a limit; at the mild end the cell keeps its "
            "resistance",
        ),
        tuple(unknown),
    )


def bridge_ohm(
    area_m2: float, contact_ohm_m2: float, conductivity_S_per_m: float | None, length_m: float
) -> float:
    """Return the resistance of what bridges the electrodes [ohm].

    ``R = contact / area + length / (conductivity area)``.

    Raises
    ------
    InputError
        If the area is not positive, or a length has no conductivity.

    Examples
    --------
    >>> round(bridge_ohm(1e-6, 1e-6, 1e6, 1e-4), 6)
    1.0001
    """
    if not area_m2 > 0.0:
        raise InputError(f"contact area {area_m2:g} m2 is not positive")
    if length_m > 0.0 and conductivity_S_per_m is None:
        raise InputError(
            "a bridge with a length needs a conductivity", remedy="give conductivity: 1e6 S/m"
        )
    body = 0.0 if conductivity_S_per_m is None else length_m / conductivity_S_per_m
    return (contact_ohm_m2 + body) / area_m2
