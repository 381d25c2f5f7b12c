from __future__ import annotations

import math

import pytest

from davylamp.core import InputError, MissingDatumError
from davylamp.validation import Case, as_markdown, run_cases, value_text


def case(published: float | str, answer: float | str | Exception, **more: object) -> Case:
    def compute() -> float | str:
        if isinstance(answer, Exception):
            raise answer
        return answer

    fields = {"id": "one", "group": "G", "question": "q | r", "source": "s", **more}
    return Case(published=published, compute=compute, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("published", "answer", "hit"),
    [
        (1.0, 1.05, True),
        (1.0, 1.2, False),
        (1.0, math.nan, False),
        ("a > b", "a > b", True),
        ("a > b", "b > a", False),
        (1.0, "unknown", False),
        (1.0, MissingDatumError("nothing known"), False),
    ],
)
def test_hit_or_miss(published: float | str, answer: float | str | Exception, hit: bool) -> None:
    (result,) = run_cases([case(published, answer, tolerance=0.1)])
    assert result.hit is hit


def test_a_failing_case_says_why() -> None:
    (result,) = run_cases([case(1.0, MissingDatumError("nothing known"))])
    assert "nothing known" in str(result.computed)
    assert result.record()["difference"] is None


def test_ids_must_differ() -> None:
    with pytest.raises(InputError, match="share an id"):
        run_cases([case(1.0, 1.0), case(2.0, 2.0)])


def test_progress_reaches_the_end() -> None:
    seen: list[tuple[int, int, str]] = []
    run_cases([case(1.0, 1.0)], lambda *args: seen.append(args))
    assert seen == [(1, 1, "one")]


def test_table_shows_hits_and_misses() -> None:
    results = run_cases([case(1.0, 2.0, unit="V", note="why"), case("x", "x", id="two")])
    text = as_markdown(results)
    assert "**1 of 2 cases hit.**" in text
    assert "**miss**" in text
    assert "q \\| r" in text
    assert "why" in text


def test_numbers_in_words() -> None:
    assert value_text(None, "V") == "–"
    assert value_text(1.23456, "V") == "1.235 V"
    assert value_text(float("nan"), "V") == "unknown"
    assert value_text(-1e-12, "") == "0"
