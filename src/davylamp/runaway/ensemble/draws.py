"""Draws of all uncertain numbers, and the networks they make."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K
from davylamp.core.errors import InputError
from davylamp.runaway._arrays import NetworkArrays, pack_one
from davylamp.runaway.ensemble.inputs import Input, TestSpread, uncertain_inputs
from davylamp.runaway.kissinger import energy_over_peak
from davylamp.runaway.network import Network

__all__ = ["Draws", "draw", "draw_at", "low_discrepancy"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Draws:
    """Draws of the uncertain numbers of one network.

    Parameters
    ----------
    inputs : tuple of Input
        What varies, d of them.
    probability : array, shape (n, d)
        Where in its distribution each number lies, 0 to 1.
    value : array, shape (n, d)
        The numbers in their units.
    networks : NetworkArrays
        Leading axis n.
    capacity, exchange : array, shape (n,)
        Factors on heat capacity and exchange of heat.
    """

    inputs: tuple[Input, ...]
    probability: FloatArray
    value: FloatArray
    networks: NetworkArrays
    capacity: FloatArray
    exchange: FloatArray

    def __len__(self) -> int:
        return len(self.capacity)

    def take(self, which: npt.ArrayLike) -> Draws:
        """Return some of the draws."""
        chosen = np.asarray(which)
        return Draws(
            self.inputs,
            self.probability[chosen],
            self.value[chosen],
            _each(self.networks, lambda part: part[chosen]),
            self.capacity[chosen],
            self.exchange[chosen],
        )


def low_discrepancy(draws: int, dimensions: int, seed: int = 0) -> FloatArray:
    """Return points that fill the unit cube evenly: a scrambled Sobol sequence.

    Parameters
    ----------
    draws, dimensions : int
        Shape of the result; a power of two of draws is filled most evenly.
    seed : int
        Of the scrambling.

    Raises
    ------
    InputError
        If there is no draw, or the seed is negative.

    References
    ----------
    Joe and Kuo 2008, 10.1137/070709359; Owen 1998, 10.1006/jcom.1998.0487.
    """
    if draws < 1:
        raise InputError(f"{draws} draws: at least one is needed")
    if seed < 0:
        raise InputError(f"a seed of {seed} is below 0", remedy="give a whole number from 0 on")
    if dimensions == 0:
        return np.empty((draws, 0))
    from scipy.stats import qmc

    # Drawn in a power of two, as the sequence is only then balanced, and cut.
    power = max(1, (draws - 1).bit_length())
    return np.asarray(qmc.Sobol(dimensions, rng=seed).random_base2(power)[:draws])


def draw(network: Network, draws: int, *, test: TestSpread | None = None, seed: int = 0) -> Draws:
    """Return draws of everything uncertain in a network and its test.

    Numbers are independent, but for the activation energy of a step that is known by a peak: it
    follows from the drawn frequency factor and the drawn peak by Kissinger's relation, so that
    every draw keeps its peak; and where cells in use tell that a step is slow, no draw contradicts
    it (`davylamp.runaway.survival`).
    """
    inputs = uncertain_inputs(network, test)
    return draw_at(network, inputs, low_discrepancy(draws, len(inputs), seed))


def draw_at(network: Network, inputs: Sequence[Input], probability: FloatArray) -> Draws:
    """Return the draws at given places of the distributions, shape (n, d)."""
    n = len(probability)
    value = np.empty_like(probability)
    for d, item in enumerate(inputs):
        value[:, d] = item.parameter.quantile(probability[:, d])
    _survive(network, inputs, probability, value)
    networks = _repeated(pack_one(network), n)
    factor = {"capacity": np.ones(n), "exchange": np.ones(n)}
    drawn: dict[tuple[str, int], FloatArray] = {}
    for d, item in enumerate(inputs):
        if item.step < 0:
            factor[item.quantity] = value[:, d].copy()
        else:
            drawn[item.quantity, item.step] = value[:, d]
    for (quantity, step), numbers in drawn.items():
        _put(networks, quantity, step, numbers)
    _kissinger(network, networks, drawn)
    return Draws(
        tuple(inputs), probability, value, networks, factor["capacity"], factor["exchange"]
    )


def _survive(
    network: Network, inputs: Sequence[Input], probability: FloatArray, value: FloatArray
) -> None:
    """Draw frequency factor and peak together where cells in use tell of them."""
    column = {(item.quantity, item.step): d for d, item in enumerate(inputs)}
    for r, step in enumerate(network.steps):
        if step.rate is None or step.rate.survived is None:
            continue
        places = [column.get((quantity, r)) for quantity in ("frequency", "peak")]
        middle = np.full(len(probability), 0.5)
        drawn = step.rate.survived.draw(
            *(middle if d is None else probability[:, d] for d in places)
        )
        for d, numbers in zip(places, drawn, strict=True):
            if d is not None:
                value[:, d] = numbers


def _repeated(arrays: NetworkArrays, n: int) -> NetworkArrays:
    return _each(arrays, lambda part: np.repeat(part, n, axis=0))


def _each(
    arrays: NetworkArrays, change: Callable[[npt.NDArray[Any]], npt.NDArray[Any]]
) -> NetworkArrays:
    parts: list[Any] = [change(part) for part in arrays]
    return NetworkArrays(*parts)


def _put(networks: NetworkArrays, quantity: str, step: int, numbers: FloatArray) -> None:
    if quantity == "heat":
        networks.heat[:, step] = numbers
    elif quantity == "frequency":
        networks.ln_frequency[:, step] = np.log(numbers)
    elif quantity == "energy":
        networks.energy_K[:, step] = numbers / GAS_CONSTANT_J_PER_MOL_K
    elif quantity == "gate":
        networks.gate_K[:, step] = numbers
    elif quantity == "limit":
        networks.ln_limit[:, step] = np.log(numbers)
    elif quantity == "limit energy":
        networks.limit_energy_K[:, step] = numbers / GAS_CONSTANT_J_PER_MOL_K


def _kissinger(
    network: Network, networks: NetworkArrays, drawn: dict[tuple[str, int], FloatArray]
) -> None:
    """Let the activation energies follow from frequency factors and peaks, as drawn."""
    for r, step in enumerate(network.steps):
        rate = step.rate
        if rate is None or rate.peak_K is None or rate.heating_rate_K_per_s is None:
            continue
        peak = drawn.get(("peak", r))
        if peak is None and ("frequency", r) not in drawn:
            continue
        peak_K = np.full(len(networks.heat), rate.peak_K.value) if peak is None else peak
        u = energy_over_peak(networks.ln_frequency[:, r], peak_K, rate.heating_rate_K_per_s)
        networks.energy_K[:, r] = u * peak_K
