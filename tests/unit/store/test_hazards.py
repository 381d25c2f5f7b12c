"""Limits of gases: what the loader refuses, and what the shipped table holds."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind
from davylamp.gas.species import SPECIES
from davylamp.store.hazards import QUANTITIES, HazardTable, load_hazards, parse_hazards
from davylamp.store.load import load_sources

SOURCES = {"book": None}
BLOCK = {
    "quantity": "IDLH",
    "unit": "ppm",
    "averaging_s": 1800,
    "issuer": "NIOSH",
    "edition": "first",
    "date": "1994",
    "source": "book",
    "locator": "page 1",
    "kind": "estimated",
    "uncertainty": "not reported",
    "values": {"H2S": 100},
}
TABLE = load_hazards()


def parsed(**changes: object) -> HazardTable:
    return parse_hazards({"limits": [{**BLOCK, **changes}]}, SOURCES)


def test_a_block_gives_one_row_for_each_species():
    table = parsed(values={"H2S": 100, "HF": {"value": 30, "date": "1987"}})
    assert [item.value for item in table.limits] == [100.0, 30.0]
    assert table.of("HF")[0].date == "1987"
    assert table.of("H2S")[0].record()["kind"] == "estimated"


@pytest.mark.parametrize(
    "name", ["source", "edition", "date", "issuer", "locator", "kind", "unit", "quantity"]
)
@pytest.mark.parametrize("value", [None, ""])
def test_a_row_without_evidence_does_not_load(name, value):
    with pytest.raises(InputError, match=name):
        parsed(**{name: value})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"source": "nobody"}, "not in the bibliography"),
        ({"quantity": "LD50"}, "none of"),
        ({"unit": "%"}, "must be ppm"),
        ({"averaging_s": None}, "needed"),
        ({"quantity": "LFL", "unit": "%"}, "out of place"),
        ({"averaging_s": -1.0}, "not a time"),
        ({"kind": "guess"}, "not one of"),
        ({"kind": "assumed"}, "needs a note"),
        ({"kind": "unknown", "note": "x"}, "never unknown"),
        ({"colour": "red"}, "unknown field"),
        ({"values": {}}, "no values"),
        ({"values": {"H2S": math.nan}}, "not positive"),
        ({"values": {"H2S": 0}}, "not positive"),
        ({"values": {"H2S": -5}}, "not positive"),
        ({"values": {"H2S": "100"}}, "not a number"),
        ({"values": {"H2S": True}}, "not a number"),
        ({"values": {"H2S": None}}, "note"),
        ({"values": {"H2S": {"value": 10, "upper": 5}}}, "not in order"),
        ({"values": {"H2S": {"value": 10, "bound": "!"}}}, "bound"),
        ({"values": {"H2S": [{"value": 10}, {"value": 20}]}}, "given twice"),
        ({"averaging_s": [600, 1800], "values": {"H2S": [1, 2, 3]}}, "3 values for 2"),
        ({"averaging_s": 600}, "none of 1800"),
        ({"quantity": "AEGL-2", "averaging_s": 60}, "none of 600, 1800"),
        ({"quantity": "ERPG-2", "averaging_s": 60}, "none of 3600"),
        ({"values": {"H2S": 2e6}}, "more than the whole"),
        ({"values": {False: 25}}, "not a name"),
        ({"values": {"H2S": {"value": 10, "bound": "<"}}}, "cannot be held against"),
    ],
)
def test_mistakes_are_refused_in_words(changes, words):
    with pytest.raises(InputError, match=words):
        parsed(**changes)


def test_a_list_of_times_takes_a_list_of_values_or_one_for_all():
    table = parsed(quantity="AEGL-3", averaging_s=[600, 1800], values={"H2S": [3, 2], "HF": 1})
    assert [(item.averaging_s, item.value) for item in table.of("H2S")] == [(600, 3), (1800, 2)]
    assert [item.value for item in table.of("HF")] == [1.0, 1.0]


def test_a_level_that_the_issuer_does_not_set_is_kept_and_is_no_limit():
    table = parsed(note="not recommended", values={"H2S": None})
    (row,) = table.of("H2S", "IDLH")
    assert row.value is None
    assert table.lowest("H2S", "IDLH") is None


def test_the_cautious_limit_is_the_lowest_or_the_highest_as_the_quantity_asks():
    table = parsed(values={"H2S": [{"value": 50, "issuer": "A"}, {"value": 40, "issuer": "B"}]})
    assert table.lowest("H2S", "IDLH").issuer == "B"
    assert table.lowest("H2S", "IDLH", issuer="A").value == pytest.approx(50.0)
    assert TABLE.lowest("H2", "UFL").value == pytest.approx(77.0)
    assert TABLE.lowest("H2", "UFL", issuer="NFPA").value == pytest.approx(75.0)
    assert TABLE.lowest("CO", "LFL").value == pytest.approx(10.9)
    assert TABLE.lowest("O2", "oxygen deficiency").value == pytest.approx(19.5)


def test_ppm_in_the_place_of_per_cent_is_refused():
    with pytest.raises(InputError, match="more than the whole"):
        parsed(quantity="LFL", unit="%", averaging_s=None, values={"H2": 40000})


def test_of_a_range_the_cautious_end_counts():
    values = {"H2": [{"value": 70, "upper": 80, "issuer": "A"}, {"value": 75, "issuer": "B"}]}
    table = parsed(quantity="UFL", unit="%", averaging_s=None, values=values)
    assert table.lowest("H2", "UFL").issuer == "A"


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_lowest_picks_the_cautious_issuer_of_every_gas(quantity):
    for species in TABLE.species:
        found = TABLE.lowest(species, quantity)
        in_force = [
            item.upper if QUANTITIES[quantity].highest and item.upper else item.value
            for item in TABLE.of(species, quantity)
            if item.value is not None
        ]
        pick = max if QUANTITIES[quantity].highest else min
        assert (found and found.value) == (pick(in_force) if in_force else None)
        assert found is None or not found.replaced


def test_no_level_of_harm_lies_below_what_counts_as_a_trace():
    levels = [
        item.value
        for item in TABLE.limits
        if item.quantity in ("IDLH", "AEGL-2", "AEGL-3", "ERPG-2", "ERPG-3") and item.value
    ]
    assert min(levels) >= 0.02


def test_a_gas_without_a_limit_has_none_and_a_wrong_name_is_told():
    assert TABLE.of("POF3") == ()
    assert TABLE.lowest("POF3", "IDLH") is None
    with pytest.raises(InputError, match="no limit is called"):
        TABLE.of("H2S", "idlh")


def test_every_shipped_row_says_who_where_and_when():
    sources = load_sources()
    for item in TABLE.limits:
        assert item.species in SPECIES
        assert item.source in sources
        assert item.edition
        assert item.date
        assert item.unit == QUANTITIES[item.quantity].unit
        if item.kind is Kind.ASSUMED:
            assert "memory" in item.note


def test_the_revisions_of_2025_stand_and_the_values_before_are_kept():
    for species, now, before in (("HCl", 45.0, 50.0), ("HBr", 35.0, 30.0)):
        assert [item.value for item in TABLE.of(species, "IDLH")] == [now]
        old = [item for item in TABLE.of(species, "IDLH", replaced=True) if item.replaced]
        assert [item.value for item in old if item.date == "1994-05"] == [before]
        assert TABLE.lowest(species, "IDLH").value == pytest.approx(now)


@pytest.mark.parametrize(
    ("species", "idlh"),
    [("H2S", 100), ("HF", 30), ("NH3", 300), ("SO2", 100), ("Cl2", 10), ("CO", 1200),
     ("CO2", 40000), ("PH3", 50), ("AsH3", 3)],
)  # fmt: skip
def test_idlh_as_published(species, idlh):
    assert TABLE.lowest(species, "IDLH").value == pytest.approx(idlh)
    assert TABLE.lowest(species, "IDLH").kind is Kind.ESTIMATED


@pytest.mark.parametrize(
    ("species", "second", "third"),
    [("H2S", 27, 50), ("HCl", 22, 100), ("HF", 24, 44), ("HBr", 40, 120), ("NH3", 160, 1100),
     ("SO2", 0.75, 30), ("Cl2", 2, 20), ("CO", 83, 330), ("PH3", 2, 3.6), ("AsH3", 0.17, 0.5)],
)  # fmt: skip
def test_aegl_of_an_hour_as_published(species, second, third):
    assert TABLE.lowest(species, "AEGL-2", 3600).value == pytest.approx(second)
    assert TABLE.lowest(species, "AEGL-3", 3600).value == pytest.approx(third)


@pytest.mark.parametrize(
    ("species", "level", "values"),
    [("CO", 2, (420, 150, 83, 33, 27)), ("CO", 3, (1700, 600, 330, 150, 130)),
     ("Cl2", 2, (2.8, 2.8, 2, 1, 0.7)), ("Cl2", 3, (50, 28, 20, 10, 7.1)),
     ("HCN", 2, (17, 10, 7.1, 3.5, 2.5)), ("HCN", 3, (27, 21, 15, 8.6, 6.6)),
     ("COCl2", 2, (0.6, 0.6, 0.3, 0.08, 0.04)), ("COCl2", 3, (3.6, 1.5, 0.75, 0.2, 0.09)),
     ("PH3", 2, (4, 4, 2, 0.5, 0.25)), ("PH3", 3, (7.2, 7.2, 3.6, 0.9, 0.45)),
     ("NO2", 3, (34, 25, 20, 14, 11))],
)  # fmt: skip
def test_aegl_at_every_time_as_published_and_seen(species, level, values):
    times = (600, 1800, 3600, 14400, 28800)
    found = [TABLE.lowest(species, f"AEGL-{level}", seconds) for seconds in times]
    assert [item.value for item in found] == pytest.approx(values)
    assert {item.kind for item in found} == {Kind.ESTIMATED}


def test_what_is_not_recommended_at_one_time_is_not_a_limit_by_another_issuer():
    for species in ("CO", "PH3", "COCl2", "AsH3"):
        assert TABLE.lowest(species, "AEGL-1") is None
        assert all("not recommended" in item.note for item in TABLE.of(species, "AEGL-1"))


@pytest.mark.parametrize(
    ("species", "values"),
    [("HF", (2, 20, 50)), ("Cl2", (1, 3, 20)), ("SO2", (0.3, 3, 15)), ("CO", (200, 350, 500)),
     ("PH3", (None, 0.5, 5)), ("AsH3", (None, 0.5, 1.5)), ("HCN", (None, 10, 25))],
)  # fmt: skip
def test_erpg_of_the_list_of_2009(species, values):
    found = [TABLE.lowest(species, f"ERPG-{level}") for level in (1, 2, 3)]
    assert [item and item.value for item in found] == list(values)
    assert {item.kind for item in found if item} == {Kind.ESTIMATED}


@pytest.mark.parametrize("species", ["H2S", "NH3", "PH3", "COCl2"])
def test_exponents_are_those_of_the_levels(species):
    levels = {item.averaging_s: item.value for item in TABLE.of(species, "AEGL-3", "EPA")}
    first = 600.0 if species in ("H2S", "NH3") else 1800.0
    implied = math.log(28800.0 / first) / math.log(levels[first] / levels[28800.0])
    (row,) = TABLE.of(species, "toxic load exponent", "implied by AEGL-3")
    assert row.value == pytest.approx(implied, rel=0.02)
    assert row.kind is Kind.COMPUTED


def test_the_limit_of_hydrogen_sulfide_at_work_differs_by_issuer():
    by = {item.issuer: item.value for item in TABLE.of("H2S", "TWA")}
    assert by["Ontario"] == pytest.approx(10.0)
    assert by["ACGIH"] == pytest.approx(1.0)
    assert TABLE.lowest("H2S", "TWA").issuer == "ACGIH"


@pytest.mark.parametrize("species", TABLE.species)
def test_levels_rise_with_harm_and_fall_with_time(species):
    for family in ("AEGL", "ERPG"):
        for time_s in {item.averaging_s for item in TABLE.of(species, f"{family}-2")}:
            found = [TABLE.lowest(species, f"{family}-{n}", time_s) for n in (1, 2, 3)]
            values = [item.value for item in found if item is not None]
            assert values == sorted(values)
    for level in ("AEGL-1", "AEGL-2", "AEGL-3"):
        times = sorted({item.averaging_s for item in TABLE.of(species, level)})
        values = [TABLE.lowest(species, level, time_s) for time_s in times]
        told = [item.value for item in values if item is not None]
        assert told == sorted(told, reverse=True)


@pytest.mark.parametrize("species", TABLE.species)
def test_flammability_limits_are_in_order(species):
    for issuer in {item.issuer for item in TABLE.of(species, "UFL")}:
        low = TABLE.lowest(species, "LFL", issuer=issuer)
        high = TABLE.lowest(species, "UFL", issuer=issuer)
        assert low.value < high.value <= 100.0


def test_a_row_can_be_made_by_hand_and_is_checked_alike():
    row = TABLE.of("H2S", "IDLH")[0]
    with pytest.raises(InputError, match="edition"):
        replace(row, edition=" ")
    assert HazardTable((row,)).lowest("H2S", "IDLH") is row
