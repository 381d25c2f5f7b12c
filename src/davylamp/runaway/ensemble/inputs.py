"""Which numbers of a body and its test are uncertain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from davylamp.core.errors import InputError
from davylamp.core.parameter import Distribution, Parameter, exact
from davylamp.runaway.network import Network, Step

__all__ = ["Input", "Quantity", "TestSpread", "uncertain_inputs"]

Quantity = Literal[
    "heat", "frequency", "energy", "peak", "gate", "limit", "limit energy", "capacity", "exchange"
]

#: How well the heat capacity of a cell and the exchange with an oven are known where nothing
#: better is given: shares of the value, assumed.
_CAPACITY_SPREAD = 0.05
_EXCHANGE_SPREAD = 0.2


@dataclass(frozen=True, slots=True)
class Input:
    """One uncertain number.

    Parameters
    ----------
    name : str
        For tables: ``"Li with LAGP: frequency factor"``.
    quantity : str
        What it is.
    step : int
        Number of the step in the network, -1 for numbers of the body or the test.
    parameter : Parameter
        Value and distribution; for capacity and exchange a factor on the nominal value.
    """

    name: str
    quantity: Quantity
    step: int
    parameter: Parameter


@dataclass(frozen=True, slots=True)
class TestSpread:
    """Spread of what belongs to the body and the test and not to the chemistry.

    Parameters
    ----------
    capacity : Parameter
        Factor on heat capacity, and on the phi factor with it [1].
    exchange : Parameter
        Factor on the exchange of heat with the surroundings [1].
    """

    __test__ = False  # not a test case, whatever its name begins with

    capacity: Parameter
    exchange: Parameter

    @classmethod
    def assumed(cls) -> TestSpread:
        """Five per cent on the heat capacity and twenty on the exchange of heat, both assumed."""
        note = "assumed: no uncertainty was given"
        return cls(
            Parameter(
                1.0, "1", distribution=Distribution("normal", _CAPACITY_SPREAD, low=0.5), note=note
            ),
            Parameter(
                1.0, "1", distribution=Distribution("normal", _EXCHANGE_SPREAD, low=0.0), note=note
            ),
        )

    @classmethod
    def none(cls) -> TestSpread:
        """Heat capacity and exchange as they are."""
        return cls(exact(1.0, "1"), exact(1.0, "1"))


def uncertain_inputs(network: Network, test: TestSpread | None = None) -> tuple[Input, ...]:
    """Return every number that has a distribution, in the order of the steps.

    Raises
    ------
    InputError
        If a step has no rate: bound the network first.
    """
    found: list[Input] = []
    for number, step in enumerate(network.steps):
        found += [item for item in _of_step(step, number) if _varies(item.parameter)]
    if test is not None:
        for item in (
            Input("heat capacity", "capacity", -1, test.capacity),
            Input("exchange of heat", "exchange", -1, test.exchange),
        ):
            if _varies(item.parameter):
                found.append(item)
    return tuple(found)


def _of_step(step: Step, number: int) -> Iterator[Input]:
    rate = step.rate
    if rate is None:
        raise InputError(
            f"the rate of step {step.id!r} is unknown",
            remedy="bound the network: without the step, and with it at once",
        )
    title = step.id
    yield Input(f"{title}: heat", "heat", number, step.heat_J_per_kg)
    yield Input(f"{title}: frequency factor", "frequency", number, rate.frequency_per_s)
    if rate.activation_energy_J_per_mol is not None:
        energy = rate.activation_energy_J_per_mol
        yield Input(f"{title}: activation energy", "energy", number, energy)
    if rate.peak_K is not None:
        yield Input(f"{title}: peak temperature", "peak", number, rate.peak_K)
    if rate.gate is not None:
        yield Input(f"{title}: temperature it starts at", "gate", number, rate.gate.temperature_K)
    if rate.transport is not None:
        limit = rate.transport.frequency_per_s
        yield Input(f"{title}: transport limit", "limit", number, limit)
        energy = rate.transport.activation_energy_J_per_mol
        yield Input(f"{title}: energy of the transport limit", "limit energy", number, energy)


def _varies(parameter: Parameter) -> bool:
    spread = parameter.distribution
    if spread.shape == "fixed":
        return False
    if spread.shape == "uniform":
        return spread.low != spread.high
    return spread.spread > 0.0
