"""Seams that weaken as they warm, strengths that are not known, distributions that are cut off."""

from __future__ import annotations

import numpy as np
import pytest

from davylamp.cell.model import Casing
from davylamp.core.evidence import Kind
from davylamp.core.parameter import Distribution, Parameter, exact
from davylamp.gas.casing import (
    Headspace,
    OpeningPressures,
    opening,
    opening_of_history,
    opening_pressures,
    peel_pressure,
)
from davylamp.gas.mixture import ATMOSPHERE_PA
from davylamp.gas.source import GasHistory
from davylamp.store.casings import load_casings

POUCH = Casing("pouch", length_m=0.1, width_m=0.05)


def test_a_strength_that_is_not_known_never_leaves_a_casing_closed():
    vent = exact(6e5, "Pa")
    low = [ATMOSPHERE_PA, ATMOSPHERE_PA + 1e5]
    without_burst = opening(OpeningPressures(vent, None), low)
    assert without_burst.at_most
    assert without_burst.bursts is None
    without_vent = opening(OpeningPressures(None, vent), low)
    assert without_vent.at_most
    assert without_vent.vents is None
    both = opening(OpeningPressures(vent, exact(9e5, "Pa")), low)
    assert not both.at_most
    assert both.stays_closed == pytest.approx(1.0)
    assert without_burst.record()["at_most"] is True


def test_a_seam_is_all_that_can_open():
    found = opening(opening_pressures(POUCH), [ATMOSPHERE_PA, ATMOSPHERE_PA + 1e4])
    assert not found.at_most
    assert opening_pressures(Casing("coin")).complete
    assert not opening_pressures(Casing("pressure cell")).complete


def test_a_distribution_that_is_cut_off_keeps_its_sum():
    cut = Parameter(
        8e5, "Pa", Kind.ASSUMED, distribution=Distribution("normal", 2e6, low=4e4), note=""
    )
    found = opening(OpeningPressures(cut, exact(5e7, "Pa")), [ATMOSPHERE_PA, ATMOSPHERE_PA + 4e7])
    assert found.vents == pytest.approx(1.0, abs=1e-6)
    assert found.bursts == pytest.approx(0.0, abs=1e-6)


def test_a_molten_seal_holds_nothing_however_little_gas_there_is():
    time = np.linspace(0.0, 1000.0, 301)
    warm = np.linspace(298.15, 560.0, 301)
    history = GasHistory(time, {"H2": 1e-9 * time}, warm)
    found = opening_of_history(Headspace(1e-4), history, opening_pressures(POUCH))
    assert found.vents == pytest.approx(1.0)
    melts = load_casings()["pouch-seal-melts"].parameter.value
    assert found.temperature_K[2] <= melts + 1.0
    assert found.temperature_K[2] > 373.0


def test_a_seal_opens_at_the_strength_that_is_left():
    melts = load_casings()["pouch-seal-melts"].parameter.value
    cold = peel_pressure(0.1, 0.05).value
    warm = 298.15 + 0.5 * (melts - 298.15)
    above = np.linspace(0.0, 2e5, 401)
    found = opening(
        opening_pressures(POUCH), ATMOSPHERE_PA + above, seam_K=np.full_like(above, warm)
    )
    assert found.pressure_Pa[1] == pytest.approx(0.5 * cold, rel=5e-3)
    # The same pressure as of the seal taken at that temperature to begin with.
    assert found.pressure_Pa[1] == pytest.approx(peel_pressure(0.1, 0.05, warm).value, rel=5e-3)


def test_a_weak_seal_leaves_other_casings_alone():
    can = opening_pressures(Casing("cylindrical"), 400.0)
    assert can.seam_K is None
    path = ATMOSPHERE_PA + np.linspace(0.0, 3e6, 11)
    hot = opening(can, path, temperature_K=np.full(11, 900.0))
    assert hot.vents == pytest.approx(opening(can, path).vents)
