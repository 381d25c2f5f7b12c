"""Elements of every source of gas close to 1e-9: of the examples, and of random amounts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from davylamp.cell import example_path, read_cell
from davylamp.gas.sources import (
    QUENCHES,
    gas_sources,
    halide_source,
    lithium_with,
    moisture_source,
    water_ceiling_source,
)
from davylamp.materials import moist_air

_SOLIDS = ("Li6PS5Cl", "Li3PS4", "LGPS", "Li3InCl6", "Li3YBr6", "LiBH4", "LLZTO", "Li3N", "LAGP")


@pytest.mark.parametrize("name", ["sulfide", "bilayer", "garnet", "lagp", "polymer"])
def test_every_source_of_the_examples_closes(name: str) -> None:
    found = gas_sources(read_cell(example_path(name)))
    assert len(found) > 8
    for source in found:
        source.check_closure(1e-9)
        if source.mol and source.basis.value != "measured":
            # A measured amount per area is no reaction; all others must say what they used up.
            assert source.consumed_mol or source.id == "voltage-cathode-surface", source.id


@settings(max_examples=60, deadline=None)
@given(
    solid=st.sampled_from(_SOLIDS),
    mass_kg=st.floats(1e-9, 1e3),
    dew_point_K=st.floats(175.0, 297.0),
    water_mol=st.one_of(st.none(), st.floats(0.0, 1e3)),
    carbon_dioxide_Pa=st.sampled_from([None, 42.0]),
)
def test_moisture_closes_for_any_amount(
    solid: str,
    mass_kg: float,
    dew_point_K: float,
    water_mol: float | None,
    carbon_dioxide_Pa: float | None,
) -> None:
    air = moist_air(298.15, dew_point_K=dew_point_K)
    found = moisture_source(
        solid, mass_kg, air, water_mol=water_mol, carbon_dioxide_Pa=carbon_dioxide_Pa
    )
    found.check_closure(1e-9)
    if water_mol is not None:
        assert found.consumed_mol.get("H2O", 0.0) <= water_mol * (1.0 + 1e-9)
    wet = water_ceiling_source(solid, mass_kg)
    if wet is not None:
        wet.check_closure(1e-9)
        # No equilibrium makes more of a gas than its elements allow.
        for name, amount in found.mol.items():
            assert amount <= wet.mol[name] * (1.0 + 1e-6)


@settings(max_examples=60, deadline=None)
@given(
    mass_kg=st.floats(1e-9, 1e3),
    water_mol=st.one_of(st.none(), st.floats(1e-9, 1e3)),
    formula=st.sampled_from(["Li3InCl6", "Li3YBr6", "Li2ZrCl6", "Li3InCl4.8F1.2", "Li3YI6"]),
)
def test_acid_closes_for_any_amount(mass_kg: float, water_mol: float | None, formula: str) -> None:
    found = halide_source(formula, mass_kg, water_mol=water_mol)
    assert found is not None
    found.check_closure(1e-9)


@settings(max_examples=60, deadline=None)
@given(
    quench=st.sampled_from(list(QUENCHES)),
    lithium_mol=st.floats(1e-9, 1e6),
    share=st.floats(0.0, 1.0),
)
def test_lithium_closes_for_any_amount(quench: str, lithium_mol: float, share: float) -> None:
    nitride = share if quench == "moist air" else 0.0
    found = lithium_with(quench, lithium_mol, nitride_share=nitride)
    found.source.check_closure(1e-9)
    if found.heat_J is not None:
        assert found.heat_J > 0.0
