"""A ranking as text."""

from __future__ import annotations

from davylamp.gas.ranking.fuzzy_ahp import CONSISTENT_BELOW
from davylamp.gas.ranking.ranking import Ranking

__all__ = ["ranking_text"]


def ranking_text(ranking: Ranking) -> str:
    """Return a ranking as lines for a reader.

    Examples
    --------
    >>> from davylamp.gas.ranking import example_ranking_path, rank_file
    >>> print(ranking_text(rank_file(example_ranking_path())).splitlines()[-1])
    Best: oval, under every weight within the fuzzy judgements.
    """
    lines = [ranking.title] if ranking.title else []
    lines.append("")
    width = max(len(item.name) for item in ranking.criteria)
    lines.append(f"{'criterion':<{max(width, 9)}}  better  weight  least to largest")
    for item, weight, fuzzy in zip(
        ranking.criteria, ranking.weights.crisp, ranking.weights.fuzzy, strict=True
    ):
        better = "higher" if item.larger_is_better else "lower"
        lines.append(
            f"{item.name:<{max(width, 9)}}  {better:<6}  {weight:6.3f}  "
            f"{fuzzy[0]:.3f} to {fuzzy[2]:.3f}"
        )
    judged = ranking.consistency
    if judged is not None:
        ratio = "not known" if judged.ratio is None else f"{judged.ratio:.3f}"
        lines.append(f"consistency ratio of the judgements: {ratio} (at most {CONSISTENT_BELOW:g})")
    lines.append("")
    wide = max(11, *(len(item.name) for item in ranking.alternatives))
    lines.append(f"{'alternative':<{wide}}  place  grade")
    for entry in ranking.alternatives:
        place = "unknown" if entry.place is None else f"{entry.place}"
        grade = "unknown" if entry.grade is None else f"{entry.grade:.4f}"
        lines.append(f"{entry.name:<{wide}}  {place:<5}  {grade}")
    lines.append("")
    lines.extend(ranking.notes)
    lines.extend(f"Not known: {item.what}; to settle it {item.settle}." for item in ranking.unknown)
    if ranking.best is not None:
        lines.append(
            f"Best: {ranking.best}, "
            + (
                "under every weight within the fuzzy judgements."
                if ranking.certain
                else "under these judgements; within their fuzziness another could be."
            )
        )
    return "\n".join(lines)
