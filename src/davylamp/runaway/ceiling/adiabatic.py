"""Temperature that a reacting cell reaches when no heat leaves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from davylamp.core.constants import STANDARD_TEMPERATURE_K
from davylamp.core.errors import NoConvergenceError
from davylamp.runaway.body import HeatCapacity
from davylamp.runaway.ceiling.mixture import Compartment, merged
from davylamp.runaway.ceiling.settle import Product, Settled
from davylamp.thermo.temperature import BARTEL_RANGE_K

__all__ = ["HIGHEST_K", "Adiabatic", "adiabatic"]

#: Highest temperature at which the Gibbs energies of solids hold [K].
HIGHEST_K: Final = BARTEL_RANGE_K[1]
#: Beyond this even the estimate with frozen products means nothing [K].
_FROZEN_LIMIT_K: Final = 6000.0
#: Width of the bracket at which the lever rule takes over [K].
_WIDTH_K: Final = 0.1
_MOST_STEPS: Final = 80


@dataclass(frozen=True, slots=True)
class Adiabatic:
    """Answer of `adiabatic`.

    Parameters
    ----------
    temperature_K : float
        Adiabatic temperature [K].
    at_least : bool
        Whether it is higher: the Gibbs energies of solids end at `HIGHEST_K`.
    frozen_K : float or None
        Where `at_least`: the temperature that the products of `HIGHEST_K` would reach if they
        stayed as they are; None where that is beyond 6000 K. Melting and boiling that no
        measurement covers would take up part of the heat, so that it is an upper estimate.
    products : tuple of Product
        At `temperature_K`. On a plateau (melting, boiling) the share of both sides that closes the
        energy balance.
    residual_J : float
        Enthalpy of products less that of reactants and what was put in [J].
    """

    temperature_K: float
    at_least: bool
    frozen_K: float | None
    products: tuple[Product, ...]
    residual_J: float


@dataclass(frozen=True, slots=True)
class _State:
    temperature_K: float
    settled: tuple[Settled, ...]
    excess_J: float


def adiabatic(
    compartments: Sequence[Compartment],
    *,
    added_J: float = 0.0,
    inert: HeatCapacity | None = None,
    inert_mass_kg: float = 0.0,
) -> Adiabatic:
    """Return the temperature at which products hold all the enthalpy of the reactants.

    Solves ``H(products at T) + H(inert at T) = H(reactants at 298.15 K) + added`` at 1 bar by a
    bracketed root. Products are those of equilibrium at T, with measured enthalpies over
    temperature (melting, boiling, dissociation of gases) where the store has them; elsewhere the
    heat capacity is the sum over the elements. Compartments share the temperature and mix nothing.

    Parameters
    ----------
    compartments : sequence of Compartment
        What mixes.
    added_J : float
        Heat put in besides, such as the electrical energy of a short circuit [J].
    inert : HeatCapacity or None
        Heat capacity of what takes up heat without reacting.
    inert_mass_kg : float
        Its mass [kg].
    """
    target_J = sum(part.enthalpy_J for part in compartments) + added_J

    def state(temperature_K: float) -> _State:
        settled = tuple(
            found for part in compartments if (found := part.settled(temperature_K)) is not None
        )
        total = sum(one.enthalpy_J() for one in settled)
        return _State(
            temperature_K, settled, total + _inert_J(temperature_K, inert, inert_mass_kg) - target_J
        )

    low = state(STANDARD_TEMPERATURE_K)
    if low.excess_J >= 0.0:
        return _answer(low, low, 0.0)
    high = state(HIGHEST_K)
    if high.excess_J < 0.0:
        frozen = _frozen_K(high, target_J, inert, inert_mass_kg)
        products = merged([(one.products, 1.0) for one in high.settled])
        return Adiabatic(HIGHEST_K, True, frozen, products, high.excess_J)
    for step in range(_MOST_STEPS):
        if high.temperature_K - low.temperature_K < _WIDTH_K:
            break
        share = low.excess_J / (low.excess_J - high.excess_J)
        # Halves first, at temperatures that all questions share; then the chord, kept off the ends,
        # with each third step a half again, so that a plateau ends.
        share = 0.5 if step < 4 or step % 3 == 2 else min(max(share, 0.02), 0.98)
        middle = state(low.temperature_K + share * (high.temperature_K - low.temperature_K))
        if middle.excess_J < 0.0:
            low = middle
        else:
            high = middle
    else:
        raise NoConvergenceError("the adiabatic temperature was not found")
    return _answer(low, high, low.excess_J / (low.excess_J - high.excess_J))


def _answer(low: _State, high: _State, share: float) -> Adiabatic:
    temperature = low.temperature_K + share * (high.temperature_K - low.temperature_K)
    parts = [(one.products, 1.0 - share) for one in low.settled]
    if high is not low:
        parts += [(one.products, share) for one in high.settled]
    residual = (1.0 - share) * low.excess_J + share * high.excess_J
    return Adiabatic(temperature, False, None, merged(parts), residual)


def _inert_J(temperature_K: float, inert: HeatCapacity | None, mass_kg: float) -> float:
    if inert is None or mass_kg <= 0.0:
        return 0.0
    return mass_kg * float(inert.enthalpy_J_per_kg(temperature_K)[0])


def _frozen_K(
    state: _State, target_J: float, inert: HeatCapacity | None, mass_kg: float
) -> float | None:
    def excess(temperature_K: float) -> float:
        total = sum(one.enthalpy_J(temperature_K) for one in state.settled)
        return total + _inert_J(temperature_K, inert, mass_kg) - target_J

    low, high = state.temperature_K, _FROZEN_LIMIT_K
    if excess(high) < 0.0:
        return None
    while high - low > 0.01:
        middle = 0.5 * (low + high)
        if excess(middle) < 0.0:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)
