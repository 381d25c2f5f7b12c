"""What is known of the interlayer, host or alloy of one cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from davylamp.cell import Cell
from davylamp.cell.potentials import is_lithium_metal
from davylamp.core.evidence import Unknown
from davylamp.dendrites.interlayers.figures import EmpiricalFigure, interlayer_figures
from davylamp.dendrites.interlayers.transport import (
    LithiumTransport,
    diffusion_current_A_per_m2,
    lithium_transport,
)
from davylamp.store.materials import Material

__all__ = ["InterlayerEvidence", "Relation", "ShownFigure", "interlayer_evidence"]

Relation = Literal["same pair", "same interlayer", "same electrolyte"]
_ORDER: Final[tuple[Relation, ...]] = ("same pair", "same interlayer", "same electrolyte")
_EMPIRICAL: Final = (
    "Figures of single studies: they say what one cell did, and are never turned into a law or "
    "into a critical current of this cell. Only a ratio to a control of the same study says what "
    "the layer did."
)
_HOST: Final = (
    "The current is taken as spread evenly over the surface of the host. Lithium plates first "
    "where ions and electrons come easiest, so that the gain is at most this; making a flat "
    "contact rough gains far less (10.1039/d3ee03322h)."
)
_MIXED: Final = (
    "An alloy layer conducts electrons too, so that reactions with the electrolyte go on beneath "
    "it (10.1039/d4ee02358g, section 3.2.1): see its contacts."
)
_SOLUBLE: Final = (
    "The literature disagrees on what a metal layer should be: taking lithium up spreads it, and "
    "a layer with low solubility was found to delay voids instead (10.48550/arXiv.2001.06276)."
)
_BUFFER: Final = (
    "A polymer buffer keeps contact by being soft and shields the electrolyte from lithium; its "
    "own salt depletes, see salt depletion."
)
_ARTIFICIAL: Final = (
    "A layer that blocks electrons stops lithium from plating beneath it as long as it is whole; "
    "volume changes break it."
)


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """An empirical figure and how near its cell is to this one."""

    relation: Relation
    figure: EmpiricalFigure


@dataclass(frozen=True, slots=True)
class InterlayerEvidence:
    """What is known of the layer between anode and electrolyte.

    Parameters
    ----------
    interlayer : str
        Material of the interlayer, else of an alloy anode; empty for bare lithium.
    thickness_m : float or None
        Thickness of the interlayer [m].
    figures : tuple of ShownFigure
        Empirical figures, those of the same pair first.
    area_factor : float
        Surface of the host over the electrode area; 1 for a flat contact.
    current_A_per_m2, local_current_A_per_m2 : float or None
        Current density per electrode area and per surface of the host [A/m2]; None when not known.
    transport : LithiumTransport or None
        Diffusion of lithium in the interlayer; None when not known.
    diffusion_current_A_per_m2 : float or None
        Most current that lithium carries through the interlayer by diffusion [A/m2]; None when
        not known.
    notes : tuple of str
        What a reader must know.
    unknown : tuple of Unknown
        What it cannot say.
    """

    interlayer: str
    thickness_m: float | None
    figures: tuple[ShownFigure, ...]
    area_factor: float
    current_A_per_m2: float | None
    local_current_A_per_m2: float | None
    transport: LithiumTransport | None
    diffusion_current_A_per_m2: float | None
    notes: tuple[str, ...]
    unknown: tuple[Unknown, ...]


def interlayer_evidence(cell: Cell) -> InterlayerEvidence:
    """Return what is known of the interlayer, host or alloy of a cell.

    Examples
    --------
    >>> from davylamp.cell import example_path, read_cell
    >>> evidence = interlayer_evidence(read_cell(example_path("lagp")))
    >>> evidence.interlayer, [shown.relation for shown in evidence.figures]
    ('', ['same electrolyte', 'same electrolyte'])
    """
    anode = cell.anode
    layer = anode.interlayer
    material = layer.material if layer is not None else None
    alloy = not anode.anode_free and not is_lithium_metal(anode.material)
    named = material.id if material is not None else anode.material.id if alloy else ""
    thickness_m = None if layer is None else layer.thickness_m
    current = cell.balance.current_density.value
    factor = anode.area_factor or 1.0
    transport = None if material is None else lithium_transport(material.id)
    through = None
    if transport is not None and transport.solubility_mol_per_m3 is not None and thickness_m:
        through = diffusion_current_A_per_m2(
            transport.diffusivity_m2_per_s(cell.operation.temperature_K),
            transport.solubility_mol_per_m3,
            thickness_m,
        )
    shown = _shown(named, cell.electrolyte[0].material.id)
    return InterlayerEvidence(
        interlayer=named,
        thickness_m=thickness_m,
        figures=shown,
        area_factor=factor,
        current_A_per_m2=current,
        local_current_A_per_m2=None if current is None else current / factor,
        transport=transport,
        diffusion_current_A_per_m2=through,
        notes=tuple(_notes(material, shown, factor)),
        unknown=tuple(_unknown(cell, material, shown, through)),
    )


def _shown(interlayer: str, electrolyte: str) -> tuple[ShownFigure, ...]:
    found = []
    for figure in interlayer_figures():
        same = bool(interlayer) and interlayer in figure.interlayers
        under = electrolyte in figure.electrolytes
        if same or under:
            relation: Relation = (
                "same pair" if same and under else "same interlayer" if same else "same electrolyte"
            )
            found.append(ShownFigure(relation, figure))
    return tuple(sorted(found, key=lambda shown: _ORDER.index(shown.relation)))


def _notes(
    material: Material | None, shown: tuple[ShownFigure, ...], factor: float
) -> Iterator[str]:
    if shown:
        yield _EMPIRICAL
    if factor > 1.0:
        yield _HOST
    if material is None:
        return
    if material.family in ("metal", "alloy"):
        yield _MIXED
        yield _SOLUBLE
    elif material.family in ("polymer", "liquid"):
        yield _BUFFER
    else:
        yield _ARTIFICIAL


def _unknown(
    cell: Cell,
    material: Material | None,
    shown: tuple[ShownFigure, ...],
    through: float | None,
) -> Iterator[Unknown]:
    electrolyte = cell.electrolyte[0].material.id
    if material is None:
        return
    pair = f"{material.id} between lithium and {electrolyte}"
    if not any(item.relation == "same pair" for item in shown):
        yield Unknown(
            f"what current and how long {pair} stands",
            "critical current with and without it in one study, at the cell's pressure",
        )
    if material.family in ("metal", "alloy"):
        if through is None:
            yield Unknown(
                f"how fast lithium passes {material.id}: its diffusivity and solubility, or the "
                "thickness of the layer",
                f"titration of lithium into a film of {material.id} of known thickness",
            )
    elif not material.all("electronic_conductivity"):
        yield Unknown(
            f"electronic conductivity of the layer of {material.id}",
            "dc polarisation of the film between two blocking contacts",
        )
    yield Unknown(
        f"share of the contact that {material.id} covers, and whether it stays where it is",
        "electron microscopy of the contact before and after cycling",
    )
