"""What a solver on a grid is given, brought into shape or refused."""

from __future__ import annotations

from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError

__all__ = ["along", "balanced", "check", "refuse", "shaped"]

Array = npt.NDArray[np.float64]

#: Of the sum of the magnitudes of a source, what rounding may leave of a sum that should be zero.
_ROUNDING = 1e-10


def shaped(name: str, given: Any, shape: tuple[int, int]) -> Array:
    """Return a field as contiguous float64 of a shape."""
    try:
        field = np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError):
        raise InputError(f"{name}: not an array of numbers") from None
    if field.ndim == 0:
        return np.full(shape, float(field))
    if field.shape != shape:
        raise InputError(f"{name}: has the shape {field.shape}, but the grid asks for {shape}")
    return np.ascontiguousarray(field)


def along(name: str, value: Any, count: int) -> Array:
    """Return the value of a wall in each of the cells along it."""
    values = np.asarray(value, dtype=np.float64)
    if values.ndim > 1 or (values.ndim == 1 and values.size != count):
        raise InputError(f"{name}: {values.size} values along a wall of {count} cells")
    if not np.isfinite(values).all():
        raise InputError(f"{name}: a wall is held at a value that is not finite")
    return np.ascontiguousarray(np.broadcast_to(values, count))


def balanced(source: Array) -> Array:
    """Return a source that sums to zero, as it must where nothing can leave."""
    if not np.isfinite(source).all():
        raise InputError("right: a value is not finite")
    total, size = float(source.sum()), float(np.abs(source).sum())
    if abs(total) > _ROUNDING * size:
        raise InputError(
            f"right: sums to {total:g} (of {size:g} in magnitude), but no wall is held and the "
            "diagonal is zero, so that nothing can leave",
            remedy="hold a wall at a value, give a diagonal, or take the mean from the source",
        )
    return source - total / source.size


def check(name: str, field: Array, *, lowest: float = -np.inf) -> None:
    """Refuse a field with a value that is not finite or too low, and say where."""
    bad = ~(np.isfinite(field) & (field >= lowest))
    if bad.any():
        j, i = (int(index) for index in np.argwhere(bad)[0])
        what = "is not finite" if not np.isfinite(field[j, i]) else "is negative"
        raise InputError(f"{name}: the value {field[j, i]:g} at row {j}, column {i} {what}")


def refuse(cells: Array, face_x: Array, face_y: Array, diagonal: Array, right: Array) -> NoReturn:
    """Refuse what makes no equation; the last resort is a cell that nothing fixes."""
    for name, field in (("coefficient", cells), ("face_x", face_x), ("face_y", face_y)):
        check(name, field, lowest=0.0)
    check("diagonal", diagonal, lowest=0.0)
    check("right", right)
    raise InputError(
        "coefficient: a cell has no coupling to any neighbour or wall and no diagonal, so that "
        "nothing fixes its value",
        remedy="give the cell a small coefficient or a diagonal",
    )
