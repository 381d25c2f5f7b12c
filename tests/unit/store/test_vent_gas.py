"""Table of measured gas: what it holds, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest

from davylamp.core.errors import InputError, MissingDatumError
from davylamp.gas.sources import measured_mixture, measured_vent_gas, volume_L_per_Ah
from davylamp.gas.species import SPECIES
from davylamp.store.vent_gas import load_vent_gas, parse_vent_gas

_ENTRY: dict[str, Any] = {
    "id": "one",
    "title": "one",
    "chemistry": "x",
    "form": "pouch",
    "conditions": "x",
    "source": "known",
    "locator": "abstract",
    "kind": "measured",
    "values": [{"quantity": "share", "species": "H2", "value": 50, "unit": "%"}],
}


def test_every_species_of_the_table_is_known() -> None:
    for entry in load_vent_gas().values():
        for item in entry.values:
            assert item.species == "" or item.species in SPECIES


def test_shares_never_exceed_the_whole() -> None:
    for entry in measured_vent_gas():
        assert sum(entry.shares.values()) <= 101.0


def test_numbers_that_were_not_seen_in_their_source_say_so() -> None:
    unseen = [e for e in measured_vent_gas() if e.values[0].datum.kind.value == "assumed"]
    assert unseen
    assert all("not checked" in item.datum.note for e in unseen for item in e.values)


def test_mixture_and_volume_of_an_entry() -> None:
    lfp = measured_mixture("lfp-280ah-40kpa")
    assert lfp.total_mol == pytest.approx(1.0)
    assert lfp.fractions["CO2"] == pytest.approx(18.0 / 94.0)
    assert volume_L_per_Ah("lco-nmc-18650") == pytest.approx(2.53, abs=0.01)
    assert volume_L_per_Ah("lfp-280ah-40kpa") is None
    with pytest.raises(MissingDatumError, match="only"):
        measured_mixture("nmc-pouch-closed")
    with pytest.raises(InputError, match="known are"):
        measured_mixture("nothing")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"source": "nobody"}, "bibliography"),
        ({"colour": "red"}, "unknown colour"),
        ({"values": []}, "no values"),
        ({"values": [{"quantity": "share", "species": "H2", "value": 1, "unit": "L"}]}, "'L'"),
        ({"values": [{"quantity": "share", "value": 1, "unit": "%"}]}, "missing species"),
    ],
)
def test_a_bad_entry_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        parse_vent_gas([{**_ENTRY, **change}], {"known": object()})


def test_an_id_is_given_once() -> None:
    with pytest.raises(InputError, match="twice"):
        parse_vent_gas([_ENTRY, _ENTRY], {"known": object()})
