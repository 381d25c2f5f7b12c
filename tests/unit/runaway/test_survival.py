import math

import numpy as np
import pytest

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K
from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind
from davylamp.core.parameter import Distribution, Parameter
from davylamp.runaway.ensemble import draw
from davylamp.runaway.network import Network, Species, Step, kissinger_energy
from davylamp.runaway.networks.peaks import (
    FREQUENCY,
    estimated_rate,
    peak_of,
    peak_of_hold,
    self_heating_share,
)
from davylamp.runaway.survival import Survived, peak_of_energy
from davylamp.store.kinetics import Observation
from davylamp.store.load import load_kinetics

HEATING = 5.0 / 60.0
DAYS_30 = 30.0 * 86400.0
USE = next(item for item in load_kinetics().observations if item.seen == "use")


def peak_at(peak_K: float, spread_K: float) -> Parameter:
    return Parameter(
        peak_K, "K", Kind.ESTIMATED, distribution=Distribution("normal", spread_K, 250.0, 1500.0)
    )


def survived(peak_K=440.0, spread_K=40.0, **more) -> Survived:
    fields = {"temperature_K": 333.15, "time_s": DAYS_30, "share": 0.1, **more}
    return Survived(
        **fields,
        frequency_per_s=FREQUENCY,
        peak_K=peak_at(peak_K, spread_K),
        heating_rate_K_per_s=HEATING,
        kind=Kind.ASSUMED,
        sources=(),
    )


def gone(frequency: float, peak_K: float, at_K=333.15, time_s=DAYS_30) -> float:
    energy = kissinger_energy(frequency, peak_K, HEATING)
    k = frequency * math.exp(-energy / (GAS_CONSTANT_J_PER_MOL_K * at_K))
    return -math.expm1(-k * time_s)


def test_the_peak_of_an_energy_solves_kissingers_relation():
    for frequency, peak in ((1e11, 380.0), (1e13, 473.15), (1e15, 900.0)):
        energy = kissinger_energy(frequency, peak, HEATING) / GAS_CONSTANT_J_PER_MOL_K
        assert float(peak_of_energy(energy, frequency, HEATING)) == pytest.approx(peak, rel=1e-9)


@pytest.mark.parametrize("frequency", [1e11, 1e13, 1e15])
def test_at_the_least_peak_just_the_share_has_reacted(frequency):
    least = float(survived().least_peak_K(frequency))
    assert gone(frequency, least) == pytest.approx(0.1, rel=1e-6)
    assert gone(frequency, least + 5.0) < 0.1 < gone(frequency, least - 5.0)


def test_no_draw_contradicts_use_and_the_draws_are_those_of_rejection():
    condition = survived(peak_K=430.0, spread_K=35.0)
    rng = np.random.default_rng(3)
    frequency = FREQUENCY.quantile(rng.random(200_000))
    peak = condition.peak_K.quantile(rng.random(200_000))
    kept = peak >= condition.least_peak_K(frequency)
    assert condition.admissible == pytest.approx(kept.mean(), abs=0.005)
    drawn_A, drawn_T = condition.draw(rng.random(20_000), rng.random(20_000))
    assert max(gone(A, T) for A, T in zip(drawn_A[:500], drawn_T[:500], strict=True)) <= 0.1 + 1e-9
    levels = [0.05, 0.25, 0.5, 0.75, 0.95]
    assert np.quantile(drawn_T, levels) == pytest.approx(np.quantile(peak[kept], levels), abs=1.5)
    assert np.quantile(np.log10(drawn_A), levels) == pytest.approx(
        np.quantile(np.log10(frequency[kept]), levels), abs=0.06
    )


def test_a_condition_that_is_met_anyway_changes_nothing():
    condition = survived(peak_K=650.0, spread_K=15.0)
    assert condition.admissible == pytest.approx(1.0, abs=1e-9)
    assert condition.median == pytest.approx((1e13, 650.0), rel=1e-3)
    seen = observation("peak", 650.0, uncertainty_K=10.0)
    assert rate_of(seen).survived is None


def test_an_observation_that_use_contradicts_still_meets_it():
    condition = survived(peak_K=330.0, spread_K=5.0)
    assert condition.admissible < 1e-12
    frequency, peak = condition.median
    assert gone(frequency, peak) <= 0.1 + 1e-9


@pytest.mark.parametrize(
    "wrong", [{"share": 0.0}, {"share": 1.0}, {"time_s": 0.0}, {"temperature_K": -1.0}]
)
def test_impossible_survivals_are_refused(wrong):
    with pytest.raises(InputError, match="not possible"):
        survived(**wrong)


def test_the_middle_moves_with_the_time_survived():
    peaks = [survived(time_s=days * 86400.0).median[1] for days in (1.0, 30.0, 365.0)]
    assert peaks == sorted(peaks)
    assert peaks[2] - peaks[0] > 10.0


def observation(seen="hold", at_K=423.15, **more) -> Observation:
    fields = {
        "id": "x", "route": "solid-solid", "materials": ("A",), "partners": ("B",), "seen": seen,
        "temperature_K": at_K, "upper_K": None, "uncertainty_K": None,
        "heating_rate_K_per_s": HEATING, "duration_s": 60.0 if seen == "hold" else None,
        "source": "s", "locator": "l", "kind": Kind.MEASURED, "conditions": "c",
    }  # fmt: skip
    return Observation(**{**fields, **more})


def rate_of(seen: Observation):
    return estimated_rate(
        peak_of(seen), {"A": 1.0}, sources=("s",), locator="l", weakest=Kind.MEASURED,
        survived=USE, seen_K=seen.temperature_K,
    )  # fmt: skip


def test_what_runs_off_by_its_own_heat_needs_a_slower_rate():
    share, half = self_heating_share(423.15, 60.0)
    # An adiabatic explosion: R T^2 / (E D) of 1/k, with u = ln(1e13 x 60) = 34.0 and D = 1000 K.
    adiabatic = 423.15 / (34.03 * 1000.0)
    assert share == pytest.approx(math.sqrt(adiabatic), rel=1e-3)
    assert half == pytest.approx(-0.5 * math.log(adiabatic), rel=1e-3)
    slow = peak_of_hold(423.15, 60.0, HEATING, share)
    assert slow > peak_of_hold(423.15, 60.0, HEATING) + 15.0
    assert peak_of(observation()).temperature_K == pytest.approx(slow)
    # Half the span and a factor of ten, at T_p / u per unit of ln k, and 10 K of the thermometer.
    per_ln = slow / math.log(1e13 * 60.0 / share)
    expected = math.hypot(10.0, per_ln * math.log(10.0), per_ln * half)
    assert peak_of(observation()).uncertainty_K == pytest.approx(expected, rel=1e-6)


def test_a_rate_seen_at_150_degC_lets_a_cell_be_used_at_60():
    rate = rate_of(observation())
    assert rate.seen_K == pytest.approx(423.15)
    assert rate.survived is not None
    assert 0.1 < rate.survived.admissible < 0.9
    assert gone(rate.frequency_per_s.value, rate.peak_K.value) < 0.1
    # Nor is it pushed so far that it would not run off within hours at the temperature seen.
    assert gone(rate.frequency_per_s.value, rate.peak_K.value, 423.15, 3600.0) > 0.3


def network(rate) -> Network:
    step = Step(
        "burns", "A burns", {"A": -1.0, "B": 1.0}, 1.0,
        Parameter(5e5, "J/kg", Kind.ESTIMATED, distribution=Distribution("normal", 1e4)), rate,
    )  # fmt: skip
    return Network("n", (Species("A", None, amount_mol_per_kg=1.0), Species("B", None)), (step,))


def test_the_draws_of_a_network_and_its_middle_agree_with_use():
    rate = rate_of(observation())
    drawn = draw(network(rate), 512, seed=1)
    column = {item.quantity: d for d, item in enumerate(drawn.inputs)}
    frequency = drawn.value[:, column["frequency"]]
    peak = drawn.value[:, column["peak"]]
    assert max(gone(A, T) for A, T in zip(frequency, peak, strict=True)) <= 0.1 + 1e-9
    # The arrays that are run hold the same numbers.
    assert np.exp(drawn.networks.ln_frequency[:, 0]) == pytest.approx(frequency)
    energies = [kissinger_energy(A, T, HEATING) for A, T in zip(frequency, peak, strict=True)]
    assert drawn.networks.energy_K[:, 0] * GAS_CONSTANT_J_PER_MOL_K == pytest.approx(energies)
    # The single run stands in the middle of them.
    assert np.median(peak) == pytest.approx(rate.peak_K.value, abs=1.0)


def test_use_is_stored_with_its_evidence():
    assert USE.kind is Kind.ASSUMED
    assert (USE.temperature_K, USE.duration_s, USE.share) == pytest.approx((333.15, 2.592e6, 0.1))
