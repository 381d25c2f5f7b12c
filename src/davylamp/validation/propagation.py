"""Published propagation from cell to cell: when each cell goes."""

from __future__ import annotations

from functools import cache, partial
from typing import Final

from davylamp.validation.case import Case

__all__ = ["front_on_grid_s", "propagation_cases"]

_GROUP: Final = "Propagation from cell to cell"
_SOURCE: Final = "LIM1TR, github.com/sandialabs/lim1tr, example {}"
_LIMIT_K: Final = 573.15
_THREE: Final = (3.25696, 21.93639, 37.31271)
_FIVE: Final = (5.4, 19.4, 38.6, 57.8, 77.0)


def propagation_cases() -> tuple[Case, ...]:
    """Return the times at which the cells of two examples pass 300 degC."""
    three = tuple(
        Case(
            id=f"propagation-three-{i}",
            group=_GROUP,
            question=f"three cells beside a hot block: cell {i} passes 300 degC",
            published=published,
            compute=partial(_interpolated, i),
            unit="s",
            tolerance=1e-4 * published,
            source=_SOURCE.format("Propagation"),
            note="read off as the source is: mean of the cell every 0.1 s, linear in between",
        )
        for i, published in enumerate(_THREE, start=1)
    )
    five = tuple(
        Case(
            id=f"propagation-five-{i}",
            group=_GROUP,
            question=f"five LiCoO2 cells, the first shorted: cell {i} passes 300 degC",
            published=published,
            compute=partial(_first_output, i),
            unit="s",
            tolerance=0.05,
            source=_SOURCE.format("Damkohler"),
            note="first output, every 0.1 s, with the mean of the cell above 300 degC",
        )
        for i, published in enumerate(_FIVE, start=1)
    )
    return three + five


@cache
def front_on_grid_s(example: str, tolerance: float) -> tuple[tuple[float, float], ...]:
    """Return when each cell passes 300 degC [s]: linear between outputs, and the next output."""
    import numpy as np

    from davylamp.runaway.field import simulate_field
    from davylamp.validation.propagation_fields import five_cells, three_cells

    field = three_cells() if example == "three" else five_cells()
    times = np.round(np.arange(0.0, 100.05, 0.1), 10)
    history = simulate_field(
        field,
        start_K=294.15 if example == "three" else 298.15,
        duration_s=100.0,
        output_times_s=times.tolist(),
        tolerance=tolerance,
    )
    fronts = []
    for block in field.blocks:
        if not block.name.startswith("cell"):
            continue
        mean = history.block_K(block.name).reshape(len(times), -1).mean(axis=1)
        at = int(np.argmax(mean >= _LIMIT_K))
        share = (_LIMIT_K - mean[at - 1]) / (mean[at] - mean[at - 1])
        fronts.append((float(times[at - 1] + 0.1 * share), float(times[at])))
    return tuple(fronts)


def _interpolated(cell: int) -> float:
    return front_on_grid_s("three", 1e-4)[cell - 1][0]


def _first_output(cell: int) -> float:
    return front_on_grid_s("five", 1e-3)[cell - 1][1]
