"""Front stability over all solids there could be."""

from __future__ import annotations

import csv
import io
import math
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from davylamp.core.errors import DavylampError
from davylamp.dendrites.stability import (
    Electrode,
    Side,
    chi_deviatoric_J_per_mol_m,
    critical_modulus_ratio,
    critical_wavelength_m,
    elastic_slope_J_per_mol,
    screen_stability,
)

MODULUS = st.floats(1e3, 1e13)
POISSON = st.floats(-0.99, 0.49)
VOLUME = st.floats(0.0, 50.0)


@given(MODULUS, POISSON, VOLUME, MODULUS, POISSON)
def test_sign_of_growth_is_that_of_the_side_of_the_critical_ratio(gs, ns, v, ge, ne):
    metal = Electrode(ge, ne, 1.3e-5, 0.5)
    edge = critical_modulus_ratio(v, ns, metal)
    if edge.stable is Side.NONE or not abs(gs / ge / edge.ratio - 1.0) > 1e-9:
        return
    stable = (gs / ge < edge.ratio) == (edge.stable is Side.BELOW)
    slope = float(elastic_slope_J_per_mol(gs, ns, v, metal))
    assert (slope < 0.0) == stable
    assert math.isinf(float(critical_wavelength_m(gs, ns, v, metal))) == stable


@given(MODULUS, POISSON, VOLUME, MODULUS, POISSON)
def test_deviatoric_part_never_stabilises(gs, ns, v, ge, ne):
    part = float(chi_deviatoric_J_per_mol_m(gs, ns, v, 1e8, Electrode(ge, ne, 1.3e-5, 0.5)))
    assert part >= -1e-9 * 1.3e-5 * 1e8 * (1.0 + v) * max(gs, ge)


@given(MODULUS, POISSON, VOLUME, MODULUS, POISSON, st.floats(1e-3, 1e3))
def test_scaling_both_moduli_scales_growth(gs, ns, v, ge, ne, factor):
    one = float(elastic_slope_J_per_mol(gs, ns, v, Electrode(ge, ne, 1.3e-5, 0.5)))
    other = float(
        elastic_slope_J_per_mol(gs * factor, ns, v, Electrode(ge * factor, ne, 1.3e-5, 0.5))
    )
    assert abs(other - factor * one) <= 1e-9 * factor * (abs(one) + 1.3e-5 * max(gs, ge))


CELL = st.one_of(
    st.just(""), st.floats(allow_nan=True, allow_infinity=True).map(repr), st.text(max_size=8)
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELL, min_size=0, max_size=5), max_size=8))
def test_any_table_is_judged_or_reported_and_never_crashes(tmp_path: Path, rows):
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(["name", "G_GPa", "K_GPa", "vol_ratio"])
    writer.writerows(rows)
    path = tmp_path / "t.csv"
    path.write_bytes(stream.getvalue().encode("utf-8", errors="replace"))
    try:
        found = screen_stability(path)
    except DavylampError:
        return
    assert np.isfinite(found.chi_J_per_mol_m).all()
    assert np.all(found.shear_modulus_Pa > 0.0)
    assert np.all((found.poisson_ratio > -1.0) & (found.poisson_ratio <= 0.5))
