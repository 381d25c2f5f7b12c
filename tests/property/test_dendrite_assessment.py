"""Whatever the draws, shares add up, and another mechanism never makes a cell stronger."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from davylamp.dendrites.assessment import share_of, spread_of, weakest_link

VALUES = st.one_of(
    st.floats(0.0, 1e6), st.just(math.inf), st.just(math.nan), st.sampled_from([0.0, 1.0, 2.0])
)
DRAWS = 12
COLUMN = arrays(np.float64, DRAWS, elements=VALUES)
TABLE = st.dictionaries(st.sampled_from("abcde"), COLUMN, min_size=1, max_size=5)


@given(TABLE, st.floats(1e-3, 1e6))
@settings(max_examples=150, deadline=None)
def test_shares_add_up(table, current):
    link, critical = weakest_link(table, current)
    total = sum(link.first.values()) + link.none + link.undecided
    assert total == pytest.approx(1.0)
    assert 0.0 <= link.exceeded.low <= link.exceeded.high <= 1.0
    assert link.critical.count + link.critical.unknown == DRAWS
    assert link.critical.unknown == int(np.isnan(critical).sum())


@given(TABLE, st.floats(1e-3, 1e6), st.randoms())
@settings(max_examples=100, deadline=None)
def test_order_changes_nothing(table, current, random):
    names = list(table)
    random.shuffle(names)
    one, _ = weakest_link(table, current)
    other, _ = weakest_link({name: table[name] for name in names}, current)
    assert one.critical == other.critical
    assert one.exceeded == other.exceeded
    assert dict(one.first) == pytest.approx(dict(other.first))


@given(TABLE, COLUMN, st.floats(1e-3, 1e6))
@settings(max_examples=100, deadline=None)
def test_another_mechanism_never_makes_a_cell_safer(table, column, current):
    few, _ = weakest_link(table, current)
    more, _ = weakest_link({**table, "z": column}, current)
    assert more.exceeded.low >= few.exceeded.low - 1e-12
    # Nor may it turn an open question into safety.
    assert more.exceeded.high >= few.exceeded.high - 1e-12


@given(COLUMN)
@settings(max_examples=100, deadline=None)
def test_quantiles_are_in_order(column):
    found = spread_of(column)
    if found.count:
        assert found.low <= found.median <= found.high
        assert found.median in column
    else:
        assert found.median is None


@given(arrays(np.bool_, DRAWS), arrays(np.bool_, DRAWS))
@settings(max_examples=50, deadline=None)
def test_a_share_is_a_range_within_one(happens, unknown):
    share = share_of(happens, unknown)
    assert 0.0 <= share.low <= share.high <= 1.0
    assert share.is_exact is not bool(unknown.any())
