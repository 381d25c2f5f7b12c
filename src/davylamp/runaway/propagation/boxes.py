"""Boxes in space: which overlap, which face one another, and over which area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from davylamp.core.errors import InputError

__all__ = ["Box", "Facing", "Overlap", "facing_pairs", "overlapping"]

#: Faces closer than this touch; boxes that share less than this do not overlap [m].
_TOUCH: Final = 1e-9

Triple = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A box with edges along the axes [m].

    Examples
    --------
    >>> Box("a", (0.0, 0.0, 0.0), (1.0, 2.0, 3.0)).size_m(2)
    3.0
    """

    name: str
    low_m: Triple
    high_m: Triple

    def size_m(self, axis: int) -> float:
        """Edge along an axis [m]."""
        return self.high_m[axis] - self.low_m[axis]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two boxes that take up the same room: their numbers and the shared edges [m]."""

    first: int
    second: int
    shared_m: Triple


@dataclass(frozen=True, slots=True)
class Facing:
    """A face that looks at another across a gap.

    Parameters
    ----------
    first, second : int
        Numbers of the boxes; `first` lies lower on the axis.
    axis : int
        Axis of the gap.
    gap_m : float
        Its width, 0 where they touch [m].
    low_m, high_m : tuple of float
        The part of space between the two faces [m].
    """

    first: int
    second: int
    axis: int
    gap_m: float
    low_m: Triple
    high_m: Triple

    @property
    def area_m2(self) -> float:
        """Area over which they face one another [m2]."""
        a, b = (other for other in range(3) if other != self.axis)
        return (self.high_m[a] - self.low_m[a]) * (self.high_m[b] - self.low_m[b])


def overlapping(boxes: Sequence[Box]) -> list[Overlap]:
    """Return all pairs that take up the same room.

    Examples
    --------
    >>> one = Box("a", (0.0, 0.0, 0.0), (1.0, 1.0, 1.0))
    >>> two = Box("b", (0.9, 0.0, 0.0), (1.9, 1.0, 1.0))
    >>> [round(edge, 3) for edge in overlapping([one, two])[0].shared_m]
    [0.1, 1.0, 1.0]
    """
    found = []
    for (i, a), (j, b) in combinations(enumerate(boxes), 2):
        shared = _shared(a.low_m, a.high_m, b.low_m, b.high_m)
        if min(shared) > _TOUCH:
            found.append(Overlap(i, j, shared))
    return found


def facing_pairs(boxes: Sequence[Box]) -> list[Facing]:
    """Return all faces that see one another with nothing in between.

    Where a third box stands in part of the gap, the pair is left out.

    Raises
    ------
    InputError
        If two boxes take up the same room.
    """
    if clash := overlapping(boxes):
        one, two = boxes[clash[0].first].name, boxes[clash[0].second].name
        raise InputError(f"{one} and {two} overlap", remedy="move them apart")
    found = []
    for (i, a), (j, b) in combinations(enumerate(boxes), 2):
        pair = _facing(i, a, j, b)
        if pair is not None and not _blocked(pair, boxes):
            found.append(pair)
    return found


def _shared(a_low: Triple, a_high: Triple, b_low: Triple, b_high: Triple) -> Triple:
    x, y, z = (min(a_high[n], b_high[n]) - max(a_low[n], b_low[n]) for n in range(3))
    return (x, y, z)


def _facing(i: int, a: Box, j: int, b: Box) -> Facing | None:
    shared = _shared(a.low_m, a.high_m, b.low_m, b.high_m)
    apart = [axis for axis in range(3) if shared[axis] <= _TOUCH]
    if len(apart) != 1:
        return None
    axis = apart[0]
    if a.low_m[axis] > b.low_m[axis]:
        i, a, j, b = j, b, i, a
    low = [max(a.low_m[n], b.low_m[n]) for n in range(3)]
    high = [min(a.high_m[n], b.high_m[n]) for n in range(3)]
    low[axis], high[axis] = a.high_m[axis], b.low_m[axis]
    gap = max(0.0, high[axis] - low[axis])
    if gap <= _TOUCH:
        gap = 0.0
    return Facing(i, j, axis, gap, (low[0], low[1], low[2]), (high[0], high[1], high[2]))


def _blocked(pair: Facing, boxes: Sequence[Box]) -> bool:
    if pair.gap_m == 0.0:
        return False
    return any(
        min(_shared(pair.low_m, pair.high_m, box.low_m, box.high_m)) > _TOUCH
        for number, box in enumerate(boxes)
        if number not in (pair.first, pair.second)
    )
