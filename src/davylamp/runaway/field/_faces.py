"""Faces of blocks: which touch, over which areas, and what is left exposed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.runaway.field.block import Block, Contact

__all__ = ["Touching", "check_overlap", "face_area", "face_index", "half_resistance", "touching"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

#: Lengths that count as equal, relative to the blocks [1].
_EQUAL: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Touching:
    """Pairs of volumes that touch through a contact.

    Parameters
    ----------
    axis : int
        Normal of the faces.
    first_side, second_side : int
        0 for the face with the smaller coordinate, 1 for the other.
    first, second : array, shape (m,)
        Volumes within their blocks, in C order of (nx, ny, nz).
    area_m2 : array, shape (m,)
        Area that they share.
    resistance_m2_K_per_W : array, shape (m,)
        Contact resistance.
    """

    axis: int
    first_side: int
    second_side: int
    first: IntArray
    second: IntArray
    area_m2: FloatArray
    resistance_m2_K_per_W: FloatArray


def face_index(block: Block, axis: int, side: int) -> IntArray:
    """Volumes along a face, on the grid of the two other axes."""
    number = np.arange(block.count, dtype=np.int64).reshape(block.cells)
    return np.asarray(np.take(number, -1 if side else 0, axis=axis), dtype=np.int64)


def face_area(block: Block, axis: int) -> float:
    """Area of a volume across an axis [m2]."""
    return math.prod(length for a, length in enumerate(block.spacing_m) if a != axis)


def half_resistance(block: Block, axis: int) -> float:
    """Resistance from the centre of a volume to its face [m2 K/W]; 0 without a conductivity."""
    conductivity = block.body.conductivity
    if conductivity is None:
        return 0.0
    value = (
        conductivity.x_W_per_m_K,
        conductivity.y_W_per_m_K,
        conductivity.z_W_per_m_K,
    )[axis]
    return 0.5 * block.spacing_m[axis] / value


def check_overlap(blocks: tuple[Block, ...]) -> None:
    """Raise `InputError` where two blocks share a part of space."""
    for number, a in enumerate(blocks):
        for b in blocks[number + 1 :]:
            depth = [_shared(a, b, axis) for axis in range(3)]
            if all(d > _EQUAL * min(a.box_m[i], b.box_m[i]) for i, d in enumerate(depth)):
                words = " x ".join(f"{d * 1e3:.4g}" for d in depth)
                raise InputError(
                    f"blocks {a.name!r} and {b.name!r} overlap by {words} mm",
                    remedy="move one of them: two bodies cannot be in the same place",
                )


def touching(a: Block, b: Block, contact: Contact) -> Touching:
    """Return which volumes of two blocks touch.

    Raises
    ------
    InputError
        If no faces of the blocks touch, or a map of resistances does not fit the face.
    """
    for axis in range(3):
        near = _EQUAL * min(a.box_m[axis], b.box_m[axis])
        for first_side in (1, 0):
            low, high = (a, b) if first_side else (b, a)
            gap = high.origin_m[axis] - low.origin_m[axis] - low.box_m[axis]
            if not -near <= gap <= contact.gap_m + near:
                continue
            others = [o for o in range(3) if o != axis]
            if any(_shared(a, b, o) <= _EQUAL * min(a.box_m[o], b.box_m[o]) for o in others):
                continue
            return _pair(a, b, contact, axis, first_side, others)
    raise InputError(
        f"no faces of blocks {a.name!r} and {b.name!r} touch",
        remedy="correct the origins or sizes, or give the contact a gap",
    )


def _shared(a: Block, b: Block, axis: int) -> float:
    """Length that two blocks share along an axis [m], negative for a gap."""
    return min(a.origin_m[axis] + a.box_m[axis], b.origin_m[axis] + b.box_m[axis]) - max(
        a.origin_m[axis], b.origin_m[axis]
    )


def _pair(
    a: Block, b: Block, contact: Contact, axis: int, first_side: int, others: list[int]
) -> Touching:
    first_u, second_u, length_u = _overlaps(a, b, others[0])
    first_v, second_v, length_v = _overlaps(a, b, others[1])
    face_a = face_index(a, axis, first_side)
    face_b = face_index(b, axis, 1 - first_side)
    resistance = np.asarray(contact.resistance_m2_K_per_W, dtype=np.float64)
    if resistance.ndim and resistance.shape != face_a.shape:
        raise InputError(
            f"the map of resistances between {a.name!r} and {b.name!r} has the shape "
            f"{resistance.shape}, the face of {a.name!r} {face_a.shape}"
        )
    resistance = np.broadcast_to(resistance, face_a.shape)
    return Touching(
        axis,
        first_side,
        1 - first_side,
        face_a[first_u[:, None], first_v[None, :]].ravel(),
        face_b[second_u[:, None], second_v[None, :]].ravel(),
        (length_u[:, None] * length_v[None, :]).ravel(),
        resistance[first_u[:, None], first_v[None, :]].ravel(),
    )


def _overlaps(a: Block, b: Block, axis: int) -> tuple[IntArray, IntArray, FloatArray]:
    """Pairs of intervals of two grids that overlap along an axis, and by how much [m]."""
    step_a, step_b = a.spacing_m[axis], b.spacing_m[axis]
    low_a = a.origin_m[axis] + step_a * np.arange(a.cells[axis])
    low_b = b.origin_m[axis] + step_b * np.arange(b.cells[axis])
    length = np.minimum(low_a[:, None] + step_a, low_b[None, :] + step_b) - np.maximum(
        low_a[:, None], low_b[None, :]
    )
    # A sliver left over by rounding would be a contact of no area.
    first, second = np.nonzero(length > _EQUAL * min(step_a, step_b))
    return first, second, length[first, second]
