"""Heat between two volumes, and through a patch of a boundary, compiled."""

from __future__ import annotations

from davylamp.core.compiled import compiled_leaf

__all__ = ["edge", "patch_flow"]


@compiled_leaf
def edge(
    own: float,
    between: float,
    other: float,
    radiating: float,
    factor: float,
    factor_other: float,
    T: float,
    T_other: float,
) -> tuple[float, float, float, float]:
    """Conductance [W/K] of an edge; its derivatives by both factors, and by T through the gap."""
    gap = between
    gap_slope = 0.0
    if radiating > 0.0:
        squares = T * T + T_other * T_other
        gap = 1.0 / (1.0 / between + radiating * squares * (T + T_other))
        gap_slope = -gap * gap * radiating
    conductance = 1.0 / (own / factor + gap + other / factor_other)
    square = conductance * conductance
    return (
        conductance,
        square * own / (factor * factor),
        square * other / (factor_other * factor_other),
        -square * gap_slope,
    )


@compiled_leaf
def patch_flow(
    kind: int,
    area: float,
    coefficient: float,
    radiating: float,
    resistance: float,
    factor: float,
    factor_slope: float,
    T: float,
    signal: float,
    signal_slope: float,
) -> tuple[float, float, float]:
    """Heat flow into a volume through a patch [W], and its derivatives by temperature and time."""
    if kind == 0:
        return area * signal, 0.0, area * signal_slope
    if kind == 2:
        inner = factor / resistance
        rise = signal - T
        return (
            area * inner * rise,
            area * (rise * factor_slope / resistance - inner),
            area * inner * signal_slope,
        )
    if resistance <= 0.0:
        flow = coefficient * (signal - T) + radiating * (signal**4 - T**4)
        return (
            area * flow,
            -area * (coefficient + 4.0 * radiating * T**3),
            area * (coefficient + 4.0 * radiating * signal**3) * signal_slope,
        )
    # The surface takes the temperature at which as much arrives from outside as goes on inside.
    inner = factor / resistance
    wall = T
    if radiating <= 0.0:
        wall = (inner * T + coefficient * signal) / (inner + coefficient)
    else:
        for _ in range(50):
            miss = (
                coefficient * (signal - wall)
                + radiating * (signal**4 - wall**4)
                - inner * (wall - T)
            )
            change = miss / (coefficient + 4.0 * radiating * wall**3 + inner)
            wall += change
            if abs(change) <= 1e-13 * abs(wall):
                break
    outer = coefficient + 4.0 * radiating * wall**3
    share = outer / (outer + inner)
    return (
        area * inner * (wall - T),
        area * share * ((wall - T) * factor_slope / resistance - inner),
        area
        * (inner / (outer + inner))
        * (coefficient + 4.0 * radiating * signal**3)
        * signal_slope,
    )
