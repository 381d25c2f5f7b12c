import math

import numpy as np
import pytest

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K
from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind
from davylamp.runaway.network import kissinger_energy
from davylamp.runaway.networks.peaks import (
    FREQUENCY,
    estimated_rate,
    peak_of,
    peak_of_hold,
    peak_of_onset,
)
from davylamp.store.kinetics import Observation
from davylamp.store.load import load_kinetics


def observed(seen="onset", **more) -> Observation:
    fields = {
        "id": "x", "route": "alone", "materials": ("A",), "partners": (), "seen": seen,
        "temperature_K": 473.15, "upper_K": None, "uncertainty_K": 5.0,
        "heating_rate_K_per_s": 5.0 / 60.0, "duration_s": 60.0 if seen == "hold" else None,
        "source": "s", "locator": "l", "kind": Kind.MEASURED, "conditions": "c",
    }  # fmt: skip
    return Observation(**{**fields, **more})


def ramp(energy_J_per_mol: float, heating: float, order: float = 1.0):
    """Temperature and rate of an n-th order step on a ramp, by quadrature of its exact solution."""
    T = np.linspace(300.0, 900.0, 200_001)
    k = FREQUENCY.value * np.exp(-energy_J_per_mol / (GAS_CONSTANT_J_PER_MOL_K * T))
    area = np.concatenate([[0.0], np.cumsum(0.5 * (k[1:] + k[:-1]) * np.diff(T))]) / heating
    left = np.exp(-area) if order == 1.0 else (1.0 + (order - 1.0) * area) ** (-1 / (order - 1.0))
    return T, k * left**order


def test_a_ramp_peaks_at_the_peak_given():
    energy = kissinger_energy(FREQUENCY.value, 473.15, 5.0 / 60.0)
    T, rate = ramp(energy, 5.0 / 60.0)
    # Kissinger's relation is exact for first order: only the grid limits.
    assert T[rate.argmax()] == pytest.approx(473.15, abs=0.01)


def test_second_order_peaks_within_a_kelvin():
    energy = kissinger_energy(FREQUENCY.value, 473.15, 5.0 / 60.0)
    T, rate = ramp(energy, 5.0 / 60.0, order=2.0)
    assert T[rate.argmax()] == pytest.approx(473.15, abs=1.0)


@pytest.mark.parametrize("share", [0.01, 0.05, 0.1])
def test_an_onset_is_where_the_rate_has_that_share_of_its_peak(share):
    peak = peak_of_onset(473.15, 5.0 / 60.0, share)
    T, rate = ramp(kissinger_energy(FREQUENCY.value, peak, 5.0 / 60.0), 5.0 / 60.0)
    before = T[: rate.argmax()]
    onset = before[np.searchsorted(rate[: rate.argmax()], share * rate.max())]
    # The relation leaves out what has reacted before the onset: less than a tenth.
    assert onset == pytest.approx(473.15, abs=1.5)


def test_a_hold_gives_the_rate_constant_of_its_time():
    peak = peak_of_hold(473.15, 60.0, 5.0 / 60.0)
    energy = kissinger_energy(FREQUENCY.value, peak, 5.0 / 60.0)
    k = FREQUENCY.value * math.exp(-energy / (GAS_CONSTANT_J_PER_MOL_K * 473.15))
    assert k == pytest.approx(1.0 / 60.0, rel=1e-6)


def test_an_onset_lies_below_its_peak_and_is_less_certain_than_a_peak():
    onset, peak = peak_of(observed("onset")), peak_of(observed("peak"))
    assert onset.temperature_K > peak.temperature_K + 30.0
    assert onset.uncertainty_K > peak.uncertainty_K
    assert peak.uncertainty_K == pytest.approx(5.0)


def test_an_unknown_heating_rate_shows_and_widens():
    known, unknown = peak_of(observed("peak")), peak_of(observed("peak", heating_rate_K_per_s=None))
    assert "assumed" in unknown.why
    # ln 2 times T_p / (2 + u): 473.15 / 37.0 x 0.693 = 8.9 K, in quadrature with 5 K.
    assert unknown.uncertainty_K == pytest.approx(math.hypot(5.0, 8.9), abs=0.2)
    assert known.uncertainty_K < unknown.uncertainty_K


def test_a_range_is_its_middle_with_half_its_width():
    peak = peak_of(observed("peak", upper_K=513.15))
    assert peak.temperature_K == pytest.approx(493.15)
    assert peak.uncertainty_K == pytest.approx(20.0)


def test_stable_is_no_reaction():
    with pytest.raises(InputError, match="no observation of a reaction"):
        peak_of(observed("stable"))


def test_a_rate_is_never_better_than_estimated_and_has_decades():
    rate = estimated_rate(
        peak_of(observed()), {"A": 1.0}, sources=("s",), locator="l", weakest=Kind.MEASURED
    )
    assert rate.peak_K.kind is Kind.ESTIMATED
    frequency = rate.frequency_per_s
    assert frequency.quantile([0.5])[0] == pytest.approx(1e13)
    assert frequency.quantile([0.0, 1.0]).tolist() == pytest.approx([1e11, 1e15])
    assert rate.transport.frequency_per_s.kind is Kind.ASSUMED


def test_stored_observations_agree_with_the_materials():
    from davylamp.store.load import load_library, load_sources

    library, sources = load_library(), load_sources()
    for item in load_kinetics().observations:
        assert item.source in sources
        for name in item.materials:
            assert name in library
        values = [
            datum.value
            for name in item.materials
            for prop in ("exotherm_onset_temperature", "decomposition_temperature",
                         "transition_temperature")
            for datum in library[name].all(prop)
            if datum.source == item.source
        ]  # fmt: skip
        if values and item.id not in ("argyrodite-oxygen", "argyrodite-ncm811-burning"):
            assert any(abs(v - (item.temperature_K - 273.15)) < 1e-6 for v in values), item.id


def test_activation_energy_solves_kissingers_relation_over_all_magnitudes():
    from scipy.special import lambertw

    rng = np.random.default_rng(1)
    for _ in range(500):
        frequency = 10.0 ** rng.uniform(-6.0, 30.0)
        peak = rng.uniform(200.0, 2000.0)
        heating = 10.0 ** rng.uniform(-5.0, 4.0)
        u = float(lambertw(frequency * peak / heating).real)
        expected = u * GAS_CONSTANT_J_PER_MOL_K * peak
        assert kissinger_energy(frequency, peak, heating) == pytest.approx(expected, rel=1e-12)
