"""The stored coefficients of inert gases and oxidisers, and the measured mixtures."""

from __future__ import annotations

from typing import Any

import pytest

from davylamp.core.errors import InputError
from davylamp.gas.species import SPECIES
from davylamp.store.burning import BURNING_PROPERTIES, load_burning, parse_burning
from davylamp.store.load import load_sources

BLOCK: dict[str, Any] = {
    "property": "nitrogen_equivalence", "unit": "1", "source": "s", "locator": "table",
    "kind": "estimated", "uncertainty": "not reported", "values": {"CO2": 1.5},
}  # fmt: skip


def test_every_number_is_of_a_known_gas_and_source() -> None:
    table = load_burning()
    assert set(table.properties) == set(BURNING_PROPERTIES)
    for name, rows in table.properties.items():
        assert rows, name
        for species, datum in rows.items():
            assert species in SPECIES, (name, species)
            assert datum.source in load_sources()
            assert datum.kind.value != "assumed" or datum.note


def test_a_block_is_read() -> None:
    found = parse_burning([BLOCK], {"s": None})
    datum = found.of("nitrogen_equivalence", "CO2")
    assert datum is not None
    assert datum.value == pytest.approx(1.5)
    assert found.of("nitrogen_equivalence", "N2") is None
    assert found.of("burning_velocity", "CO2") is None


@pytest.mark.parametrize(
    "change",
    [{"unit": "%"}, {"source": "t"}, {"locator": ""}, {"kind": None}, {"property": "colour"}],
)
def test_what_lacks_evidence_does_not_load(change: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        parse_burning([{**BLOCK, **change}], {"s": None})


def test_twice_the_same_does_not_load() -> None:
    with pytest.raises(InputError):
        parse_burning([BLOCK, BLOCK], {"s": None})
