"""The planar front against lines in time of (eta, w) that scipy's LSODA integrates.

Written from the equations alone, with other unknowns: w and not lithium or the pressure of ions,
the potential from resistances in series, the plain mean of the mobility on a face.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from scipy.integrate import LSODA
from scipy.special import expit

from davylamp.dendrites.phasefield.evolve import advance, initial_state, tip_position_um
from davylamp.dendrites.phasefield.model import PUBLISHED
from davylamp.dendrites.phasefield.setup import Setup, State, planar_setup

FloatArray = npt.NDArray[np.float64]

_PLACES_UM = (30.0, 40.0, 50.0, 60.0)


def _rates(setup: Setup) -> Callable[[float, FloatArray], FloatArray]:
    """Return d/dt of eta and w of each cell, one after the other."""
    p, dx = PUBLISHED, setup.dx_um
    a = p.inverse_thermal_voltage_per_V

    def rates(_: float, both: FloatArray) -> FloatArray:
        eta, w = both[0::2], both[1::2]
        metal = np.clip(eta**3 * (6.0 * eta**2 - 15.0 * eta + 10.0), 0.0, 1.0)
        slope = 30.0 * (eta * (1.0 - eta)) ** 2
        liquid = expit((w - p.liquid_energy) / p.thermal_energy)
        solid = expit((w - p.solid_energy) / p.thermal_energy)
        # What eta takes of the charge changes the current behind the front, in metal, alone.
        resistance = 0.5 * dx / (p.metal_conductivity * metal
                                 + p.electrolyte_conductivity * (1.0 - metal))  # fmt: skip
        between = np.concatenate(([0.0], resistance)) + np.concatenate((resistance, [0.0]))
        phi = setup.left_V + (setup.right_V - setup.left_V) * (
            np.cumsum(between)[:-1] / np.sum(between)
        )
        walled = np.concatenate(([2.0 - eta[0]], eta, [-eta[-1]]))
        curve = (walled[2:] - 2.0 * eta + walled[:-2]) / dx**2
        well = 2.0 * p.barrier * eta * (1.0 - eta) * (1.0 - 2.0 * eta)
        drive = np.exp(0.5 * a * phi) - liquid * (1.0 - metal) / (
            p.reference_concentration * np.exp(0.5 * a * phi)
        )
        by_eta = -p.interface_mobility * (well - p.gradient_energy * curve)
        by_eta -= p.reaction * slope * drive
        mobility = p.ion_mobility * liquid * (1.0 - metal)
        flux = np.zeros(eta.size + 1)
        share = 1.0 - 0.5 * (metal[1:] + metal[:-1])
        flux[1:-1] = 0.5 * (mobility[1:] + mobility[:-1]) * (np.diff(w) + a * share * np.diff(phi))
        wall = p.ion_mobility * p.reference_concentration
        flux[-1] = 2.0 * wall * (a * (setup.right_V - phi[-1]) - w[-1])
        held = (
            liquid * (1.0 - liquid) * (1.0 - metal) + p.site_ratio * solid * (1.0 - solid) * metal
        )
        change = np.diff(flux) / dx**2 - (p.site_ratio * solid - liquid) * slope * by_eta
        by_w = change / (held / p.thermal_energy + 1e-12)
        return np.stack([by_eta, by_w], axis=1).ravel()

    return rates


class _Arrivals:
    """Times at which a front is at each place, straight between steps."""

    def __init__(self) -> None:
        self.times_s: list[float] = []
        self.before = (0.0, 0.0)

    def note(self, time_s: float, place_um: float) -> None:
        for goal_um in _PLACES_UM[len(self.times_s) :]:
            if place_um >= goal_um:
                share = (goal_um - self.before[1]) / (place_um - self.before[1])
                self.times_s.append(self.before[0] + share * (time_s - self.before[0]))
        self.before = (time_s, place_um)


def test_lines_in_time_of_scipy_take_as_long_between_places() -> None:
    setup = planar_setup(0.5, tolerance=1e-3)
    ours = _Arrivals()
    advance(
        setup,
        initial_state(setup),
        200.0,
        on_step=lambda state: ours.note(state.time_s, tip_position_um(setup, state)),
    )
    first = np.stack([setup.eta[0], np.zeros(setup.nx)], axis=1).ravel()
    lines = LSODA(
        _rates(setup), 0.0, first, 220.0, rtol=1e-4, atol=1e-5, lband=3, uband=3, max_step=2.0
    )
    theirs = _Arrivals()
    while lines.status == "running" and len(theirs.times_s) < len(_PLACES_UM):
        lines.step()
        now = np.ascontiguousarray(lines.y[np.newaxis, 0::2])
        theirs.note(lines.t, tip_position_um(setup, State(lines.t, 0, 1.0, now, now, now)))
    for (start, end), (low, high) in zip(
        pairwise(ours.times_s), pairwise(theirs.times_s), strict=True
    ):
        assert end - start == pytest.approx(high - low, rel=0.005)
    assert len(ours.times_s) == len(_PLACES_UM)
