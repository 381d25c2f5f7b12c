"""Saturation pressures against the reference values that come with the formulas."""

from __future__ import annotations

import pytest

from davylamp.materials.humidity import moist_air, saturation_pressure_Pa


@pytest.mark.parametrize(
    ("temperature_K", "published_Pa"),
    [
        # IAPWS saturation line, 10.1063/1.1461829: triple point, and the normal boiling point.
        (273.16, 611.657),
        (373.124, 101325.0),
        # Steam-table values at 25 and 60 degC.
        (298.15, 3169.8),
        (333.15, 19947.0),
    ],
)
def test_water(temperature_K: float, published_Pa: float) -> None:
    assert saturation_pressure_Pa(temperature_K) == pytest.approx(published_Pa, rel=2e-4)


def test_dry_room() -> None:
    # -40 degC dew point: 12.84 Pa, 126.8 ppm, tolerance of the digits given.
    air = moist_air(298.15, dew_point_K=233.15)
    assert air.water_Pa == pytest.approx(12.84, abs=0.005)
    assert air.water_ppm == pytest.approx(126.8, abs=0.05)
