"""The finite-temperature descriptor against pymatgen's."""

from __future__ import annotations

import warnings
from types import SimpleNamespace

import numpy as np
import pytest

from davylamp.core import Composition, OutsideValidityError
from davylamp.thermo.temperature import bartel_gibbs_eV, reduced_mass

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pymatgen.core import Composition as PmgComposition
    from pymatgen.entries.computed_entries import GibbsComputedStructureEntry


@pytest.mark.parametrize("formula", ["Li2O", "Li3PS4", "Li7La3Zr2O12", "NaCl"])
@pytest.mark.parametrize("temperature_K", [300.0, 700.0, 1500.0])
def test_descriptor_equals_pymatgen(formula: str, temperature_K: float) -> None:
    composition = Composition.parse(formula)
    amounts = np.array([list(composition.values())])
    mass = reduced_mass(amounts, composition.elements)
    # The peer wants a structure, of which it only reads the composition.
    structure = SimpleNamespace(composition=PmgComposition(formula))
    peer_mass = GibbsComputedStructureEntry._reduced_mass(structure)
    # The two codes carry atomic weights of different editions.
    assert float(mass[0]) == pytest.approx(float(peer_mass), rel=2e-4)
    ours = bartel_gibbs_eV(np.array([-1.0]), np.array([15.0]), mass, temperature_K)[0] + 1.0
    peer = GibbsComputedStructureEntry._g_delta_sisso(15.0, float(peer_mass), temperature_K)
    assert float(ours) == pytest.approx(float(peer), abs=1e-5)


@pytest.mark.parametrize("temperature_K", [-10.0, 100.0, 2500.0, float("nan")])
def test_outside_the_range_is_refused(temperature_K: float) -> None:
    with pytest.raises(OutsideValidityError):
        bartel_gibbs_eV(np.array([-1.0]), np.array([15.0]), np.array([20.0]), temperature_K)
