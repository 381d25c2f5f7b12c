"""Files of test blocks: whatever is in them, a reader is told in words."""

from __future__ import annotations

import math

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from davylamp.cell.problems import CellFileError
from davylamp.runaway.abuse import KINDS, parse_tests
from davylamp.runaway.abuse.entries import ENTRIES

NAMES = sorted({entry.name for kind in KINDS for entry in ENTRIES[kind]} | {"standard", "name"})
VALUES = st.one_of(
    st.text(max_size=12),
    st.floats(allow_nan=False),
    st.sampled_from(["5 K", "-3 ohm", "1e99 degC", "50 %", "15 min", "0 m", "GB 38031", "5 K/min"]),
    st.none(),
)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text):
    try:
        parse_tests(text)
    except CellFileError as error:
        found = error.problems
    else:
        found = ("none",)
    assert found


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(KINDS), st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=5))
def test_a_block_is_read_or_each_problem_has_a_field(kind, fields):
    text = yaml.safe_dump({"test": kind, **fields}, allow_unicode=True)
    try:
        (test,) = parse_tests(text)
    except CellFileError as error:
        problems = error.problems
    else:
        problems = ()
        assert test.test == kind
        assert all(math.isfinite(item.value) for item in test.settings().values.values())
    assert all(problem.message for problem in problems)
