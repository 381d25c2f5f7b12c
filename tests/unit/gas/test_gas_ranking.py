"""Ranking: gray relational analysis, Buckley's weights, consistency, and the file."""

from __future__ import annotations

import numpy as np
import pytest

from davylamp.cell.problems import CellFileError
from davylamp.core.errors import InputError, UnreadableFileError
from davylamp.gas.ranking import (
    RANDOM_INDEX,
    Criterion,
    buckley_weights,
    consistency,
    example_ranking_path,
    gray_coefficients,
    gray_grades,
    parse_ranking,
    rank_alternatives,
    rank_file,
    ranking_text,
    triangle,
)

SAME = (1.0, 1.0, 1.0)
FILE = """
title: Two valves
criteria:
  - {name: pressure, better: lower, unit: Pa}
  - {name: time, better: higher}
judgements:
  - {of: pressure, over: time, by: 3}
alternatives:
  - name: a
    values: {pressure: 100, time: 5}
  - name: b
    values: {pressure: 200, time: 9}
"""


def crisp(weights: list[float]) -> np.ndarray:
    ratio = np.array(weights)[:, None] / np.array(weights)[None, :]
    return np.repeat(ratio[:, :, None], 3, axis=2)


def test_consistent_judgements_give_their_own_weights_back():
    weights = [0.5, 0.3, 0.2]
    found = buckley_weights(crisp(weights))
    assert found.crisp == pytest.approx(weights, abs=1e-12)
    assert found.fuzzy == pytest.approx(np.repeat(np.array(weights)[:, None], 3, axis=1))
    judged = consistency(crisp(weights))
    assert judged.eigenvalue == pytest.approx(3.0, abs=1e-9)
    assert judged.ratio == pytest.approx(0.0, abs=1e-9)
    assert judged.consistent


def test_circular_judgements_are_inconsistent_and_name_no_best():
    up, down = (4.0, 5.0, 6.0), (1 / 6, 1 / 5, 1 / 4)
    circle = [[SAME, up, down], [down, SAME, up], [up, down, SAME]]
    judged = consistency(circle)
    # Eigenvalue of the circulant matrix: 1 + 5 + 1/5.
    assert judged.eigenvalue == pytest.approx(6.2, abs=1e-9)
    assert judged.ratio == pytest.approx(1.6 / 0.58, abs=1e-9)
    criteria = [Criterion(name, False) for name in "xyz"]
    ranking = rank_alternatives(
        [("a", [1.0, 1.0, 1.0]), ("b", [2.0, 2.0, 2.0])], criteria, judgements=circle
    )
    assert ranking.best is None
    assert not ranking.certain
    assert "consistency ratio" in ranking.unknown[0].what


def test_two_criteria_cannot_contradict_each_other():
    assert consistency([[SAME, (2, 3, 4)], [(1 / 4, 1 / 3, 1 / 2), SAME]]).ratio == pytest.approx(0)


def test_more_criteria_than_there_is_an_index_for_is_unknown():
    many = max(RANDOM_INDEX) + 1
    judged = consistency(crisp([1.0] * many))
    assert judged.ratio is None
    assert judged.consistent is None


def test_random_judgements_have_about_the_random_index():
    draw = np.random.default_rng(1)
    scale = np.array([1 / k for k in range(9, 1, -1)] + list(range(1, 10)))
    found = []
    for _ in range(4000):
        matrix = np.ones((5, 5))
        for i in range(5):
            for j in range(i + 1, 5):
                matrix[i, j] = draw.choice(scale)
                matrix[j, i] = 1.0 / matrix[i, j]
        found.append(consistency(np.repeat(matrix[:, :, None], 3, axis=2)).index)
    assert np.mean(found) == pytest.approx(RANDOM_INDEX[5], rel=0.04)


@pytest.mark.parametrize("value", [0.1, 9.5, -1.0, float("nan")])
def test_a_judgement_out_of_the_scale_is_refused(value):
    with pytest.raises(InputError, match="between 1/9 and 9"):
        triangle(value)


def test_triangles_are_reciprocal():
    for value in (1, 2, 3.5, 7, 8.5, 9):
        low, middle, high = triangle(value)
        assert triangle(1.0 / value) == pytest.approx((1 / high, 1 / middle, 1 / low))
        assert low <= middle <= high


@pytest.mark.parametrize(
    ("matrix", "words"),
    [
        ([[SAME, (2, 3, 4)], [(2, 3, 4), SAME]], "do not fit"),
        ([[SAME, (4, 3, 2)], [(1 / 2, 1 / 3, 1 / 4), SAME]], "not in the order"),
        ([[SAME, (2, 3, 12)], [(1 / 12, 1 / 3, 1 / 2), SAME]], "between 1/9 and 9"),
        ([[SAME, SAME]], "square"),
    ],
)
def test_wrong_judgements_are_refused(matrix, words):
    with pytest.raises(InputError, match=words):
        buckley_weights(matrix)


def test_gray_grades_do_not_depend_on_units_or_the_scale_of_weights():
    values = np.array([[1.0, 5.0], [2.0, 9.0], [4.0, 6.0]])
    first = gray_grades(gray_coefficients(values, [False, True]), [1.0, 3.0])
    other = gray_coefficients(values * [1e5, 1e-3] + [7.0, 2.0], [False, True])
    assert gray_grades(other, [10.0, 30.0]) == pytest.approx(first)


def test_the_best_in_everything_has_grade_one_and_the_worst_the_least():
    grades = gray_grades(gray_coefficients([[1, 9], [2, 5], [3, 1]], [False, True]), [1, 1])
    assert grades[0] == pytest.approx(1.0)
    assert grades[2] == pytest.approx(1.0 / 3.0)
    assert grades[1] == pytest.approx(0.5)


def test_equal_values_tell_none_from_another():
    assert gray_coefficients([[1.0], [1.0]], [True]) == pytest.approx(1.0)
    ranking = rank_alternatives(
        [("a", [1.0, 2.0]), ("b", [1.0, 3.0])], [Criterion("x", False), Criterion("y", False)]
    )
    assert ranking.best == "a"
    assert "equal in x" in ranking.notes[0]


@pytest.mark.parametrize(
    "call",
    [
        lambda: gray_coefficients([[1.0, 2.0]], [True]),
        lambda: gray_coefficients([[1.0], [float("nan")]], [True]),
        lambda: gray_coefficients([[1.0], [2.0]], [True], 0.0),
        lambda: gray_grades([[1.0, 1.0]], [1.0]),
        lambda: gray_grades([[1.0, 1.0]], [-1.0, 2.0]),
        lambda: gray_grades([[1.0, 1.0]], [0.0, 0.0]),
        lambda: rank_alternatives([("a", [1.0])], [Criterion("x", False)]),
    ],
)
def test_wrong_numbers_are_refused(call):
    with pytest.raises(InputError):
        call()


def test_a_missing_value_is_never_a_place_nor_a_winner():
    ranking = rank_alternatives(
        [("a", [1.0]), ("b", [2.0]), ("c", [None])], [Criterion("pressure", False)]
    )
    last = ranking.alternatives[-1]
    assert (last.name, last.grade, last.place) == ("c", None, None)
    assert ranking.best is None
    assert "no pressure" in ranking.unknown[0].what


def test_a_tie_has_no_winner():
    ranking = rank_alternatives(
        [("a", [1.0, 2.0]), ("b", [2.0, 1.0])], [Criterion("x", False), Criterion("y", False)]
    )
    assert [item.place for item in ranking.alternatives] == [1, 1]
    assert ranking.best is None


def test_certain_only_where_no_weight_within_the_judgements_turns_the_order():
    criteria = [Criterion("x", False), Criterion("y", False)]
    wide = [[SAME, (1.0, 2.0, 9.0)], [(1 / 9, 1 / 2, 1.0), SAME]]
    close = rank_alternatives([("a", [1.0, 1.9]), ("b", [2.0, 1.0])], criteria, judgements=wide)
    assert close.best == "a"
    assert not close.certain
    clear = rank_alternatives([("a", [1.0, 1.0]), ("b", [2.0, 2.0])], criteria, judgements=wide)
    assert clear.certain


def test_the_example_ranks_and_reads():
    ranking = rank_file(example_ranking_path())
    assert ranking.best == "oval"
    record = ranking.record()
    assert record["consistency"]["consistent"] is True
    assert sum(item["weight"] for item in record["criteria"]) == pytest.approx(1.0)
    text = ranking_text(ranking)
    for word in ("oval", "peak temperature", "consistency ratio", "place"):
        assert word in text


def test_a_file_is_ranked():
    ranking = parse_ranking(FILE)
    assert ranking.best == "a"
    assert ranking.weights.crisp == pytest.approx([0.742, 0.258], abs=1e-3)
    told = ranking_text(parse_ranking(FILE.replace("time: 9", "time: unknown")))
    assert "unknown" in told
    assert "Best" not in told


@pytest.mark.parametrize(
    ("old", "new", "field", "words"),
    [
        ("by: 3", "by: 30", "judgements.0.by", "1/9 and 9"),
        ("by: 3", "by: [4, 3, 2]", "judgements.0.by", "least, middle"),
        ("by: 3", "by: 1e400", "judgements.0.by", "expected a number"),
        ("over: time", "over: weight", "judgements.0.over", "no criterion"),
        ("over: time", "over: pressure", "judgements.0", "against itself"),
        ("better: lower", "better: less", "criteria.0.better", "not known here"),
        ("time: 5}", "}", "alternatives.0.values", "no value of 'time'"),
        ("time: 5}", "time: 5, mass: 2}", "alternatives.0.values.mass", "no criterion"),
        ("name: b", "name: a", "alternatives.1.name", "twice"),
        ("name: time", "name: pressure", "criteria.1.name", "twice"),
        ("pressure: 100", "pressure: much", "alternatives.0.values.pressure", "expected a number"),
        ("title: Two", "titel: Two", "titel", "unknown field"),
        (
            "better: higher}",
            "better: higher, weight: 1}",
            "criteria.1.weight",
            "judgements and weights",
        ),
        (
            "by: 3}",
            "by: 3}\n  - {of: time, over: pressure, by: 3}",
            "judgements.1.by",
            "judged before",
        ),
    ],
)
def test_every_mistake_has_its_line_and_field(old, new, field, words):
    with pytest.raises(CellFileError) as caught:
        parse_ranking(FILE.replace(old, new, 1), "valves.yaml")
    problem = next(item for item in caught.value.problems if words in item.message)
    assert problem.field == field
    assert problem.line is not None
    assert problem.file == "valves.yaml"


def test_a_missing_pair_and_weights_of_zero_are_told():
    with pytest.raises(CellFileError, match="no judgement of 'pressure' over 'time'"):
        parse_ranking(FILE.replace("  - {of: pressure, over: time, by: 3}", "  []"))
    head, tail = FILE.split("judgements:")
    plain = head + tail[tail.index("alternatives:") :]
    zero = plain.replace("Pa}", "Pa, weight: 0}").replace("higher}", "higher, weight: 0}")
    with pytest.raises(CellFileError, match="all weights are 0"):
        parse_ranking(zero)
    assert parse_ranking(plain).weights.crisp == pytest.approx([0.5, 0.5])


def test_no_file_and_no_fields_are_told(tmp_path):
    with pytest.raises(UnreadableFileError):
        rank_file(tmp_path / "none.yaml")
    with pytest.raises(CellFileError, match="not a ranking file"):
        parse_ranking("just words")
