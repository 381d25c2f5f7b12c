"""What a blowdown leaves behind: the course over time, the last gas let out, the balances."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K, STANDARD_TEMPERATURE_K
from davylamp.core.errors import BalanceError, NoConvergenceError
from davylamp.gas.mixture import GasMixture, mixture_of
from davylamp.gas.source import GasHistory
from davylamp.gas.vent.release import Release
from davylamp.gas.vent.vessel import (
    DRAWN,
    ENERGY,
    ENTHALPY_IN,
    ENTHALPY_OUT,
    GONE,
    HEAT,
    IMPULSE,
    Vessel,
)

__all__ = ["Blowdown", "gather", "let_out"]

FloatArray = npt.NDArray[np.float64]

_R: Final = GAS_CONSTANT_J_PER_MOL_K
#: Largest misfit of a balance over what goes through it [1].
_CLOSURE: Final = 1e-9
#: Largest share of all gas by which a gas inside may exceed its supply [1].
_EXCESS: Final = 1e-5


@dataclass(frozen=True, slots=True)
class Blowdown:
    """What happens in a casing and its vent over time.

    Parameters
    ----------
    time_s, pressure_Pa, temperature_K : array, shape (m,)
        Inside; absolute pressure.
    mass_flow_kg_per_s, thrust_N, enthalpy_out_J : array, shape (m,)
        Through the vent: flow, force, and enthalpy above 25 degC carried out by then.
    choked : array of bool, shape (m,)
        Whether the flow is at the speed of sound.
    inside_mol, vented_mol : mapping of str to array of shape (m,)
        By species: inside, and gone through the vent by then [mol].
    made_mol, drawn_mol : mapping of str to float
        Set free after the start, and drawn in from outside as the gas cooled [mol].
    opened_s : float or None
        When the vent opened; None where it stays closed.
    outer_Pa : float
        Pressure outside [Pa].
    impulse_N_s : float
        Thrust over time [N s].
    mass_closure, energy_closure : float
        Misfit of the balances over what goes through them [1].
    flow_misfit : float
        How far the flow, integrated over time by itself, is from what the balances of amount and
        energy leave for it [1]: the error of the integration, of which the balances know nothing.
    estimated : tuple of str
        Species without NASA polynomials.
    """

    time_s: FloatArray
    pressure_Pa: FloatArray
    temperature_K: FloatArray
    mass_flow_kg_per_s: FloatArray
    thrust_N: FloatArray
    enthalpy_out_J: FloatArray
    choked: npt.NDArray[np.bool_]
    inside_mol: Mapping[str, FloatArray]
    vented_mol: Mapping[str, FloatArray]
    made_mol: Mapping[str, float]
    drawn_mol: Mapping[str, float]
    opened_s: float | None
    outer_Pa: float
    impulse_N_s: float
    mass_closure: float
    energy_closure: float
    flow_misfit: float
    estimated: tuple[str, ...] = ()

    @property
    def vented(self) -> GasMixture:
        """All that went out, at 25 degC and the pressure outside."""
        return mixture_of(
            {name: float(values[-1]) for name, values in self.vented_mol.items()},
            STANDARD_TEMPERATURE_K,
            self.outer_Pa,
        )

    @property
    def left(self) -> GasMixture:
        """What stays inside, at its last temperature and pressure."""
        return mixture_of(
            {name: float(values[-1]) for name, values in self.inside_mol.items()},
            float(self.temperature_K[-1]),
            float(self.pressure_Pa[-1]),
        )

    @property
    def peak_Pa(self) -> float:
        """Highest absolute pressure [Pa]."""
        return float(self.pressure_Pa.max())

    @property
    def emission(self) -> GasHistory:
        """What comes out over time, for a room."""
        gone = {name: np.maximum.accumulate(values) for name, values in self.vented_mol.items()}
        return GasHistory(self.time_s, gone, self.temperature_K)


def let_out(vessel: Vessel, time_s: float, state: FloatArray) -> FloatArray:
    """Return the state once the last of the difference in pressure is gone.

    What is above the pressure outside expands isentropically, what is below draws gas in; both at
    constant temperature where the gas is as warm as the wall.
    """
    now, n = vessel.moment(time_s, state), len(vessel.start_mol)
    amounts, T, p, outer = now.amount_mol, now.temperature_K, now.pressure_Pa, vessel.outer_Pa
    total, after = float(amounts.sum()), state.copy()
    fixed = math.isinf(vessel.conductance_W_per_K)
    if p >= outer:
        g = vessel.caloric.heat_capacity_ratio(amounts, T)
        last_K = T if fixed else T * (outer / p) ** ((g - 1.0) / g)
        leaves = amounts * (1.0 - outer * vessel.volume_m3 / (_R * last_K) / total)
        after[:n] = amounts - leaves
        change = vessel.energy_J(amounts, T) - vessel.energy_J(amounts - leaves, last_K)
        after[n + ENERGY] -= change
        after[n + ENTHALPY_OUT] += float(leaves @ vessel.enthalpy_J_per_mol(T)) if fixed else change
        after[n + HEAT] += float(leaves.sum()) * _R * T if fixed else 0.0
        after[n + GONE] += float(leaves.sum())
        return after
    drawn = outer * vessel.volume_m3 / (_R * T) - total
    if not fixed:
        drawn = _drawn_mol(vessel, amounts, T, drawn)
    comes = drawn * float(vessel.outer_share @ vessel.enthalpy_J_per_mol(vessel.outer_K))
    after[:n] = amounts + drawn * vessel.outer_share
    after[n + DRAWN] += drawn
    after[n + ENERGY] += comes
    after[n + ENTHALPY_IN] += comes
    if fixed:
        after[n + HEAT] += vessel.energy_J(drawn * vessel.outer_share, T) - comes
    return after


def gather(
    vessel: Vessel,
    names: list[str],
    release: Release | None,
    time_s: FloatArray,
    states: FloatArray,
    areas_m2: FloatArray,
    opened_s: float | None,
) -> Blowdown:
    """Return the course of a blowdown out of its states.

    Raises
    ------
    BalanceError
        If mass or energy do not close to 1e-9.
    """
    n = len(names)
    moments = []
    for time, state, area in zip(time_s, states, areas_m2, strict=True):
        vessel.area_m2 = float(area)
        moments.append(vessel.moment(float(time), state))
    inside = np.array([item.amount_mol for item in moments])
    warm_K = np.array([item.temperature_K for item in moments])
    made = np.zeros(n) if release is None else release.total_mol
    # Of nothing drawn in, the integration may leave less than nothing by its rounding.
    drawn_mol = np.maximum(states[:, n + DRAWN], 0.0)
    drawn = drawn_mol[-1] * vessel.outer_share
    supply = _supply_mol(vessel, release, time_s, drawn_mol, inside)
    inside = np.minimum(inside, supply)
    vented = supply - inside
    masses = vessel.caloric.mass_kg_per_mol
    # Less is the noise of an integration that comes to rest.
    floor = 1e-9 * float(vessel.start_mol.sum())
    through = vessel.start_mol + made + drawn
    misfit = np.abs(through - vented[-1] - inside[-1]) @ masses
    mass_closure = float(misfit) / float(through @ masses)
    gone_mol = vented.sum(axis=1)
    misfit_mol = float(np.abs(gone_mol - states[:, n + GONE]).max()) / float(through.sum())
    states, misfit_J = _balanced(vessel, states, inside, warm_K)
    energy_closure = _energy_closure(vessel, states, inside, warm_K)
    for what, value in (("mass", mass_closure), ("energy", energy_closure)):
        if not value <= _CLOSURE:
            raise BalanceError(f"the balance of {what} of a blowdown is open by {value:.1e}")
    return Blowdown(
        time_s,
        np.array([item.pressure_Pa for item in moments]),
        warm_K,
        np.array([item.mass_flow_kg_per_s for item in moments]),
        np.array([item.thrust_N for item in moments]),
        states[:, n + ENTHALPY_OUT],
        np.array([item.choked for item in moments], dtype=np.bool_),
        {name: inside[:, k] for k, name in enumerate(names)},
        {name: vented[:, k] for k, name in enumerate(names)},
        {name: float(made[k]) for k, name in enumerate(names) if made[k] > 0.0},
        {name: float(drawn[k]) for k, name in enumerate(names) if drawn[k] > floor},
        opened_s,
        vessel.outer_Pa,
        float(states[-1, n + IMPULSE]),
        mass_closure,
        energy_closure,
        max(misfit_mol, misfit_J),
        vessel.caloric.estimated,
    )


def _supply_mol(
    vessel: Vessel,
    release: Release | None,
    time_s: FloatArray,
    drawn_mol: FloatArray,
    inside: FloatArray,
) -> FloatArray:
    """Return what there was of each gas until each time, inside or gone [mol].

    Raises
    ------
    NoConvergenceError
        If more of a gas is inside by more than the error of the integration.
    """
    supply = vessel.start_mol + np.outer(drawn_mol, vessel.outer_share)
    if release is not None:
        supply = supply + np.array([release.made_mol(float(time)) for time in time_s])
    if float((inside - supply).max()) > _EXCESS * float(supply[-1].sum()):
        raise NoConvergenceError(
            "a blowdown keeps more of a gas than there is", remedy="tighten the tolerance"
        )
    return np.asarray(supply)


def _balanced(
    vessel: Vessel, states: FloatArray, inside: FloatArray, warm_K: FloatArray
) -> tuple[FloatArray, float]:
    """Return the states with the enthalpy that left as the rest of the balance of energy.

    With it how far that is from what was integrated, over the energies involved.

    Raises
    ------
    NoConvergenceError
        If that is not what was integrated.
    """
    if math.isinf(vessel.conductance_W_per_K):
        return states, 0.0
    n = inside.shape[1]
    held = np.array([vessel.energy_J(row, float(T)) for row, T in zip(inside, warm_K, strict=True)])
    gone = held[0] + states[:, n + ENTHALPY_IN] + states[:, n + HEAT] - held
    scale = float(np.abs(held).max() + np.abs(states[:, n + ENTHALPY_OUT : n + HEAT + 1]).max())
    misfit = float(np.abs(gone - states[:, n + ENTHALPY_OUT]).max())
    if misfit > _EXCESS * scale:
        raise NoConvergenceError(
            "the energy of a blowdown is not kept", remedy="tighten the tolerance"
        )
    found = states.copy()
    found[:, n + ENTHALPY_OUT] = gone
    return found, misfit / scale if scale > 0.0 else 0.0


def _energy_closure(
    vessel: Vessel, states: FloatArray, inside: FloatArray, warm_K: FloatArray
) -> float:
    """Return the misfit of the energy over what goes through the vessel [1]."""
    n = inside.shape[1]
    first = vessel.energy_J(inside[0], float(warm_K[0]))
    last = vessel.energy_J(inside[-1], float(warm_K[-1]))
    out, comes, heat = (float(states[-1, n + k]) for k in (ENTHALPY_OUT, ENTHALPY_IN, HEAT))
    scale = sum(abs(value) for value in (first, last, out, comes, heat))
    return abs(last - first - comes + out - heat) / scale if scale > 0.0 else 0.0


def _drawn_mol(vessel: Vessel, amount_mol: FloatArray, temperature_K: float, most: float) -> float:
    """Return the gas from outside that brings the vessel to the pressure there [mol]."""
    from scipy.optimize import brentq

    energy = vessel.energy_J(amount_mol, temperature_K)
    reference = vessel.caloric.enthalpy_J_per_mol(STANDARD_TEMPERATURE_K)
    outer_J = float(vessel.outer_share @ vessel.enthalpy_J_per_mol(vessel.outer_K))

    def short_Pa(drawn: float) -> float:
        both = amount_mol + drawn * vessel.outer_share
        inner = energy + drawn * outer_J + float(both @ reference)
        T = vessel.caloric.temperature_K(both, inner, temperature_K)
        return float(both.sum()) * _R * T / vessel.volume_m3 - vessel.outer_Pa

    # Gas from outside may be much colder: then more of it is needed than at the temperature here.
    factor = max(temperature_K / vessel.outer_K, 1.0)
    return float(brentq(short_Pa, 0.0, 4.0 * factor * most, xtol=1e-15 * amount_mol.sum()))
