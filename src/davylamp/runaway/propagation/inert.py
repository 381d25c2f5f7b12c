"""Layers and plates as bodies without reactions."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from davylamp.runaway.body import Body, Conductivity
from davylamp.runaway.network import Network
from davylamp.runaway.propagation.boxes import Facing
from davylamp.runaway.propagation.module import Gap, Layer

__all__ = ["inert", "through"]

_THIN_M: Final = 1e-9
_NONE: Final = Network("inert", (), ())

Triple = tuple[float, float, float]


def through(gap: Gap, pair: Facing) -> str:
    """Return what lies between two cells, in words that follow the name of one."""
    parts = [layer.material.name for layer in gap.layers] if pair.axis == 2 else []
    filled = gap.thickness_m if pair.axis == 2 else 0.0
    if pair.gap_m - filled > _THIN_M:
        parts.append("air")
    return f" through {', '.join(parts)}" if parts else " in contact"


def inert(layer: Layer, size: Triple, axis: int) -> Body:
    """Return the body of a layer whose thickness lies along an axis."""
    material = layer.material
    volume = size[0] * size[1] * size[2]
    return Body(
        name=material.name,
        mass_kg=material.density_kg_per_m3 * volume,
        volume_m3=volume,
        size_m=size,
        surface_m2=2.0 * (size[0] * size[1] + size[1] * size[2] + size[2] * size[0]),
        heat_capacity=material.heat_capacity,
        conductivity=_turned(material.conductivity, axis),
        network=_NONE,
    )


def _turned(known: Conductivity, axis: int) -> Conductivity:
    """Return a conductivity whose z lies along `axis`."""
    values = [known.x_W_per_m_K, known.y_W_per_m_K, known.z_W_per_m_K]
    values[axis], values[2] = values[2], values[axis]
    return replace(known, x_W_per_m_K=values[0], y_W_per_m_K=values[1], z_W_per_m_K=values[2])
