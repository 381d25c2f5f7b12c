"""A ranking of alternatives: gray relational grades under weights from fuzzy judgements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.core.evidence import Unknown, unknown_record
from davylamp.gas.ranking.fuzzy_ahp import Consistency, FuzzyWeights, buckley_weights, consistency
from davylamp.gas.ranking.gray import DISTINGUISHING, gray_coefficients, gray_grades

__all__ = ["Criterion", "RankedAlternative", "Ranking", "rank_alternatives"]

FloatArray = npt.NDArray[np.float64]

_SOURCES = ("deng1982", "buckley1985", "saaty1977")


@dataclass(frozen=True, slots=True)
class Criterion:
    """What alternatives are compared by.

    Parameters
    ----------
    name : str
        In words.
    larger_is_better : bool
        Whether a larger value is the better one.
    unit : str
        Unit of its values, empty for a mark.
    """

    name: str
    larger_is_better: bool
    unit: str = ""


@dataclass(frozen=True, slots=True)
class RankedAlternative:
    """One alternative.

    Parameters
    ----------
    name : str
        In words.
    values : tuple of float or None
        By criterion; None where nobody knows.
    grade : float or None
        Gray relational grade [1]; None where a value is missing.
    place : int or None
        1 for the best.
    coefficients : tuple of float
        By criterion; empty where a value is missing.
    """

    name: str
    values: tuple[float | None, ...]
    grade: float | None
    place: int | None
    coefficients: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranking:
    """Alternatives in order.

    Parameters
    ----------
    title : str
        What was ranked.
    criteria : tuple of Criterion
        In order of the weights.
    weights : FuzzyWeights
        Of the criteria.
    consistency : Consistency or None
        Of the judgements; None where weights were given.
    alternatives : tuple of RankedAlternative
        Best first, those with a value missing last.
    best : str or None
        Best alternative; None where the judgements contradict each other, nothing can be told
        apart, or a value is missing anywhere.
    certain : bool
        Whether the best one stays so under every set of weights within the fuzzy ones.
    distinguishing : float
        Distinguishing coefficient.
    notes : tuple of str
        What a reader must know.
    unknown : tuple of Unknown
        What cannot be said.
    sources : tuple of str
        Bibliography keys of the method.
    """

    title: str
    criteria: tuple[Criterion, ...]
    weights: FuzzyWeights
    consistency: Consistency | None
    alternatives: tuple[RankedAlternative, ...]
    best: str | None
    certain: bool
    distinguishing: float = DISTINGUISHING
    notes: tuple[str, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    sources: tuple[str, ...] = _SOURCES

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        judged = self.consistency
        return {
            "title": self.title,
            "criteria": [
                {
                    "name": item.name,
                    "better": "higher" if item.larger_is_better else "lower",
                    "unit": item.unit,
                    "weight": float(weight),
                    "fuzzy_weight": [float(part) for part in fuzzy],
                }
                for item, weight, fuzzy in zip(
                    self.criteria, self.weights.crisp, self.weights.fuzzy, strict=True
                )
            ],
            "consistency": None
            if judged is None
            else {
                "eigenvalue": judged.eigenvalue,
                "index": judged.index,
                "ratio": judged.ratio,
                "consistent": judged.consistent,
            },
            "distinguishing": self.distinguishing,
            "alternatives": [
                {
                    "name": item.name,
                    "place": item.place,
                    "grade": item.grade,
                    "values": list(item.values),
                    "coefficients": list(item.coefficients),
                }
                for item in self.alternatives
            ],
            "best": self.best,
            "certain": self.certain,
            "notes": list(self.notes),
            "unknown": unknown_record(self.unknown),
            "sources": list(self.sources),
        }


def rank_alternatives(
    alternatives: Sequence[tuple[str, Sequence[float | None]]],
    criteria: Sequence[Criterion],
    *,
    judgements: npt.ArrayLike | None = None,
    weights: npt.ArrayLike | None = None,
    distinguishing: float = DISTINGUISHING,
    title: str = "",
) -> Ranking:
    """Rank alternatives by gray relational analysis.

    Parameters
    ----------
    alternatives : sequence of (str, sequence of float or None)
        Name and values by criterion; None where nobody knows.
    criteria : sequence of Criterion
        One or more.
    judgements : array, shape (criteria, criteria, 3), optional
        Fuzzy pairwise judgements; see `buckley_weights`.
    weights : array, shape (criteria,), optional
        Weights instead; with neither, all criteria weigh the same.
    distinguishing : float
        Distinguishing coefficient.
    title : str
        What is ranked.

    Raises
    ------
    InputError
        If there are fewer than two alternatives, or numbers do not fit.

    Examples
    --------
    >>> lower = Criterion("pressure", False, "Pa")
    >>> rank_alternatives([("a", [1.0]), ("b", [2.0])], [lower]).best
    'a'
    """
    if len(alternatives) < 2:
        raise InputError("a ranking needs two alternatives or more")
    judged = None
    if judgements is not None and weights is not None:
        raise InputError("give judgements or weights, not both")
    if judgements is not None:
        found, judged = buckley_weights(judgements), consistency(judgements)
    else:
        given = np.ones(len(criteria)) if weights is None else np.asarray(weights, dtype=float)
        gray_grades(np.ones((1, len(criteria))), given)
        share = given / given.sum()
        found = FuzzyWeights(np.repeat(share[:, None], 3, axis=1), share)
    unknown, notes = [], []
    whole = [(name, values) for name, values in alternatives if None not in values]
    for name, values in alternatives:
        absent = [c.name for c, v in zip(criteria, values, strict=True) if v is None]
        if absent:
            unknown.append(
                Unknown(f"place of {name}: no {', '.join(absent)}", f"measure it for {name}")
            )
    larger = [item.larger_is_better for item in criteria]
    table = [[float(v) for v in values if v is not None] for _, values in whole]
    near = gray_coefficients(table, larger, distinguishing) if whole else np.empty((0, 0))
    grades = gray_grades(near, found.crisp) if whole else np.empty(0)
    for place, item in enumerate(criteria):
        if len(whole) > 1 and np.ptp([row[place] for row in table]) == 0.0:
            notes.append(f"All alternatives are equal in {item.name}: it tells none from another.")
    order = sorted(range(len(whole)), key=lambda place: -grades[place])
    ranked = [
        RankedAlternative(
            whole[i][0],
            tuple(whole[i][1]),
            float(grades[i]),
            1 + int(np.sum(grades > grades[i] * (1.0 + 1e-12))),
            tuple(map(float, near[i])),
        )
        for i in order
    ]
    rest = [RankedAlternative(n, tuple(v), None, None) for n, v in alternatives if None in v]
    certain = len(order) > 1 and all(
        _least_lead(near[order[0]] - near[other], found.fuzzy) > 1e-12 for other in order[1:]
    )
    if judged is not None and not judged.consistent:
        ratio = "is not known" if judged.ratio is None else f"is {judged.ratio:.2f}"
        unknown.append(
            Unknown(
                f"which is best: the consistency ratio of the judgements {ratio}",
                "make the judgements again until the ratio is at most 0.10"
                if judged.ratio is not None
                else "use at most 15 criteria",
            )
        )
    tie = len(ranked) > 1 and ranked[1].place == 1
    if tie:
        unknown.append(Unknown("which is best: the first two are level", "add a criterion"))
    return Ranking(
        title,
        tuple(criteria),
        found,
        judged,
        (*ranked, *rest),
        ranked[0].name if ranked and not unknown else None,
        certain and not unknown,
        distinguishing,
        tuple(notes),
        tuple(unknown),
    )


def _least_lead(lead: FloatArray, fuzzy: FloatArray) -> float:
    """Return the least weighted lead over all weights within the fuzzy ones that sum to one."""
    weight = fuzzy[:, 0].copy()
    left = 1.0 - float(weight.sum())
    for place in np.argsort(lead):
        more = min(left, float(fuzzy[place, 2] - fuzzy[place, 0]))
        weight[place] += more
        left -= more
    return float(lead @ weight)
