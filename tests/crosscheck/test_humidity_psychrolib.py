"""Humidity beside psychrolib, where psychrolib holds, and where its floor spoils it."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from davylamp.gas.dryroom import humidity
from davylamp.gas.dryroom._psychro import psychrolib_si
from davylamp.materials.humidity import saturation_pressure_Pa

ZERO = 273.15


@pytest.mark.parametrize("celsius", range(-100, 101, 5))
def test_the_vapour_pressure_agrees_from_minus_100_to_100_degC(celsius):
    own = saturation_pressure_Pa(ZERO + celsius)
    theirs = psychrolib_si().GetSatVapPres(float(celsius))
    # Two formulas for ice part at the cold end: 9e-4 at -100 degC, 1e-4 from -60 degC on.
    assert own == pytest.approx(theirs, rel=1e-3 if celsius < -60 else 3e-4)


@pytest.mark.parametrize("celsius", [-60.0, -40.0, -20.0, 5.0, 15.0])
def test_ratio_and_dew_point_agree_above_the_floor(celsius):
    psychro = psychrolib_si()
    found = humidity(ZERO + 22.0, dew_point_K=ZERO + celsius)
    theirs = psychro.GetHumRatioFromTDewPoint(celsius, 101325.0)
    assert found.humidity_ratio == pytest.approx(theirs, rel=3e-4)
    back = psychro.GetTDewPointFromHumRatio(22.0, found.humidity_ratio, 101325.0)
    assert back == pytest.approx(celsius, abs=0.01)


def test_the_floor_of_psychrolib_spoils_minus_100_degC_and_not_ours():
    found = humidity(ZERO + 22.0, dew_point_K=ZERO - 100.0)
    theirs = psychrolib_si().GetHumRatioFromVapPres(found.air.water_Pa, 101325.0)
    assert theirs == pytest.approx(1e-7)
    assert found.humidity_ratio == pytest.approx(8.632e-9, rel=1e-3)
    assert found.frost_point_K == pytest.approx(ZERO - 100.0, abs=1e-6)


@pytest.mark.parametrize(("celsius", "share"), [(22.0, 0.005), (25.0, 0.5), (35.0, 0.9)])
def test_wet_bulb_there_and_back(celsius, share):
    found = humidity(ZERO + celsius, relative_humidity=share)
    back = humidity(ZERO + celsius, wet_bulb_K=found.wet_bulb_K)
    # psychrolib halves down to 0.001 K: some tenths of a pascal here.
    assert back.air.water_Pa == pytest.approx(found.air.water_Pa, abs=0.5)


def test_the_units_of_a_caller_stay_and_numba_is_not_asked():
    # In a process of its own: psychrolib with numba compiles for seconds, and keeps a global.
    code = (
        "import sys\n"
        "from davylamp.gas.dryroom import humidity\n"
        "h = humidity(298.15, relative_humidity=0.5)\n"
        "assert abs(h.wet_bulb_K - 291.04) < 0.01, h.wet_bulb_K\n"
        "assert 'psychrolib' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_enthalpy_is_that_of_air_and_vapour():
    found = humidity(ZERO + 25.0, relative_humidity=0.5)
    by_hand = 1.006e3 * 25.0 + found.humidity_ratio * (2501e3 + 1.86e3 * 25.0)
    assert found.enthalpy_J_per_kg == pytest.approx(by_hand, rel=1e-9)
    assert np.isfinite(humidity(ZERO + 22.0, dew_point_K=ZERO - 100.0).enthalpy_J_per_kg)
