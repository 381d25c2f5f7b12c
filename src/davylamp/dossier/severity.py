"""How much a finding should worry, about which hazard, and when."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

__all__ = ["Hazard", "Moment", "Severity", "worst"]


class Severity(StrEnum):
    """How much a finding should worry, worst first.

    ``unknown`` stands above ``notice`` and ``ok``: what nobody has measured may be a danger.
    """

    DANGER = "danger"
    WARNING = "warning"
    UNKNOWN = "unknown"
    NOTICE = "notice"
    OK = "ok"

    @property
    def rank(self) -> int:
        """Position in the order above, 0 for the worst."""
        return list(Severity).index(self)


def worst(severities: Iterable[Severity]) -> Severity:
    """Return the worst severity; ``unknown`` when there is none.

    Examples
    --------
    >>> worst([Severity.OK, Severity.UNKNOWN]).value
    'unknown'
    >>> worst([]).value
    'unknown'
    """
    return min(severities, key=lambda severity: severity.rank, default=Severity.UNKNOWN)


class Hazard(StrEnum):
    """In which way a finding bears on people: the three ways a solid-state cell hurts them."""

    HEAT = "heat"
    GAS = "gas"
    SHORT = "short circuit"


class Moment(StrEnum):
    """When: making the electrolyte, using the cell, the cell failing, the end of its life."""

    MAKING = "making"
    USING = "using"
    FAILING = "failing"
    END = "end of life"
