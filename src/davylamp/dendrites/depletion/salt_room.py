"""Where the salt of a layer is: the share of its volume, and what lies behind it."""

from __future__ import annotations

from typing import Final

from davylamp.core.evidence import Unknown
from davylamp.dendrites.depletion.full_cell import CellResponse, cell_response
from davylamp.dendrites.subject import Subject
from davylamp.materials import layer_resistances

__all__ = ["MOBILE_ANIONS", "salt_behind", "salt_share"]

#: Families of electrolytes whose salt moves: they take up what leaves the layer.
MOBILE_ANIONS: Final = ("polymer", "liquid")


def salt_share(subject: Subject) -> tuple[float, tuple[Unknown, ...], tuple[str, ...]]:
    """Return the share of the layer that holds salt, what is not known of it, and notes."""
    layer = subject.layer
    found = next(item for item in layer_resistances(subject.cell) if item.field == subject.field)
    parts = [part for part in (layer.filler, layer.binder) if part is not None]
    notes: list[str] = []
    if layer.filler is not None:
        conducts = layer.filler.material.get("ionic_conductivity") is not None
        notes.append(
            f"{layer.filler.material.id} counts as inert volume: what current it carries itself "
            "would raise the limit, so that this is a lower bound"
            if conducts
            else f"{layer.filler.material.id} counts as inert volume"
        )
    if found.share is not None:
        return found.share, (), tuple(notes)
    # A filler denser than the polymer takes less of the volume than of the mass.
    rest = 1.0 - sum(part.fraction for part in parts)
    share = max(rest, 0.01) * (1.0 - (layer.porosity or 0.0))
    unknown = Unknown(
        f"share of the volume that is {subject.material.id}: its share of the mass is taken",
        "densities of the parts of the layer",
    )
    return share, (unknown,), tuple(notes)


def salt_behind(
    subject: Subject, share: float
) -> tuple[CellResponse | None, tuple[str, ...], tuple[Unknown, ...]]:
    """Return the response with salt in the positive electrode, what was taken, what is unknown."""
    cell = subject.cell
    if len(cell.electrolyte) > 1:
        behind = cell.electrolyte[1].material
        if behind.family in MOBILE_ANIONS:
            return None, (), (_collects(f"the layer of {behind.id} behind it"),)
        return None, (
            "the layer that faces the anode is closed to anions on its other side by the next one",
        ), ()  # fmt: skip
    cathode = cell.cathode
    electrode = "the positive electrode"
    if cathode.catholyte is None:
        return None, (f"no salt is taken to leave the layer for {electrode}",), ()
    filled_with = cathode.catholyte.material
    if filled_with.id != subject.material.id:
        if filled_with.family in MOBILE_ANIONS:
            return None, (), (_collects(f"the {filled_with.id} of {electrode}"),)
        return None, (f"{filled_with.id} in {electrode} takes no salt up",), ()
    found = next(item for item in layer_resistances(cell) if item.field == "cathode")
    if found.thickness_m is None or found.share is None:
        return None, (), (_collects(f"{electrode}, as its thickness or porosity is not known"),)
    response = cell_response(found.thickness_m / subject.layer.thickness_m, found.share, share)
    note = (
        f"salt also collects in {electrode} ({1e6 * found.thickness_m:.0f} um, "
        f"{100 * found.share:.0f} % electrolyte): the limiting current is "
        f"{response.limit:.2f} of that between two lithium electrodes"
    )
    return response, (note,), ()


def _collects(where: str) -> Unknown:
    return Unknown(
        f"how much salt collects in {where}: left out, it lowers the limiting current, to a "
        "quarter in thick electrodes",
        "its thickness, the share of it that is electrolyte, and how salt moves in it",
    )
