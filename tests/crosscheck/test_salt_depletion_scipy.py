"""The salt of a layer over time, put to scipy's integrator on a grid of its own."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from davylamp.core.constants import FARADAY_C_PER_MOL
from davylamp.dendrites.depletion import (
    cell_response,
    concentrated_limiting_current,
    constant_program,
    simulate,
    stored_electrolyte,
)

C0, L, CELLS = 1000.0, 100e-6, 400


def by_lines(electrolyte, current, until):
    """Method of lines on even volumes, with the flux written out again; stops when empty."""
    h = L / CELLS
    diffusivity, share = electrolyte.diffusivity, electrolyte.transference_number
    volume = electrolyte.salt_volume_m3_per_mol

    def rate(_, c):
        face = 0.5 * (c[1:] + c[:-1])
        drive = (1.0 - share(face)) * (1.0 - face * volume)
        flux = -diffusivity(face) * np.diff(c) / h + drive * current / FARADAY_C_PER_MOL
        return -np.diff(np.concatenate(([0.0], flux, [0.0]))) / h

    def wall(_, c):
        near = np.array([c[0]])
        slope = (1.0 - share(near)) * (1.0 - near * volume) / diffusivity(near)
        # Means of two volumes and the slope at the wall fix a parabola.
        s = float(slope[0]) * current / FARADAY_C_PER_MOL
        return float((7.0 * c[0] - c[1] - 2.0 * s * h) / 6.0)

    wall.terminal = True
    found = solve_ivp(
        rate, (0.0, until), np.full(CELLS, C0), method="LSODA", rtol=1e-8, atol=1e-5,
        events=wall, lband=1, uband=1,
    )  # fmt: skip
    when = float(found.t_events[0][0]) if len(found.t_events[0]) else None
    return (np.arange(CELLS) + 0.5) * h, found.y[:, -1], when


@pytest.mark.parametrize(
    ("material", "method"),
    [("PEO-LiTFSI", "edman2000"), ("PEO-LiTFSI", "pesko2017-nmr"), ("PEMO-LiTFSI", "sloop")],
)
def test_depletion_time_and_profile(material, method):
    electrolyte = stored_electrolyte(material, method)
    current = 1.4 * concentrated_limiting_current(electrolyte, C0, L).current_A_per_m2
    until = 2.0 * L**2 / float(electrolyte.diffusivity(np.array([C0]))[0])
    own = simulate(electrolyte, C0, L, constant_program(current, until))
    _, _, when = by_lines(electrolyte, current, until)
    assert when is not None
    assert own.depleted_s == pytest.approx(when, rel=3e-4)
    half = 0.5 * when
    place, profile, _ = by_lines(electrolyte, current, half)
    shorter = simulate(electrolyte, C0, L, constant_program(current, half))
    theirs = np.interp(shorter.position_m, place, profile)
    assert shorter.concentration_mol_per_m3[-1] == pytest.approx(theirs, abs=5e-4 * C0)


def test_a_filled_electrode_behind_the_layer():
    depth, share, layer, ratio = 1.5, 0.4, 0.8, 1.3
    response = cell_response(depth, share, layer)
    h = 0.01
    x = (np.arange(round((1.0 + depth) / h)) + 0.5) * h
    faces = x[:-1] + 0.5 * h
    volume = np.where(x < 1.0, layer, share)
    path = volume**1.5
    between = 2.0 / (1.0 / path[1:] + 1.0 / path[:-1])
    drawn = np.where(faces <= 1.0 + 1e-9, 1.0, 1.0 - (faces - 1.0) / depth)
    # In units of thickness, diffusivity and mean concentration; J* of the layer has slope 2.
    slope = 2.0 * layer**1.5 * response.limit * ratio

    def rate(_, c):
        flux = -between * np.diff(c) / h + slope * drawn
        return -np.diff(np.concatenate(([0.0], flux, [0.0]))) / (h * volume)

    def wall(_, c):
        return c[0] - 0.5 * h * slope / path[0]

    wall.terminal = True
    found = solve_ivp(
        rate, (0.0, 60.0), np.ones(len(x)), method="LSODA", rtol=1e-8, atol=1e-9,
        events=wall, lband=1, uband=1,
    )  # fmt: skip
    own = float(response.depletion_fourier(ratio)) / layer**0.5
    assert own == pytest.approx(float(found.t_events[0][0]), rel=5e-3)
