"""Reaction networks as arrays that a compiled kernel reads, several behind one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K
from davylamp.core.errors import InputError
from davylamp.runaway.network import Network, Step

__all__ = ["NO_LIMIT", "NetworkArrays", "pack", "pack_one"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

#: Stands for 'no transport limit' where the logarithm of a frequency [1/s] is expected.
NO_LIMIT: Final = 1e300


class NetworkArrays(NamedTuple):
    """K networks of at most R steps, S species and P species in a rate law.

    Conversions xi have shape (R,). Scaled amounts of species are ``a = start + change @ xi``.
    """

    steps: IntArray  #: steps in use, shape (K,)
    heat: FloatArray  #: heat at conversion 1 [J/kg], shape (K, R)
    ln_frequency: FloatArray  #: logarithm of the frequency factor [1/s], shape (K, R)
    energy_K: FloatArray  #: activation energy over the gas constant [K], shape (K, R)
    start: FloatArray  #: scaled amounts at the start [1], shape (K, S)
    change: FloatArray  #: their change per conversion [1], shape (K, S, R)
    parts: IntArray  #: species in the rate law, shape (K, R)
    part_species: IntArray  #: which, shape (K, R, P)
    part_order: FloatArray  #: orders [1], shape (K, R, P)
    seed: FloatArray  #: autocatalysis: seed [1], shape (K, R)
    seed_order: FloatArray  #: its exponent, 0 for none, shape (K, R)
    layer: IntArray  #: 0 none, 1 exponential, 2 parabolic, shape (K, R)
    layer_scale: FloatArray  #: shape (K, R)
    layer_start: FloatArray  #: shape (K, R)
    layer_growth: FloatArray  #: by conversion of each step, shape (K, R, R)
    ln_limit: FloatArray  #: logarithm of the transport limit [1/s], `NO_LIMIT`, shape (K, R)
    limit_energy_K: FloatArray  #: shape (K, R)
    gate_K: FloatArray  #: temperature of the gate [K], 0 for none, shape (K, R)
    gate_width_K: FloatArray  #: negative where the gate closes, shape (K, R)
    discharge: FloatArray  #: voltage ratio r, negative for a chemical step, shape (K, R)
    gate_rest: FloatArray  #: what is left of the rate on the closed side, shape (K, R)
    part_half: FloatArray  #: K of a saturating factor, 0 for a power, shape (K, R, P)
    layer_ceiling: FloatArray  #: thickness beyond which a layer counts no more, shape (K, R)

    @property
    def max_steps(self) -> int:
        """R, the length of the vector of conversions."""
        return int(self.heat.shape[1])


@dataclass(frozen=True, slots=True)
class _Size:
    networks: int
    steps: int
    species: int
    parts: int


def pack_one(network: Network) -> NetworkArrays:
    """Return the arrays of a single network, which must have a rate for each step."""
    return pack((network,))


def pack(networks: Sequence[Network]) -> NetworkArrays:
    """Return the arrays of several networks, padded to the same size.

    Raises
    ------
    InputError
        If a step has no rate: choose `Network.with_rates` or bound it first.
    """
    size = _Size(
        len(networks),
        max((len(network.steps) for network in networks), default=0),
        max((len(network.species) for network in networks), default=0),
        max(
            (
                len(s.rate.orders) + len(s.rate.saturation)
                for n in networks
                for s in n.steps
                if s.rate is not None
            ),
            default=0,
        ),
    )
    arrays = _empty(size)
    for k, network in enumerate(networks):
        _fill(arrays, k, network)
    return arrays


def _empty(size: _Size) -> NetworkArrays:
    k, r, s = size.networks, size.steps, size.species
    p = max(size.parts, 1)

    def real(*shape: int) -> FloatArray:
        return np.zeros(shape, dtype=np.float64)

    def whole(*shape: int) -> IntArray:
        return np.zeros(shape, dtype=np.int64)

    return NetworkArrays(
        steps=whole(k),
        heat=real(k, r),
        ln_frequency=real(k, r),
        energy_K=real(k, r),
        start=real(k, s),
        change=real(k, s, r),
        parts=whole(k, r),
        part_species=whole(k, r, p),
        part_order=real(k, r, p),
        seed=real(k, r),
        seed_order=real(k, r),
        layer=whole(k, r),
        layer_scale=real(k, r) + 1.0,
        layer_start=real(k, r),
        layer_growth=real(k, r, r),
        ln_limit=real(k, r) + NO_LIMIT,
        limit_energy_K=real(k, r),
        gate_K=real(k, r),
        gate_width_K=real(k, r) + 1.0,
        discharge=real(k, r) - 1.0,
        gate_rest=real(k, r),
        part_half=real(k, r, p),
        layer_ceiling=real(k, r) + np.inf,
    )


def _fill(arrays: NetworkArrays, k: int, network: Network) -> None:
    place = {item.id: number for number, item in enumerate(network.species)}
    order = {step.id: number for number, step in enumerate(network.steps)}
    reference = np.ones(len(network.species))
    for s, item in enumerate(network.species):
        given = item.reference_mol_per_kg or item.amount_mol_per_kg
        # What appears in no rate law needs no scale.
        reference[s] = given or 1.0
        arrays.start[k, s] = item.amount_mol_per_kg / reference[s]
    arrays.steps[k] = len(network.steps)
    for r, step in enumerate(network.steps):
        arrays.heat[k, r] = step.heat_J_per_kg.value
        for name, number in step.stoichiometry.items():
            s = place[name]
            arrays.change[k, s, r] = number * step.extent_mol_per_kg / reference[s]
        _fill_rate(arrays, k, r, step, place, order)


def _fill_rate(
    arrays: NetworkArrays,
    k: int,
    r: int,
    step: Step,
    place: dict[str, int],
    order: dict[str, int],
) -> None:
    rate = step.rate
    if rate is None:
        raise InputError(
            f"the rate of step {step.id!r} is unknown",
            remedy="leave the step out, or bound it: without it, and with it at once",
        )
    arrays.ln_frequency[k, r] = np.log(rate.frequency_per_s.value)
    arrays.energy_K[k, r] = rate.energy_J_per_mol() / GAS_CONSTANT_J_PER_MOL_K
    arrays.parts[k, r] = len(rate.orders) + len(rate.saturation)
    for p, (name, exponent) in enumerate(rate.orders.items()):
        arrays.part_species[k, r, p] = place[name]
        arrays.part_order[k, r, p] = exponent
    for p, (name, half) in enumerate(rate.saturation.items(), start=len(rate.orders)):
        arrays.part_species[k, r, p] = place[name]
        arrays.part_half[k, r, p] = half
    if rate.autocatalysis is not None:
        arrays.seed[k, r] = rate.autocatalysis.seed
        arrays.seed_order[k, r] = rate.autocatalysis.exponent
    if rate.layer is not None:
        arrays.layer[k, r] = 1 if rate.layer.shape == "exponential" else 2
        arrays.layer_scale[k, r] = rate.layer.scale
        arrays.layer_start[k, r] = rate.layer.start
        arrays.layer_ceiling[k, r] = rate.layer.ceiling
        for name, growth in rate.layer.growth.items():
            arrays.layer_growth[k, r, order[name]] = growth
    if rate.transport is not None:
        arrays.ln_limit[k, r] = np.log(rate.transport.frequency_per_s.value)
        arrays.limit_energy_K[k, r] = (
            rate.transport.activation_energy_J_per_mol.value / GAS_CONSTANT_J_PER_MOL_K
        )
    if rate.gate is not None:
        arrays.gate_K[k, r] = rate.gate.temperature_K.value
        sign = -1.0 if rate.gate.closes else 1.0
        arrays.gate_width_K[k, r] = sign * rate.gate.width_K
        arrays.gate_rest[k, r] = rate.gate.rest
    if rate.discharge is not None:
        arrays.discharge[k, r] = rate.discharge.voltage_ratio
