"""The largest flaw on an area."""

from __future__ import annotations

import math

import numpy as np
import pytest

from davylamp.core.errors import InputError
from davylamp.core.parameter import Parameter
from davylamp.dendrites.filament import FilamentRisk, FlawPopulation, LargestFlaw

FLAWS = FlawPopulation(5e-6, 1e-4, 8.0)


def test_the_depth_told_is_exceeded_in_63_of_100_samples() -> None:
    assert float(FLAWS.share_with_deeper(5e-6, 1e-4)) == pytest.approx(1.0 - math.exp(-1.0))


def test_quantile_and_share_invert_each_other() -> None:
    share = np.array([0.001, 0.3, 0.5, 0.99])
    depth = FLAWS.largest_depth_m(3e-3, share)
    assert 1.0 - FLAWS.share_with_deeper(depth, 3e-3) == pytest.approx(share)


def test_the_distribution_of_a_parameter_is_that_of_the_population() -> None:
    shape = FLAWS.largest(1e-3)
    parameter = Parameter(shape.median_m(), "m", distribution=shape)
    share = np.array([0.01, 0.5, 0.97])
    assert parameter.quantile(share) == pytest.approx(FLAWS.largest_depth_m(1e-3, share))
    # The standard deviation of the logarithm that plain readers see.
    fine = (np.arange(20000) + 0.5) / 20000
    drawn = np.log10(FLAWS.largest_depth_m(1e-3, fine))
    assert shape.spread == pytest.approx(float(drawn.std()), rel=5e-3)


def test_an_unknown_modulus_mixes_populations() -> None:
    parts = tuple(FlawPopulation(5e-6, 1e-4, m) for m in (3.0, 8.0, 20.0))
    shape = LargestFlaw.of(parts, 1e-3)
    share = np.array([0.02, 0.5, 0.9])
    depth = shape.quantile(0.0, share)
    below = np.mean([1.0 - part.share_with_deeper(depth, 1e-3) for part in parts], axis=0)
    assert below == pytest.approx(share, rel=1e-6)
    alone = [part.largest(1e-3).spread for part in parts]
    assert min(alone) < shape.spread
    assert np.all(np.diff(depth) > 0.0)


def test_bounds_hold() -> None:
    shape = LargestFlaw.of((FLAWS,), 1.0, low_m=1e-6, high_m=2e-5)
    assert shape.quantile(0.0, [0.999]).max() == pytest.approx(2e-5)


def test_an_infinite_modulus_is_one_value() -> None:
    same = FlawPopulation(5e-6, 1e-4, math.inf)
    assert same.largest_depth_m([1e-6, 1.0], 0.3) == pytest.approx([5e-6, 5e-6])
    assert same.share_with_deeper([4.9e-6, 5.1e-6], 1e-4) == pytest.approx([1.0, 0.0])
    assert same.largest(1.0).quantile(0.0, [0.01, 0.99]) == pytest.approx([5e-6, 5e-6])


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: FlawPopulation(-1e-6, 1e-4, 8.0), "depth_m"),
        (lambda: FlawPopulation(1e-6, 0.0, 8.0), "area_m2"),
        (lambda: FlawPopulation(1e-6, 1e-4, 0.0), "weibull_modulus"),
        (lambda: FlawPopulation(1e-6, 1e-4, math.nan), "weibull_modulus"),
        (lambda: FlawPopulation(math.inf, 1e-4, 8.0), "depth_m"),
        (lambda: FLAWS.largest_depth_m(1e-4, 1.0), "probability"),
        (lambda: FLAWS.largest_depth_m(-1.0, 0.5), "area_m2"),
        (lambda: LargestFlaw.of((), 1e-4), "population"),
        (lambda: FilamentRisk(FLAWS, 1e6, 1e-3, 0.1, 5e-6), "depth_m"),
        (lambda: FilamentRisk(FLAWS, -1e6, 1e-3, 0.1, 1e-4), "toughness_Pa_m0p5"),
        (lambda: FilamentRisk(FLAWS, 1e6, -1e-3, 0.1, 1e-4), "interface_ohm_m2"),
        (
            lambda: FilamentRisk(FLAWS, 1e6, 1e-3, 0.1, 1e-4).failure_probability(-1.0, 1e-4),
            "current_A_per_m2",
        ),
    ],
)
def test_wrong_numbers_are_named(call: object, named: str) -> None:
    with pytest.raises(InputError, match=named):
        call()  # type: ignore[operator]
