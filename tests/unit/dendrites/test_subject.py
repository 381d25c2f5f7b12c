"""What the mechanisms read of a cell, and stored numbers as parameters."""

from __future__ import annotations

from dataclasses import replace

import pytest

from davylamp.cell import example_path, read_cell
from davylamp.cell.own_values import read_values, with_own_values
from davylamp.core.evidence import Kind
from davylamp.dendrites.assessment.ways import ways_through
from davylamp.dendrites.subject import UNREPORTED_DECADES, stored_parameter, subject_of
from davylamp.store.load import load_library


def test_a_value_of_the_users_own_is_not_widened_by_the_store() -> None:
    garnet = load_library()["LLZO"]
    stored = stored_parameter(garnet, "ionic_conductivity", "S/m")
    own = with_own_values(
        garnet,
        {"ionic_conductivity": read_values("ionic_conductivity", "0.5 mS/cm")},
        "electrolyte.0.properties",
    )
    told = stored_parameter(own, "ionic_conductivity", "S/m")
    assert stored is not None
    assert told is not None
    assert told.value == pytest.approx(0.05)
    assert told.distribution.spread == pytest.approx(UNREPORTED_DECADES)
    assert stored.distribution.spread > 2.0 * told.distribution.spread


def test_a_range_ends_two_standard_uncertainties_from_its_middle() -> None:
    own = with_own_values(
        load_library()["LLZO"],
        {
            "fracture_toughness": read_values(
                "fracture_toughness",
                {
                    "value": "1 MPa*m^0.5",
                    "upper": "4 MPa*m^0.5",
                    "kind": "measured",
                    "source": "own test",
                },
            )
        },
        "electrolyte.0.properties",
    )
    found = stored_parameter(own, "fracture_toughness", "Pa*m^0.5")
    assert found is not None
    assert found.value == pytest.approx(2e6)
    assert found.kind is Kind.MEASURED
    assert found.quantile([0.02275, 0.97725]) == pytest.approx([1e6, 4e6], rel=1e-3)


@pytest.mark.parametrize(
    ("name", "value", "undecided"),
    [
        ("electronic_conductivity", "0 S/cm", "leakage"),
        ("ionic_conductivity", "0 S/cm", "filament"),
        ("youngs_modulus", "0 GPa", "filament"),
    ],
)
def test_a_zero_of_the_user_is_no_crash_and_no_safe_cell(
    name: str, value: str, undecided: str
) -> None:
    cell = read_cell(example_path("garnet"))
    layer = cell.electrolyte[0]
    own = with_own_values(layer.material, {name: read_values(name, value)}, "electrolyte.0")
    cell = replace(cell, electrolyte=(replace(layer, material=own),))
    ways = ways_through(subject_of(cell))
    assert undecided in {item.id for item in ways.undecided}
    assert any(own.id in gap.what for item in ways.undecided for gap in item.unknown)


def test_a_property_that_is_not_stored_is_none() -> None:
    bare = replace(load_library()["LLZO"], properties={})
    assert stored_parameter(bare, "fracture_toughness", "Pa*m^0.5") is None


def test_an_anode_free_cell_plates_lithium_and_an_alloy_does_not() -> None:
    found = {name: subject_of(read_cell(example_path(name))) for name in ("sulfide", "bilayer")}
    assert found["sulfide"].plates_lithium
    assert not found["bilayer"].plates_lithium
    assert found["sulfide"].area_m2 == pytest.approx(0.04)
