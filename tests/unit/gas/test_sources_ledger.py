"""Ledgers of sources: exact formulas, round-off taken out, nothing out of nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from davylamp.core.composition import Composition
from davylamp.core.errors import BalanceError
from davylamp.gas.sources._ledger import (
    closed,
    elements_of,
    formula_of,
    ledger,
    other_vapours,
    rest_of,
    split_gas,
)

_AMOUNTS = st.floats(1e-6, 1e3, allow_nan=False)


@given(st.dictionaries(st.sampled_from(["Li", "P", "S", "Cl", "O", "Ni"]), _AMOUNTS, min_size=1))
def test_a_formula_reads_back_digit_for_digit(amounts: dict[str, float]) -> None:
    composition = Composition(amounts)
    assert Composition.parse(formula_of(composition)) == composition


def test_equal_formulas_are_added_and_nothing_is_left_out() -> None:
    water = Composition.parse("H2O")
    assert ledger([(water, 1.0), (water, 2.0), (water, 0.0)]) == {"H2O": pytest.approx(3.0)}


def test_round_off_is_taken_out_of_products_in_every_element() -> None:
    consumed = [(Composition.parse("Li3PS4"), 1.0), (Composition.parse("H2O"), 4.0)]
    products = [
        (Composition.parse("Li3PO4"), 1.0 + 3e-8),
        (Composition.parse("H2S"), 4.0 - 2e-8),
    ]
    exact = closed(consumed, products)
    before = elements_of(consumed)
    after = elements_of([(c, n) for (c, _), n in zip(products, exact, strict=True)])
    for element, amount in before.items():
        assert after[element] == pytest.approx(amount, rel=1e-12)


def test_more_than_round_off_is_refused() -> None:
    with pytest.raises(BalanceError, match="S of the products"):
        closed([(Composition.parse("H2S"), 1.0)], [(Composition.parse("H2"), 1.0)])


def test_gas_cannot_take_what_is_not_there() -> None:
    with pytest.raises(BalanceError, match="more than there is"):
        rest_of([(Composition.parse("Li2S"), 1.0)], {"H2S": 1.0})


def test_the_rest_is_what_gas_leaves() -> None:
    rest = rest_of([(Composition.parse("Li2S"), 1.0), (Composition.parse("H2O"), 2.0)], {"H2S": 1})
    assert elements_of(rest) == pytest.approx({"Li": 2.0, "H": 2.0, "O": 2.0})


def test_a_vapour_without_limits_is_left_and_said_to_be_unknown() -> None:
    rows = [
        ("CO", Composition.parse("CO"), 1.0, True),
        ("P4", Composition.parse("P4"), 0.1, True),
        ("LiCl", Composition.parse("LiCl"), 0.1, True),
        ("NO", Composition.parse("NO"), 1e-12, True),
        ("C", Composition.parse("C"), 2.0, False),
    ]
    gases, left, other = split_gas(rows)
    assert gases == {"CO": 1.0}
    assert sum(n for _, n in left) == pytest.approx(2.2)
    assert other == ["P4", "LiCl"]
    notes, unknown = other_vapours(other)
    assert "P4" in notes[0]
    assert "LiCl" in notes[0]
    assert "P4" in unknown[0].what
    assert "LiCl" not in unknown[0].what
    assert other_vapours(["LiF"])[1] == ()
    assert other_vapours([]) == ((), ())
