"""The cell in cross-section as inline SVG, coloured by what was found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from davylamp.dossier.formulas import split_formulas
from davylamp.dossier.numbers import number
from davylamp.dossier.palette import GLYPH, INK, NOT_ASSESSED, STROKE, TINT
from davylamp.dossier.severity import Severity

if TYPE_CHECKING:
    from davylamp.cell import Cell, CompositeCathode
    from davylamp.dossier.findings import Dossier, Section

__all__ = ["Layer", "Part", "layers_of", "layers_svg"]

_WIDTH: Final = 960
_TOP: Final = 34
_HEIGHT: Final = 190
_BADGE: Final = 22
_COLLECTOR: Final = 62
_SUBSCRIPTS: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True, slots=True)
class Part:
    """A material in a layer: place in the cell, role there, name."""

    field: str
    role: str
    material: str


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of the stack, from the anode side to the cathode side.

    Parameters
    ----------
    title : str
        What it is: ``anode``, ``interlayer``, ``electrolyte``, ``cathode``, ``collector``.
    parts : tuple of Part
        Its materials, the main one first.
    thickness_m : float or None
        Thickness [m]; None when not known.
    """

    title: str
    parts: tuple[Part, ...]
    thickness_m: float | None = None


def layers_of(
    cell: Cell,
    anode_thickness_m: float | None = None,
    cathode_thickness_m: float | None = None,
) -> tuple[Layer, ...]:
    """Return the layers of a cell.

    Parameters
    ----------
    cell : Cell
        The cell.
    anode_thickness_m, cathode_thickness_m : float, optional
        Thickness of the electrodes where it follows from a loading [m].
    """
    return tuple(_layers(cell, anode_thickness_m, cathode_thickness_m))


def _layers(
    cell: Cell, anode_thickness_m: float | None, cathode_thickness_m: float | None
) -> Iterator[Layer]:
    anode, cathode = cell.anode, cell.cathode
    if anode.collector is not None:
        part = Part("anode.collector", "collector", anode.collector.material.id)
        yield Layer("collector", (part,), anode.collector.thickness_m)
    title = "anode, plated on charge" if anode.anode_free else "anode"
    thickness = anode.thickness_m if anode.thickness_m is not None else anode_thickness_m
    yield Layer(title, (Part("anode", "anode", anode.material.id),), thickness)
    if anode.interlayer is not None:
        part = Part("anode.interlayer", "interlayer", anode.interlayer.material.id)
        yield Layer("interlayer", (part,), anode.interlayer.thickness_m)
    for place, layer in enumerate(cell.electrolyte):
        field = f"electrolyte.{place}"
        parts = [Part(field, "electrolyte", layer.material.id)]
        for role, part_of in (("filler", layer.filler), ("binder", layer.binder)):
            if part_of is not None:
                parts.append(Part(f"{field}.{role}", role, part_of.material.id))
        yield Layer("electrolyte", tuple(parts), layer.thickness_m)
    thickness = cathode.thickness_m if cathode.thickness_m is not None else cathode_thickness_m
    yield Layer("cathode", tuple(_cathode_parts(cathode)), thickness)
    if cathode.collector is not None:
        part = Part("cathode.collector", "collector", cathode.collector.material.id)
        yield Layer("collector", (part,), cathode.collector.thickness_m)


def _cathode_parts(cathode: CompositeCathode) -> Iterator[Part]:
    yield Part("cathode.active", "active material", cathode.active.material.id)
    if cathode.coating is not None:
        yield Part("cathode.coating", "coating", cathode.coating.material.id)
    for role in ("catholyte", "carbon", "binder"):
        part = cathode.parts.get(role)
        if part is not None:
            yield Part(f"cathode.{role}", role, part.material.id)


def layers_svg(dossier: Dossier) -> str:
    """Return the picture of a cell: layers and contacts with the colour of their worst finding.

    Every layer and contact links to its section; colour is doubled by a sign and by hatching.
    """
    layers = dossier.layers
    if not layers:
        return ""
    edges = _edges(layers)
    pieces = [_defs()]
    for layer, left, right in zip(layers, edges, edges[1:], strict=False):
        pieces.extend(_layer(dossier, layer, left, right))
    pieces.extend(_contacts(dossier, edges))
    height = _TOP + _HEIGHT + 44
    words = "; ".join(_spoken(dossier, layer) for layer in layers)
    return (
        f'<svg class="stack" viewBox="0 0 {_WIDTH} {height}" role="group" '
        'aria-labelledby="stack-title stack-desc" xmlns="http://www.w3.org/2000/svg">'
        '<title id="stack-title">Layers of the cell, coloured by finding</title>'
        f'<desc id="stack-desc">From anode to cathode: {escape(words)}.</desc>'
        f"{''.join(pieces)}</svg>"
    )


def _spoken(dossier: Dossier, layer: Layer) -> str:
    parts = [
        f"{part.material} ({part.role}): {_word(dossier.at(part.field))}" for part in layer.parts
    ]
    return ", ".join(parts)


def _word(severity: Severity | None) -> str:
    return "not assessed" if severity is None else severity.value


def _edges(layers: tuple[Layer, ...]) -> list[float]:
    """Share the width by the square root of the thickness, so that thin layers stay readable."""
    collectors = sum(layer.title == "collector" for layer in layers)
    others = [layer for layer in layers if layer.title != "collector"]
    space = _WIDTH - _COLLECTOR * collectors
    floor = space / (2.0 * len(others))
    roots = [(layer.thickness_m or 0.0) ** 0.5 for layer in others]
    total = sum(roots) or 1.0
    edges = [0.0]
    for layer in layers:
        width = float(_COLLECTOR)
        if layer.title != "collector":
            share = (layer.thickness_m or 0.0) ** 0.5 / total if sum(roots) else 1.0 / len(others)
            width = floor + 0.5 * space * share
        edges.append(edges[-1] + width)
    return edges


def _defs() -> str:
    return (
        '<defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)">'
        f'<rect width="7" height="7" fill="{TINT[Severity.UNKNOWN]}"/>'
        f'<line x1="0" y1="0" x2="0" y2="7" stroke="{STROKE[Severity.UNKNOWN]}" '
        'stroke-width="1.6" stroke-opacity="0.45"/></pattern></defs>'
    )


def _fill(severity: Severity | None) -> str:
    if severity is None:
        return NOT_ASSESSED
    return "url(#hatch)" if severity is Severity.UNKNOWN else TINT[severity]


def _layer(dossier: Dossier, layer: Layer, left: float, right: float) -> Iterator[str]:
    middle, width = 0.5 * (left + right), right - left
    yield (
        f'<text x="{middle:.0f}" y="14" class="role">{escape(layer.title)}</text>'
        f'<text x="{middle:.0f}" y="28" class="thick">{escape(_thickness(layer))}</text>'
    )
    height = _HEIGHT / len(layer.parts)
    for place, part in enumerate(layer.parts):
        severity = dossier.at(part.field)
        section = _section_at(dossier, part.field)
        top = _TOP + place * height
        box = (
            f'<rect x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}" '
            f'fill="{_fill(severity)}" stroke="{INK}" stroke-width="1"/>'
        )
        label = _label(part, layer, severity, middle, top, width, height)
        yield _linked(section, f"{part.material}, {part.role}: {_word(severity)}", box + label)


def _label(
    part: Part,
    layer: Layer,
    severity: Severity | None,
    middle: float,
    top: float,
    width: float,
    height: float,
) -> str:
    colour = INK if severity is None else STROKE[severity]
    sign = "–" if severity is None else GLYPH[severity]
    shown = _fit(part.material, width if layer.title != "collector" else _HEIGHT)
    centre = top + 0.5 * height
    if layer.title == "collector":
        turned = f'transform="rotate(-90 {middle:.0f} {centre:.0f})"'
        return (
            f'<text x="{middle:.0f}" y="{centre + 5:.0f}" class="name" {turned}>'
            f'{escape(shown)} <tspan fill="{colour}">{sign}</tspan></text>'
        )
    role = "" if len(layer.parts) == 1 else part.role
    tall = height > 50.0
    name = (
        f'<text x="{middle:.0f}" y="{centre + (0 if tall else 5):.0f}" class="name">'
        f'{escape(shown)} <tspan fill="{colour}">{sign}</tspan></text>'
    )
    if not tall:
        return name
    below = ", ".join(word for word in (role, _word(severity)) if word)
    return name + (
        f'<text x="{middle:.0f}" y="{centre + 17:.0f}" class="role">{escape(below)}</text>'
    )


def _fit(text: str, width: float) -> str:
    """Return a name that fits the width, whole numbers in formulas as subscripts."""
    room = max(int(width / 8.6) - 2, 4)
    if len(text) > room:
        text = f"{text[: room - 1]}…"
    return "".join(
        piece.translate(_SUBSCRIPTS) if lowered and piece.isdigit() else piece
        for piece, lowered in split_formulas(text)
    )


def _thickness(layer: Layer) -> str:
    if layer.thickness_m is None:
        return "thickness unknown" if layer.title != "collector" else ""
    return f"{number(layer.thickness_m * 1e6)} µm"


def _contacts(dossier: Dossier, edges: list[float]) -> Iterator[str]:
    """Draw one badge for each contact: under its boundary, or under the layer it is inside of."""
    home = {part.field: place for place, layer in enumerate(dossier.layers) for part in layer.parts}
    groups: dict[tuple[int, int], list[Section]] = {}
    for section in dossier.sections:
        for name in section.fields:
            first, bar, second = name.partition("|")
            if bar and first in home and second in home:
                low, high = sorted((home[first], home[second]))
                groups.setdefault((low, high), []).append(section)
    y = _TOP + _HEIGHT + 24
    for (low, high), sections in sorted(groups.items()):
        inside = low == high
        x = 0.5 * (edges[low] + edges[low + 1]) if inside else edges[high]
        if not inside:
            yield (
                f'<line x1="{x:.1f}" y1="{_TOP}" x2="{x:.1f}" y2="{y - 11}" stroke="{INK}" '
                'stroke-width="2.5"/>'
            )
        start = x - 0.5 * _BADGE * (len(sections) - 1)
        start = min(max(start, 12.0), _WIDTH - 12.0 - _BADGE * (len(sections) - 1))
        for place, section in enumerate(sections):
            yield _linked(section, f"{section.title}: {_word(section.severity)}",
                          _badge(start + place * _BADGE, y, section.severity))  # fmt: skip


def _badge(x: float, y: float, severity: Severity | None) -> str:
    fill = "#ffffff" if severity is None else STROKE[severity]
    sign = "–" if severity is None else GLYPH[severity]
    ink = INK if severity is None else "#ffffff"
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="9.5" fill="{fill}" stroke="{INK}" '
        f'stroke-width="0.8"/><text x="{x:.1f}" y="{y + 4.5:.1f}" class="sign" style="fill:{ink}">'
        f"{sign}</text>"
    )


def _linked(section: Section | None, title: str, inner: str) -> str:
    inner = f"<title>{escape(title)}</title>{inner}"
    if section is None:
        return f"<g>{inner}</g>"
    return f"<a href={quoteattr('#' + section.id)}>{inner}</a>"


def _section_at(dossier: Dossier, field: str) -> Section | None:
    return next((section for section in dossier.sections if field in section.fields), None)
