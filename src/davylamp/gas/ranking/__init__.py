"""Ranking of safety valves, or of anything else, by several criteria at once."""

from __future__ import annotations

from davylamp.gas.ranking.fuzzy_ahp import (
    CONSISTENT_BELOW,
    RANDOM_INDEX,
    Consistency,
    FuzzyWeights,
    buckley_weights,
    consistency,
    triangle,
)
from davylamp.gas.ranking.gray import DISTINGUISHING, gray_coefficients, gray_grades
from davylamp.gas.ranking.ranking import Criterion, RankedAlternative, Ranking, rank_alternatives
from davylamp.gas.ranking.reader import example_ranking_path, parse_ranking, rank_file
from davylamp.gas.ranking.text import ranking_text

__all__ = [
    "CONSISTENT_BELOW",
    "DISTINGUISHING",
    "RANDOM_INDEX",
    "Consistency",
    "Criterion",
    "FuzzyWeights",
    "RankedAlternative",
    "Ranking",
    "buckley_weights",
    "consistency",
    "example_ranking_path",
    "gray_coefficients",
    "gray_grades",
    "parse_ranking",
    "rank_alternatives",
    "rank_file",
    "ranking_text",
    "triangle",
]
