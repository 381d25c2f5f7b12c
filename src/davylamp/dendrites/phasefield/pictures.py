"""Fields of a run as small pictures: averaged to few points, eight bits each, in PNG."""

from __future__ import annotations

import base64
import math
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.dendrites.phasefield.case import FIELDS
from davylamp.dendrites.phasefield.run_read import Run

__all__ = ["SCALE", "field_frames", "png", "save_pictures"]

FloatArray = npt.NDArray[np.float64]
Bytes = npt.NDArray[np.uint8]

#: Dark blue to yellow, alike to every kind of colour vision and rising in lightness (cividis).
SCALE: Final = (
    "#00224e", "#123570", "#3b496c", "#575d6d", "#707173", "#8a8678", "#a59c74", "#c3b369",
    "#e1cc55", "#fee838",
)  # fmt: skip
#: Pictures of all outputs together may take this much of a page, as text [bytes].
_BUDGET: Final = 2_200_000
#: Most outputs that a page shows.
_FRAMES: Final = 120
#: Points along the longer edge of a picture: at most, and at least.
_EDGE: Final = (240, 60)
#: Points of a line in one dimension.
_POINTS: Final = 320


def png(pixels: Bytes) -> bytes:
    r"""Return a picture as PNG.

    Parameters
    ----------
    pixels : array, shape (height, width) or (height, width, 3)
        Grey or red, green and blue, from the top row down.

    Examples
    --------
    >>> png(np.zeros((2, 3), dtype=np.uint8))[:8]
    b'\x89PNG\r\n\x1a\n'
    """
    height, width = pixels.shape[:2]
    rows = np.ascontiguousarray(pixels, dtype=np.uint8).reshape(height, -1)
    # Differences to the pixel at the left: smooth fields pack to a fraction.
    depth = 1 if pixels.ndim == 2 else pixels.shape[2]
    filtered = rows.copy()
    filtered[:, depth:] -= rows[:, :-depth]
    data = np.hstack([np.ones((height, 1), dtype=np.uint8), filtered]).tobytes()
    head = struct.pack(">IIBBBBB", width, height, 8, 0 if pixels.ndim == 2 else 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(data, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def field_frames(run: Run, *, budget_bytes: int = _BUDGET) -> dict[str, Any]:
    """Return the fields of all outputs for a page, as JSON types.

    In two dimensions each field of each output is a grey picture whose 0 to 255 stand for `low`
    to `high`, its first row at the bottom; in one dimension a list of numbers.

    Raises
    ------
    InputError
        If the run has kept nothing yet.
    """
    if not run.outputs:
        raise InputError(
            f"the run in {run.folder} has kept no fields yet", remedy="go on with --resume"
        )
    every = _spread(len(run.outputs), _FRAMES)
    nx, ny = run.cells
    dx = run.spacing_um
    common = {
        "times_s": [run.outputs[number].time_s for number in every],
        "length_um": nx * dx,
        "height_um": ny * dx,
    }
    if ny == 1:
        return {**common, **_lines(run, every)}
    edge, least = _EDGE
    while True:
        planes = _planes(run, every, edge)
        size = sum(len(frame) for field in planes["fields"] for frame in field["frames"])
        if size <= budget_bytes or edge <= least:
            return {**common, **planes}
        edge = max(least, int(0.9 * edge * math.sqrt(budget_bytes / size)))


def save_pictures(run: Run, folder: Path, number: int = -1) -> list[Path]:
    """Write the fields of an output as coloured PNG files, a pixel a cell, and return where.

    Raises
    ------
    InputError
        If the run has one dimension or has kept nothing yet.
    """
    if run.cells[1] == 1 or not run.outputs:
        raise InputError(
            f"the run in {run.folder} has no picture to write",
            remedy="pictures need two dimensions and one output at least",
        )
    table = _colours()
    written = []
    for name, field in run.fields(number).items():
        low, high = _limits([field], name)
        path = folder / f"{name}.png"
        path.write_bytes(png(table[_levels(field, low, high)[::-1]]))
        written.append(path)
    return written


def _spread(count: int, most: int) -> list[int]:
    """Return at most so many of the numbers below `count`, the first and the last among them."""
    if count <= most:
        return list(range(count))
    return [round(place * (count - 1) / (most - 1)) for place in range(most)]


def _mean(field: FloatArray, rows: int, columns: int) -> FloatArray:
    """Average a field to fewer points."""
    for axis, count in ((0, rows), (1, columns)):
        length = field.shape[axis]
        if count < length:
            starts = (np.arange(count) * length) // count
            sizes = np.diff(np.append(starts, length))
            field = np.add.reduceat(field, starts, axis=axis)
            field = field / (sizes[:, np.newaxis] if axis == 0 else sizes)
    return field


def _limits(fields: Sequence[FloatArray], name: str) -> tuple[float, float]:
    if name == "eta":
        return 0.0, 1.0
    low = min(float(field.min()) for field in fields)
    high = max(float(field.max()) for field in fields)
    return (low, high) if high > low else (low, low + 1.0)


def _levels(field: FloatArray, low: float, high: float) -> Bytes:
    share = np.clip((field - low) / (high - low), 0.0, 1.0)
    return np.asarray(np.rint(255.0 * share), dtype=np.uint8)


def _planes(run: Run, every: Sequence[int], edge: int) -> dict[str, Any]:
    nx, ny = run.cells
    shrink = max(nx, ny) / edge
    columns, rows = (max(1, round(count / max(1.0, shrink))) for count in (nx, ny))
    small: dict[str, list[FloatArray]] = {name: [] for name in FIELDS}
    for number in every:
        fields = run.fields(number)
        for name in FIELDS:
            small[name].append(_mean(fields[name], rows, columns))
    listed = []
    for name, (unit, _) in FIELDS.items():
        low, high = _limits(small[name], name)
        frames = [
            base64.b64encode(png(_levels(field, low, high))).decode() for field in small[name]
        ]
        listed.append({"id": name, "unit": unit, "low": low, "high": high, "frames": frames})
    found = {"kind": "plane", "columns": columns, "rows": rows, "fields": listed}
    regions = run.regions()
    if regions is not None:
        share = np.maximum(regions["grain_boundary"], 0.4 * regions["interlayer"])
        picture = png(_levels(_mean(share, rows, columns), 0.0, 1.0))
        found["regions"] = base64.b64encode(picture).decode()
    return found


def _lines(run: Run, every: Sequence[int]) -> dict[str, Any]:
    nx = run.cells[0]
    points = min(nx, _POINTS)
    centres = np.asarray((np.arange(nx) + 0.5) * run.spacing_um, dtype=np.float64)
    x = _mean(centres[np.newaxis, :], 1, points)[0]
    listed: list[dict[str, Any]] = [
        {"id": name, "unit": unit, "frames": []} for name, (unit, _) in FIELDS.items()
    ]
    for number in every:
        fields = run.fields(number)
        for entry in listed:
            values = _mean(fields[str(entry["id"])], 1, points)[0]
            entry["frames"].append([float(f"{value:.4g}") for value in values])
    for entry in listed:
        ends = [value for frame in entry["frames"] for value in frame]
        entry["low"], entry["high"] = min(ends), max(ends)
    return {"kind": "line", "x_um": [float(f"{place:.5g}") for place in x], "fields": listed}


def _colours() -> Bytes:
    """Return the colour of each of 256 levels, shape (256, 3)."""
    stops = np.array([[int(code[at : at + 2], 16) for at in (1, 3, 5)] for code in SCALE])
    places = np.linspace(0.0, len(SCALE) - 1.0, 256)
    table = [np.interp(places, np.arange(len(SCALE)), stops[:, part]) for part in range(3)]
    return np.asarray(np.rint(np.stack(table, axis=1)), dtype=np.uint8)
