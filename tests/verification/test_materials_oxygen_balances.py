"""Oxygen release: balances and identities that hold whatever the energies are."""

from __future__ import annotations

from itertools import pairwise

import pytest

from davylamp.core.constants import FARADAY_C_PER_MOL
from davylamp.materials import charged_cathode, release_oxygen
from davylamp.store.load import load_library

CASES = (
    ("LiCoO2", 0.5), ("LiNiO2", 0.3), ("NCM811", 0.3), ("NCM111", 0.5), ("LiMn2O4", 0.3),
    ("LiFePO4", 0.5), ("NCA", 0.5), ("LNMO", 0.5),
)  # fmt: skip


@pytest.mark.parametrize(("name", "x"), CASES)
def test_elements_balance(name: str, x: float) -> None:
    answer = release_oxygen(name, x)
    assert answer.composition is not None
    left = dict(answer.composition)
    for phase in answer.products:
        for element, amount in phase.composition.items():
            left[element] = left.get(element, 0.0) - phase.amount_mol * amount
    assert max(abs(value) for value in left.values()) < 1e-6


@pytest.mark.parametrize(("name", "x"), CASES)
def test_the_charge_energy_is_the_integral_of_the_curve(name: str, x: float) -> None:
    curve = load_library().find(name).ocv
    cathode = charged_cathode(name, x)
    full = cathode.record.discharged["Li"]
    points = [(p.x, p.voltage_V) for p in curve if p.x > x]
    steps, area = 20000, 0.0

    def voltage(at: float) -> float:
        for before, after in pairwise(curve):
            if before.x <= at <= after.x:
                share = (at - before.x) / (after.x - before.x)
                return before.voltage_V + share * (after.voltage_V - before.voltage_V)
        return points[-1][1]

    width = (full - x) / steps
    for step in range(steps):
        area += voltage(x + (step + 0.5) * width) * width
    assert cathode.charge_energy_J_per_mol == pytest.approx(FARADAY_C_PER_MOL * area, rel=1e-5)


def test_half_charged_cobaltate_by_hand() -> None:
    # Li0.5CoO2 -> 1/2 LiCoO2 + 1/6 Co3O4 + 1/6 O2, from the stored enthalpies alone.
    answer = release_oxygen("LiCoO2", 0.5)
    cathode = charged_cathode("LiCoO2", 0.5)
    enthalpy = {phase.name: phase.enthalpy_J_per_mol for phase in answer.products}
    amounts = {phase.name: phase.amount_mol for phase in answer.products}
    assert amounts == pytest.approx({"LiCoO2": 0.5, "Co3O4": 1 / 6, "O2": 1 / 6}, abs=1e-9)
    assert enthalpy["O2"] == pytest.approx(0.0, abs=1e-6)
    by_hand = (0.5 * enthalpy["LiCoO2"] + enthalpy["Co3O4"] / 6 - cathode.enthalpy_J_per_mol) * 6
    assert answer.enthalpy_J_per_mol_O2 == pytest.approx(by_hand, rel=1e-9)
