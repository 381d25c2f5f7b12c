"""How far potentials lie outside a window, and what is left of a margin that is hardly one."""

from __future__ import annotations

from davylamp.core.evidence import Kind
from davylamp.dossier.rules import judge
from davylamp.dossier.severity import Severity, worst

__all__ = ["excess_V", "window_severity"]


def excess_V(
    low_V: float, high_V: float, reduction_V: float | None, oxidation_V: float | None
) -> float | None:
    """Return how far the potentials lie outside a window [V], negative inside.

    Parameters
    ----------
    low_V, high_V : float
        Lowest and highest potential [V].
    reduction_V, oxidation_V : float or None
        Edges of the window [V]; None where there is none.

    Returns
    -------
    float or None
        The worse of both sides; None without any edge.

    Examples
    --------
    >>> round(excess_V(0.1, 4.2, 0.0, 4.3), 3)
    -0.1
    """
    sides = []
    if reduction_V is not None:
        sides.append(reduction_V - low_V)
    if oxidation_V is not None:
        sides.append(high_V - oxidation_V)
    return max(sides, default=None)


def window_severity(excess: float | None, kind: Kind, *, edgeless: bool = False) -> Severity:
    """Return the severity of an excess [V].

    An edge that is only estimated or assumed cannot say on which side of it a potential next to
    it lies, so little margin, or little excess, is unknown there.

    Parameters
    ----------
    excess : float or None
        Answer of `excess_V`.
    kind : Kind
        How the edges are known.
    edgeless : bool
        Whether it is known that there is no edge.
    """
    if excess is None:
        return Severity.OK if edgeless and kind is not Kind.UNKNOWN else Severity.UNKNOWN
    severity = judge("beyond-window", excess)
    if kind is Kind.UNKNOWN:
        return worst((severity, Severity.UNKNOWN))
    if severity is Severity.NOTICE and kind in (Kind.ESTIMATED, Kind.ASSUMED):
        return Severity.UNKNOWN
    return severity
