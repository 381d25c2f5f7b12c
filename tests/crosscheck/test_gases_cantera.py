"""Gases against Cantera, which the polynomials come from: same numbers at every temperature."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K
from davylamp.store.load import load_thermochemistry

cantera = pytest.importorskip("cantera")

GASES = load_thermochemistry().gases
ROOT = Path(__file__).resolve().parents[2]


def _compiler():
    spec = importlib.util.spec_from_file_location("compile_gases", ROOT / "tools/compile_gases.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


COMPILER = _compiler()


@pytest.fixture(scope="module")
def shipped():
    species = cantera.Species.list_from_file("nasa_gas.yaml")
    return {item.name: item for item in species}


def test_the_list_is_short_and_complete() -> None:
    assert set(GASES) == {name for name, _, _ in COMPILER.SPECIES}
    assert len(GASES) <= 50


def test_the_file_is_what_the_script_writes() -> None:
    assert COMPILER.TARGET.read_text(encoding="utf-8") == COMPILER.write(COMPILER.entries())


@pytest.mark.parametrize("name", sorted(GASES))
def test_gas_agrees_with_cantera(name: str, shipped) -> None:
    names = {species: other or species for species, other, _ in COMPILER.SPECIES}
    item = shipped[names[name]]
    gas = GASES[name]
    composition = {element.capitalize(): n for element, n in item.composition.items()}
    assert composition == pytest.approx(dict(gas.composition))
    low, high = gas.model.range_K
    assert (low, high) == pytest.approx((item.thermo.min_temp, item.thermo.max_temp))
    T = np.linspace(low, high, 60)
    # Cantera counts in kmol.
    h = np.array([item.thermo.h(t) for t in T]) / 1e3
    s = np.array([item.thermo.s(t) for t in T]) / 1e3
    cp = np.array([item.thermo.cp(t) for t in T]) / 1e3
    scale = GAS_CONSTANT_J_PER_MOL_K * T
    assert gas.model.enthalpy_J_per_mol(T) / scale == pytest.approx(h / scale, rel=1e-6, abs=1e-9)
    assert gas.model.entropy_J_per_mol_K(T) == pytest.approx(s, rel=1e-6)
    assert gas.model.heat_capacity_J_per_mol_K(T) == pytest.approx(cp, rel=1e-6)
    assert gas.model.gibbs_J_per_mol(T) == pytest.approx(h - T * s, rel=1e-6)
