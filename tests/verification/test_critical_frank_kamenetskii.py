"""Frank-Kamenetskii's critical parameters of slab, cylinder and sphere, from the thermal field."""

import math

import pytest

from davylamp.validation.critical_conditions import (
    critical_condition_cases,
    frank_kamenetskii_edge,
    semenov_edge,
)

AROUND_K, FOLD_K = 300.0, 0.6
EXACT = {"slab": 0.878458, "cylinder": 2.0, "sphere": 3.321992}
#: Temperature of the middle at the edge, in e-foldings.
MIDDLE = {"slab": 1.1868, "cylinder": math.log(4.0), "sphere": 1.6075}


@pytest.mark.parametrize("shape", EXACT)
def test_critical_parameter_within_half_a_per_cent(shape):
    edge = frank_kamenetskii_edge(shape)
    assert edge.value == pytest.approx(EXACT[shape], rel=5e-3)
    # It changes as the root of the distance from the edge: a weaker check.
    assert (edge.peak_stays_K - AROUND_K) / FOLD_K == pytest.approx(MIDDLE[shape], abs=0.1)


def test_fewer_volumes_are_further_off():
    coarse, fine = (frank_kamenetskii_edge("sphere", volumes=n, tolerance=2e-4) for n in (4, 16))
    # What is left at R T / E = 0.002 is that share; the rest falls with the square of the volumes.
    limit = EXACT["sphere"] * 1.002
    assert abs(coarse.value - limit) > 6.0 * abs(fine.value - limit)


def test_semenov_as_validated():
    assert semenov_edge().value == pytest.approx(1.0 / math.e, rel=5e-3)


def test_the_rows_ask_for_half_a_per_cent():
    for case in critical_condition_cases():
        assert case.tolerance == pytest.approx(5e-3 * case.published)
