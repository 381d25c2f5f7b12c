"""A rule that turns a number into a severity, by thresholds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from davylamp.core.evidence import Kind
from davylamp.dossier.severity import Severity

__all__ = ["Rule"]


@dataclass(frozen=True, slots=True)
class Rule:
    """Thresholds of one quantity.

    Parameters
    ----------
    id : str
        Name that findings refer to.
    quantity : str
        What is judged.
    unit : str
        Unit of the thresholds.
    worse : {'above', 'below'}
        Which direction is worse; a value at a threshold counts as beyond it.
    danger, warning, notice : float or None
        Thresholds; None where the rule has no such level.
    basis : str
        Why these numbers.
    kind : Kind
        How the thresholds are known.
    """

    id: str
    quantity: str
    unit: str
    worse: Literal["above", "below"]
    danger: float | None
    warning: float | None
    notice: float | None
    basis: str
    kind: Kind = Kind.ASSUMED

    def judge(self, value: float | None) -> Severity:
        """Return the severity of a value; ``unknown`` when there is none or it is not a number."""
        if value is None or not math.isfinite(value):
            return Severity.UNKNOWN
        for severity, limit in self.levels:
            if limit is None:
                continue
            if value >= limit if self.worse == "above" else value <= limit:
                return severity
        return Severity.OK

    @property
    def levels(self) -> tuple[tuple[Severity, float | None], ...]:
        """Severity and threshold, worst first."""
        return (
            (Severity.DANGER, self.danger),
            (Severity.WARNING, self.warning),
            (Severity.NOTICE, self.notice),
        )
