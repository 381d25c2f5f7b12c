from __future__ import annotations

import numpy as np
import pytest

from davylamp.core import Composition
from davylamp.store.compounds import SCHEMES, load_compounds

TABLE = load_compounds()


def test_size_and_elements() -> None:
    assert len(TABLE) == 32_695
    assert len(TABLE.elements) == 47


@pytest.mark.parametrize(
    ("formula", "legacy"), [("Li3PS4", -1.2657), ("LiF", -3.1809), ("Li6PS5Cl", -1.3833)]
)
def test_known_rows(formula: str, legacy: float) -> None:
    row = TABLE.find(Composition.parse(formula))
    assert row is not None
    assert TABLE.formation_energy_eV["legacy"][row] == pytest.approx(legacy, abs=1e-6)
    assert TABLE.label(row).startswith("mp-")


def test_stoichiometry_reads_back_from_the_formula() -> None:
    rng = np.random.default_rng(0)
    for row in rng.integers(len(TABLE), size=200):
        composition = Composition.parse(TABLE.formulas[int(row)])
        amounts = TABLE.matrix(np.array([row]), composition.elements)[0]
        assert amounts == pytest.approx(list(composition.values()))


def test_a_multiple_is_the_same_compound() -> None:
    assert TABLE.find(Composition.parse("Li4O2")) == TABLE.find(Composition.parse("Li2O"))
    assert TABLE.find(Composition.parse("Li7O3")) is None
    assert TABLE.find(Composition.parse("LiRuO2")) is None


def test_rows_within_hold_only_these_elements() -> None:
    rows = TABLE.rows_within(["Li", "O", "Xe"])
    names = {TABLE.formulas[row] for row in rows}
    assert {"Li2O", "Li2O2"} <= names
    assert all(set(Composition.parse(name)) <= {"Li", "O"} for name in names)


def test_hulls_are_neither_empty_nor_everything() -> None:
    for scheme in SCHEMES:
        share = TABLE.on_hull[scheme].mean()
        assert 0.1 < share < 0.9
