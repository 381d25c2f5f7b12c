"""Humidity: each form of stating moisture agrees with the others, and nonsense is refused."""

from __future__ import annotations

import pytest

from davylamp.core.errors import InputError, OutsideValidityError
from davylamp.materials.humidity import (
    DRY_LIMIT_K,
    TRIPLE_POINT_K,
    dew_point_of_pressure_K,
    moist_air,
    saturation_pressure_Pa,
)


def test_dry_room_dew_point() -> None:
    air = moist_air(298.15, dew_point_K=233.15)
    assert air.water_Pa == pytest.approx(12.84, abs=0.005)
    assert air.water_ppm == pytest.approx(126.8, abs=0.05)
    assert air.relative_humidity == pytest.approx(12.84 / 3169.8, rel=1e-3)
    assert air.dew_point_K == pytest.approx(233.15, abs=1e-6)


@pytest.mark.parametrize("temperature_K", [173.15, 200.0, 233.15, 273.15, 273.16, 298.15, 372.0])
def test_dew_point_inverts_the_saturation_pressure(temperature_K: float) -> None:
    assert dew_point_of_pressure_K(saturation_pressure_Pa(temperature_K)) == pytest.approx(
        temperature_K, abs=1e-5
    )


def test_relative_humidity_and_dew_point_agree() -> None:
    humid = moist_air(298.15, relative_humidity=0.3)
    assert humid.dew_point_K is not None
    again = moist_air(298.15, dew_point_K=humid.dew_point_K)
    assert again.water_Pa == pytest.approx(humid.water_Pa, rel=1e-7)
    assert again.relative_humidity == pytest.approx(0.3, rel=1e-7)


def test_saturated_air_has_its_own_temperature_as_dew_point() -> None:
    air = moist_air(298.15, relative_humidity=1.0)
    assert air.dew_point_K == pytest.approx(298.15, abs=1e-5)


def test_dry_air_has_no_dew_point() -> None:
    air = moist_air(298.15, relative_humidity=0.0)
    assert air.water_ppm == pytest.approx(0.0)
    assert air.dew_point_K is None


def test_supercooled_water_has_the_higher_pressure() -> None:
    ratio = saturation_pressure_Pa(253.15, "water") / saturation_pressure_Pa(253.15, "ice")
    # exp(melting enthalpy over RT at -20 degC, about 0.196)
    assert ratio == pytest.approx(1.215, abs=0.01)


def test_the_three_formulas_meet_at_the_triple_point() -> None:
    just_below = saturation_pressure_Pa(TRIPLE_POINT_K - 1e-9, "water")
    assert saturation_pressure_Pa(TRIPLE_POINT_K, "ice") == pytest.approx(611.657, rel=1e-4)
    assert saturation_pressure_Pa(TRIPLE_POINT_K, "water") == pytest.approx(611.657, rel=1e-4)
    assert just_below == pytest.approx(611.657, rel=1e-4)


def test_dew_point_above_the_temperature_is_refused() -> None:
    with pytest.raises(InputError, match="above the temperature"):
        moist_air(298.15, dew_point_K=299.0)


@pytest.mark.parametrize("humidity", [1.01, 20.0, -0.1, float("nan")])
def test_humidity_outside_zero_to_one_is_refused(humidity: float) -> None:
    with pytest.raises(InputError, match="fraction"):
        moist_air(298.15, relative_humidity=humidity)


def test_exactly_one_way_of_stating_moisture() -> None:
    with pytest.raises(InputError, match="one of them"):
        moist_air(298.15)
    with pytest.raises(InputError, match="one of them"):
        moist_air(298.15, dew_point_K=233.15, relative_humidity=0.2)


def test_the_validity_range_is_kept() -> None:
    assert moist_air(298.15, dew_point_K=DRY_LIMIT_K).water_Pa > 0.0
    with pytest.raises(OutsideValidityError):
        moist_air(298.15, dew_point_K=DRY_LIMIT_K - 1.0)
    with pytest.raises(OutsideValidityError):
        saturation_pressure_Pa(280.0, "ice")
    with pytest.raises(OutsideValidityError):
        dew_point_of_pressure_K(1e-6)


def test_vapour_cannot_exceed_the_total_pressure() -> None:
    with pytest.raises(InputError, match="total pressure"):
        moist_air(400.0, relative_humidity=0.9)


@pytest.mark.parametrize("pressure_Pa", [0.0, -1.0, float("nan")])
def test_a_dew_point_needs_a_positive_pressure(pressure_Pa: float) -> None:
    with pytest.raises(InputError):
        dew_point_of_pressure_K(pressure_Pa)
