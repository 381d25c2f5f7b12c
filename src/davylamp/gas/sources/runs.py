"""Answers on heat that have been worked out already, handed in so that nothing is done twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from davylamp.runaway.abuse import TestResult
    from davylamp.runaway.ceiling import HeatCeiling

__all__ = ["HeatRuns"]


@dataclass(frozen=True, slots=True)
class HeatRuns:
    """What is known of the heat of a cell; what is None is worked out when it is needed.

    Parameters
    ----------
    ceiling : HeatCeiling or None
        Answer of `davylamp.runaway.ceiling.heat_ceiling`; its pairs are not needed.
    tests : tuple of TestResult or None
        Answers of `davylamp.runaway.abuse.run_test`, such as a calorimeter; an empty tuple means
        that none is wanted.
    """

    ceiling: HeatCeiling | None = None
    tests: tuple[TestResult, ...] | None = None
