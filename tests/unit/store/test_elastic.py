"""The elastic table: what is in it, look-up by composition, evidence."""

from __future__ import annotations

import numpy as np
import pytest

from davylamp.core.composition import Composition
from davylamp.core.evidence import Kind
from davylamp.store.elastic import ELASTIC_NAME, find_moduli, load_elastic, whole_formula
from davylamp.store.load import data_directory, load_sources


def found(formula: str):
    return find_moduli(Composition.parse(formula))


def test_table_holds_both_sources_and_stays_small():
    table = load_elastic()
    assert len(table.screened) == 12_950
    assert len(table.formulas) == 10_987
    assert int(table.screened.computed.sum()) == 546
    assert (data_directory() / ELASTIC_NAME).stat().st_size < 700_000


def test_known_values():
    lithium_oxide = found("Li2O")[0]
    assert lithium_oxide.shear_modulus_Pa == pytest.approx(70e9)
    assert lithium_oxide.bulk_modulus_Pa == pytest.approx(78e9)
    garnet = found("Li7La3Zr2O12")
    assert garnet[0].label == "mp-942733"
    assert garnet[0].kind is Kind.ESTIMATED
    assert garnet[0].shear_modulus_Pa / 1e9 == pytest.approx(56.5, abs=0.05)


def test_computed_values_come_before_predicted_ones():
    ranks = [entry.kind.rank for entry in found("Li10GeP2S12")]
    assert ranks == sorted(ranks)
    assert ranks[0] < ranks[-1]


def test_multiples_are_one_composition():
    assert found("Li4O2") == found("Li2O")
    assert found("O0.5Li1") == found("Li2O")


def test_unknown_compositions_give_nothing():
    assert found("Li3.01YCl6") == ()
    assert found("Li6.24Al0.24La3Zr2O11.98") == ()


def test_moduli_of_no_stable_solid_are_not_given():
    table = load_elastic()
    part = table.screened
    with np.errstate(invalid="ignore"):
        bad = np.flatnonzero(
            (part.shear_reuss_Pa <= 0.0)
            | (part.shear_modulus_Pa <= 0.0)
            | (part.shear_reuss_Pa > part.shear_voigt_Pa)
        )
    assert part.labels.index("mp-754542") in bad
    assert bad.size == 61
    assert all(table.entry(len(table.formulas) + int(row)) is None for row in bad)


def test_every_source_is_in_the_bibliography():
    sources = load_sources()
    for entry in found("LiBH4"):
        assert entry.source in sources
        assert entry.locator


@pytest.mark.parametrize(
    ("formula", "whole"),
    [("Li0.5CoO2", "Co2LiO4"), ("H2O2", "HO"), ("Li1.3Al0.3Ti1.7(PO4)3", "Al3Li13O120P30Ti17"),
     ("Fe0.947O", None), ("Li", "Li")],
)  # fmt: skip
def test_whole_formula(formula, whole):
    assert whole_formula(Composition.parse(formula)) == whole
