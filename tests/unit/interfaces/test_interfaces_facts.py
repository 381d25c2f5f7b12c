"""Numbers known for single pairs."""

from __future__ import annotations

import pytest

from davylamp.core import Kind
from davylamp.interfaces import assess_contact, contact_facts
from davylamp.interfaces.facts import _facts
from davylamp.store.load import load_sources


def test_a_pair_is_found_in_either_order_and_by_alias() -> None:
    for pair in (("NCM811", "Li3PO4"), ("Li3PO4", "NMC811")):
        (fact,) = contact_facts(*pair)
        assert fact.quantity == "surface_energy_difference"
        assert fact.datum.value == pytest.approx(0.87)
        assert fact.datum.unit == "J/m2"
        assert fact.datum.kind is Kind.COMPUTED


def test_nearly_every_pair_has_none() -> None:
    assert contact_facts("Li6PS5Cl", "NCM811") == ()
    assert contact_facts("no such material", "Li") == ()


def test_facts_come_with_the_contact() -> None:
    assert [item.datum.value for item in assess_contact("Li10GeP2S12", "Li").facts] == [142]


def test_every_fact_names_a_known_source() -> None:
    assert _facts()
    for fact, names in _facts():
        assert fact.datum.source in load_sources()
        assert len(names) == 2
