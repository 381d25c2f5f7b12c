"""What every answer of ``davylamp front`` shares: its point, its wavelength, its map."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Final

from davylamp.cli.output import write_text

if TYPE_CHECKING:
    from davylamp.dendrites.stability import Electrode

__all__ = ["POINT", "PUBLISHED_LENGTH_M", "map_note", "map_page"]

#: Of the published screening: a wave number of 1e8 per metre.
PUBLISHED_LENGTH_M: Final = 2.0 * math.pi / 1e8
POINT: Final = (
    "A high shear modulus alone proves nothing: with ions smaller than atoms (v < 1) it makes a "
    "front unstable."
)


def map_page(
    path: Path | None, electrode: Electrode, poisson: float, points: list[tuple[str, float, float]]
) -> str | None:
    """Write the map, and return its path; None for none."""
    if path is None:
        return None
    from davylamp.cli.front_html import front_html

    return str(write_text(path, front_html(electrode, poisson, points)))


def map_note(page: str | None) -> tuple[str, ...]:
    """Return the note that says where the map is."""
    return () if page is None else (f"Map written to {page}.",)
