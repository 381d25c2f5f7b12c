"""What a charged or a discharged cathode was seen to do, in cells of another state of charge."""

import pytest

from davylamp.cell import example_path, read_cell
from davylamp.runaway.inventory import inventory
from davylamp.runaway.networks import cell_network
from davylamp.runaway.networks._observed import rate_for
from davylamp.store.load import load_library

REACTANTS = ("A", "B")


def known(material: str, partner: str, **more):
    library = load_library()
    return rate_for("solid-solid", library[material], library[partner], REACTANTS, **more)


def test_a_discharged_cathode_says_nothing_of_a_charged_one():
    charged = known("Li3InCl6", "LiCoO2")
    assert charged.stable_to_K is None
    assert any("not used" in note for note in charged.notes)
    discharged = known("Li3InCl6", "LiCoO2", charge=0.0)
    assert discharged.stable_to_K == pytest.approx(593.15)
    assert known("Li2OHCl", "NCM811").rate is None
    assert known("Li2OHCl", "NCM811", charge=0.0).rate is not None
    # A user may still ask for it.
    assert known("Li2OHCl", "NCM811", prefer="li2ohcl-cathodes").rate is not None


def test_a_charged_cathode_is_an_upper_estimate_for_a_discharged_one():
    full = known("Li6PS5Cl", "NCM811")
    empty = known("Li6PS5Cl", "NCM811", charge=0.0)
    assert empty.rate == full.rate
    assert any("upper estimate" in note for note in empty.notes)
    assert not any("upper estimate" in note for note in full.notes)


def test_the_state_of_charge_of_the_cell_reaches_its_steps():
    cell = read_cell(example_path("sulfide"))
    for charge, told in ((1.0, False), (0.3, True)):
        steps = cell_network(cell, inventory(cell, charge)).steps
        step = next(item for item in steps if item.id == "cathode-charged-cathode.catholyte")
        assert any("upper estimate" in note for note in step.notes) is told
