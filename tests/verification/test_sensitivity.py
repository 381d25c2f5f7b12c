import numpy as np
import pytest

from davylamp.core.errors import InputError, NoConvergenceError
from davylamp.runaway.ensemble import low_discrepancy, morris, sobol

A, B = 7.0, 0.1


def ishigami(points):
    x = np.pi * (2.0 * points - 1.0)
    return np.sin(x[:, 0]) + A * np.sin(x[:, 1]) ** 2 + B * x[:, 2] ** 4 * np.sin(x[:, 0])


def exact_ishigami():
    """First-order and total indices in closed form (Ishigami and Homma 1990)."""
    first = np.array([0.5 * (1.0 + B * np.pi**4 / 5.0) ** 2, A**2 / 8.0, 0.0])
    third = B**2 * np.pi**8 * (1.0 / 18.0 - 1.0 / 50.0)
    variance = first.sum() + third
    return first / variance, (first + np.array([third, 0.0, third])) / variance


def test_ishigami():
    found = sobol(ishigami, ["a", "b", "c"], base=4096, seed=1)
    first, total = exact_ishigami()
    by_name = {index.name: index for index in found.sobol}
    for name, s, t in zip("abc", first, total, strict=True):
        assert by_name[name].first == pytest.approx(s, abs=0.02)
        assert by_name[name].total == pytest.approx(t, abs=0.02)
        assert abs(by_name[name].first - s) < 3.0 * max(by_name[name].first_95, 0.01)
    assert [index.name for index in found.sobol] == ["a", "b", "c"]
    assert found.runs == 4096 * 5
    assert found.lost_blocks == 0


def test_linear_model_has_shares_of_its_squared_slopes():
    slopes = np.array([3.0, 2.0, 1.0, 0.0])
    found = sobol(lambda p: p @ slopes, list("abcd"), base=1024, seed=2)
    by_name = {index.name: index for index in found.sobol}
    for name, share in zip("abcd", slopes**2 / (slopes @ slopes), strict=True):
        assert by_name[name].first == pytest.approx(share, abs=0.02)
        assert by_name[name].total == pytest.approx(share, abs=0.02)


def test_elementary_effects_of_a_linear_model_are_its_slopes():
    slopes = np.array([3.0, -2.0, 0.0])
    found = morris(lambda p: p @ slopes, list("abc"), trajectories=16, seed=3)
    assert [effect.name for effect in found.morris] == ["a", "b", "c"]
    for effect, slope in zip(found.morris, slopes, strict=True):
        # Over the inner nine tenths of each distribution.
        assert effect.mean == pytest.approx(0.9 * slope, abs=1e-9)
        assert effect.deviation == pytest.approx(0.0, abs=1e-9)


def test_the_same_seed_gives_the_same_answer():
    once, again, other = (sobol(ishigami, list("abc"), base=256, seed=s) for s in (5, 5, 6))
    assert once == again
    assert once != other


def test_groups_without_an_answer_are_counted():
    def failing(points):
        y = points @ np.array([1.0, 2.0])
        return np.where(points[:, 0] > 0.95, np.nan, y)

    found = sobol(failing, ["a", "b"], base=512, seed=4)
    assert 0 < found.lost_blocks < 512
    assert 0.05 < found.lost_share < 0.2
    by_name = {index.name: index for index in found.sobol}
    assert by_name["b"].first > by_name["a"].first
    effects = morris(failing, ["a", "b"], trajectories=64, seed=4)
    assert effects.lost_blocks == 0  # the cut lies outside the inner range


def test_no_answer_at_all_is_no_order():
    with pytest.raises(NoConvergenceError, match="unknown"):
        sobol(lambda p: np.full(len(p), np.nan), ["a"], base=64)


def test_a_figure_that_never_changes_has_no_indices():
    found = sobol(lambda p: np.full(len(p), 7.0), ["a", "b"], base=64)
    assert found.deviation == 0
    assert found.sobol == ()
    assert morris(lambda p: np.full(len(p), 7.0), ["a"]).morris == ()


def test_refused():
    with pytest.raises(InputError, match="nothing is uncertain"):
        sobol(ishigami, [])
    with pytest.raises(InputError, match="power of two"):
        sobol(ishigami, list("abc"), base=100)
    with pytest.raises(InputError, match="answers"):
        sobol(lambda p: np.zeros(3), ["a"], base=64)
    with pytest.raises(InputError, match="2 groups of runs say too little"):
        morris(ishigami, list("abc"), trajectories=2)
    with pytest.raises(InputError, match="below 0"):
        low_discrepancy(4, 2, seed=-1)
