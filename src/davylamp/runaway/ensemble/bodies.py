"""The network of one draw, as a network again."""

from __future__ import annotations

from dataclasses import replace

from davylamp.core.parameter import Parameter
from davylamp.runaway.ensemble.draws import Draws
from davylamp.runaway.network import Network, Rate, Step

__all__ = ["network_of"]


def network_of(network: Network, draws: Draws, k: int) -> Network:
    """Return the network of draw `k`, with the drawn numbers as its values."""
    steps = list(network.steps)
    for d, item in enumerate(draws.inputs):
        if item.step >= 0:
            number = float(draws.value[k, d])
            steps[item.step] = _with(steps[item.step], item.quantity, number)
    return replace(network, steps=tuple(steps))


def _with(step: Step, quantity: str, number: float) -> Step:
    if quantity == "heat":
        return replace(step, heat_J_per_kg=_set(step.heat_J_per_kg, number))
    rate = step.rate
    if rate is None:
        return step
    return replace(step, rate=_rate(rate, quantity, number))


def _rate(rate: Rate, quantity: str, number: float) -> Rate:
    if quantity == "frequency":
        return replace(rate, frequency_per_s=_set(rate.frequency_per_s, number))
    if quantity == "energy" and rate.activation_energy_J_per_mol is not None:
        return replace(
            rate, activation_energy_J_per_mol=_set(rate.activation_energy_J_per_mol, number)
        )
    if quantity == "peak" and rate.peak_K is not None:
        return replace(rate, peak_K=_set(rate.peak_K, number))
    if quantity == "gate" and rate.gate is not None:
        gate = replace(rate.gate, temperature_K=_set(rate.gate.temperature_K, number))
        return replace(rate, gate=gate)
    limit = rate.transport
    if limit is not None and quantity == "limit":
        limit = replace(limit, frequency_per_s=_set(limit.frequency_per_s, number))
    elif limit is not None and quantity == "limit energy":
        energy = _set(limit.activation_energy_J_per_mol, number)
        limit = replace(limit, activation_energy_J_per_mol=energy)
    return replace(rate, transport=limit)


def _set(parameter: Parameter, number: float) -> Parameter:
    return replace(parameter, value=number)
