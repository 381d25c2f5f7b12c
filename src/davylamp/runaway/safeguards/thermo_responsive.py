"""An electrolyte that shuts off above a temperature: less current through a short."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K, ZERO_CELSIUS_K
from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind
from davylamp.core.parameter import Distribution, Parameter
from davylamp.runaway.body import Body
from davylamp.runaway.network import Gate, Network, Rate, Step
from davylamp.runaway.safeguards.dilution import scaled

__all__ = ["ThermoResponsive", "resistance_factor"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ThermoResponsive:
    """The electrolyte's resistance rises at a temperature.

    The conductance falls as ``1/rise + (1 - 1/rise) / (1 + exp((T - T0) / width))``. It comes back
    when the cell cools down; what has polymerised for good does not, which makes no difference
    on the way up.

    Parameters
    ----------
    shut_off_K : float
        Temperature in the middle of the change [K].
    resistance_rise : float
        Resistance above it over that below [1].
    width_K : float
        Width of the change [K].
    electrolyte_share : float
        Share of the cell's resistance that is the electrolyte's, below the shut-off [1]. What else
        is in the circuit, as the contact of a nail, does not rise either.
    short_delay_K : float
        How much later an internal short begins, as the electrolyte also holds the electrodes
        apart [K].
    name : str
        For notes.
    kind : Kind
        How the shut-off temperature is known.
    sources : tuple of str
        Bibliography keys.
    """

    shut_off_K: float
    resistance_rise: float
    width_K: float = 5.0
    electrolyte_share: float = 1.0
    short_delay_K: float = 0.0
    name: str = "thermo-responsive electrolyte"
    kind: Kind = Kind.ASSUMED
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not (math.isfinite(self.shut_off_K) and self.shut_off_K > 0.0):
            raise InputError(f"shut-off temperature {self.shut_off_K!r} K is not positive")
        if not (math.isfinite(self.resistance_rise) and self.resistance_rise >= 1.0):
            raise InputError(
                f"resistance rise {self.resistance_rise!r} is below 1",
                remedy="give the resistance above the shut-off over that below",
            )
        if not self.width_K > 0.0:
            raise InputError(f"width {self.width_K!r} K of the shut-off is not positive")
        if not 0.0 <= self.electrolyte_share <= 1.0:
            raise InputError(f"share {self.electrolyte_share!r} is not within 0 and 1")
        if not self.short_delay_K >= 0.0:
            raise InputError(f"a short that begins {self.short_delay_K!r} K later is not credible")

    @property
    def rest(self) -> float:
        """Current of a short above the shut-off over that below [1]."""
        return 1.0 / (1.0 + self.electrolyte_share * (self.resistance_rise - 1.0))

    def resistance_factor(self, temperature_K: npt.ArrayLike) -> FloatArray:
        """Resistance of the electrolyte over that well below the shut-off [1]."""
        from scipy.special import expit

        T = np.asarray(temperature_K, dtype=np.float64)
        rest = 1.0 / self.resistance_rise
        open_share = expit(-(T - self.shut_off_K) / self.width_K)
        return np.asarray(1.0 / (rest + (1.0 - rest) * open_share))

    def apply(self, body: Body) -> Body:
        """Return the body with this electrolyte.

        Raises
        ------
        InputError
            If a short begins while the electrolyte shuts off, which one gate cannot say.
        """
        network = body.network
        if not any(_is_short(step) for step in network.steps):
            note = f"{self.name}: no short circuit in this test, so that it changes nothing here"
            return replace(body, notes=(*body.notes, note))
        steps = tuple(self._short(step) if _is_short(step) else step for step in network.steps)
        note = (
            f"{self.name}: its resistance rises {self.resistance_rise:.4g} times at "
            f"{self.shut_off_K - ZERO_CELSIUS_K:.4g} °C, which limits the current of a short; "
            "heats and rates of the chemistry are left as they are"
        )
        changed = Network(
            network.name, network.species, steps, network.unknown, (*network.notes, note)
        )
        return replace(body, network=changed)

    def _short(self, step: Step) -> Step:
        rate = step.rate
        if rate is None:
            return step
        if rate.gate is None:
            share = self.electrolyte_share * _cell_share(rate, self.shut_off_K)
            gate = Gate(
                Parameter(self.shut_off_K, "K", self.kind, self.sources),
                self.width_K,
                f"{self.name} shuts off",
                closes=True,
                rest=1.0 / (1.0 + share * (self.resistance_rise - 1.0)),
            )
            return replace(step, rate=replace(rate, gate=gate))
        begins = rate.gate.temperature_K
        later = replace(
            begins,
            value=begins.value + self.short_delay_K,
            distribution=_moved(begins, self.short_delay_K),
        )
        if rate.gate.closes or later.value - self.shut_off_K < 3.0 * self.width_K:
            raise InputError(
                f"step {step.id!r} has a gate at {later.value:g} K of its own, at or below the "
                f"shut-off at {self.shut_off_K:g} K",
                remedy="leave one of the two out: a step has one gate",
            )
        # The electrolyte has shut off before the short begins: only its rest ever flows.
        frequency = scaled(rate.frequency_per_s, self.rest)
        gate = replace(rate.gate, temperature_K=later)
        return replace(step, rate=replace(rate, gate=gate, frequency_per_s=frequency))


def resistance_factor(safeguards: Iterable[object], temperature_K: npt.ArrayLike) -> FloatArray:
    """Resistance of the electrolyte over that without safeguards [1]: for heat in normal use."""
    T = np.asarray(temperature_K, dtype=np.float64)
    factor = np.ones_like(T)
    for item in safeguards:
        if isinstance(item, ThermoResponsive):
            factor = factor * item.resistance_factor(T)
    return np.asarray(factor)


def _cell_share(rate: Rate, temperature_K: float) -> float:
    """Share of the cell in a circuit whose other resistances limit the current in series."""
    limit = rate.transport
    if limit is None:
        return 1.0
    RT = GAS_CONSTANT_J_PER_MOL_K * temperature_K
    cell = rate.frequency_per_s.value * math.exp(-rate.energy_J_per_mol() / RT)
    rest = limit.frequency_per_s.value * math.exp(-limit.activation_energy_J_per_mol.value / RT)
    return rest / (cell + rest)


def _is_short(step: Step) -> bool:
    return step.rate is not None and step.rate.discharge is not None


def _moved(parameter: Parameter, by: float) -> Distribution:
    spread = parameter.distribution
    low = None if spread.low is None else spread.low + by
    high = None if spread.high is None else spread.high + by
    return replace(spread, low=low, high=high)
