from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from davylamp.core import Composition, DavylampError, InputError
from davylamp.core.composition import ATOMIC_MASS_G_PER_MOL


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("Li6PS5Cl", {"Li": 6, "P": 1, "S": 5, "Cl": 1}),
        ("Li1.3Al0.3Ti1.7(PO4)3", {"Li": 1.3, "Al": 0.3, "Ti": 1.7, "P": 3, "O": 12}),
        ("LiOH.H2O", {"Li": 1, "O": 2, "H": 3}),
        ("CuSO4·5H2O", {"Cu": 1, "S": 1, "O": 9, "H": 10}),
        ("Li.5CoO2", {"Li": 0.5, "Co": 1, "O": 2}),
        ("[Fe(CN)6]", {"Fe": 1, "C": 6, "N": 6}),
        ("Li₂O", {"Li": 2, "O": 1}),
    ],
)
def test_formulas(formula: str, expected: dict[str, float]) -> None:
    assert dict(Composition.parse(formula)) == pytest.approx(expected)


@pytest.mark.parametrize(
    "formula",
    ["", "  ", "li6ps5cl", "Li6PS5Cl)", "(Li2O", "Xx2", "Li-2O", "Li1.2.3", "3", "L" * 300],
)
def test_bad_formulas_say_what_is_wrong(formula: str) -> None:
    with pytest.raises(InputError):
        Composition.parse(formula)


@pytest.mark.parametrize(
    "amounts", [{}, {"Li": 0.0}, {"Li": -1.0}, {"Li": float("nan")}, {"Q": 1.0}]
)
def test_bad_amounts_are_refused(amounts: dict[str, float]) -> None:
    with pytest.raises(InputError):
        Composition(amounts)


def test_equal_whatever_the_order() -> None:
    one, two = Composition.parse("Li2O"), Composition({"O": 1.0, "Li": 2.0})
    assert one == two
    assert hash(one) == hash(two)
    assert one.reduced_key() == (2 * one).reduced_key()


def test_mass_and_fractions() -> None:
    water = Composition.parse("H2O")
    assert water.mass_g_per_mol == pytest.approx(18.015)
    assert water.fraction("H") == pytest.approx(2 / 3)
    assert water.fraction("Li") == pytest.approx(0.0)
    assert water.per_atom().atoms == pytest.approx(1.0)
    assert (water + water)["O"] == pytest.approx(2.0)


amounts_of_elements = st.dictionaries(
    st.sampled_from(sorted(ATOMIC_MASS_G_PER_MOL)), st.integers(1, 99), min_size=1, max_size=8
)


@given(amounts_of_elements)
def test_formula_reads_back(amounts: dict[str, int]) -> None:
    composition = Composition({element: float(n) for element, n in amounts.items()})
    assert Composition.parse(composition.formula) == composition


@given(st.text(max_size=60))
def test_any_text_gives_a_composition_or_our_own_error(text: str) -> None:
    with contextlib.suppress(DavylampError):
        assert Composition.parse(text).atoms > 0.0
