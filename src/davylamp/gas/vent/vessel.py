"""Balances of mole, energy and momentum of a casing with a vent, over time."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K, STANDARD_TEMPERATURE_K
from davylamp.gas.vent.caloric import Caloric
from davylamp.gas.vent.flow import critical_pressure_ratio, mass_flux_kg_per_m2_s
from davylamp.gas.vent.release import Release

__all__ = [
    "DRAWN",
    "ENERGY",
    "ENTHALPY_IN",
    "ENTHALPY_OUT",
    "GONE",
    "HEAT",
    "IMPULSE",
    "LINEAR_SHARE",
    "Moment",
    "Vessel",
    "regular_flux",
]

FloatArray = npt.NDArray[np.float64]

_R: Final = GAS_CONSTANT_J_PER_MOL_K
#: Difference of pressure, over that outside, below which flow is taken as proportional to it: the
#: square root of no difference has no slope, with which nothing can be integrated.
LINEAR_SHARE: Final = 1e-4

#: Places in the state behind the amounts inside: gas drawn in from outside [mol], internal energy,
#: enthalpy that has left and come, heat of the wall [J], impulse [N s], gas that has gone [mol].
DRAWN, ENERGY, ENTHALPY_OUT, ENTHALPY_IN, HEAT, IMPULSE, GONE = range(7)


@dataclass(frozen=True, slots=True)
class Moment:
    """State of the vessel and flow through its vent.

    Parameters
    ----------
    amount_mol : array, shape (n,)
        Inside [mol].
    temperature_K, pressure_Pa : float
        Inside [K, Pa].
    out_mol_per_s, in_mol_per_s : float
        Through the vent, of the gas inside and of that outside [mol/s].
    mass_flow_kg_per_s, thrust_N : float
        Of what leaves [kg/s, N].
    choked : bool
        Whether it leaves at the speed of sound.
    """

    amount_mol: FloatArray
    temperature_K: float
    pressure_Pa: float
    out_mol_per_s: float
    in_mol_per_s: float
    mass_flow_kg_per_s: float
    thrust_N: float
    choked: bool


@dataclass(slots=True)
class Vessel:
    """Gas in a fixed volume, with what is made in it, a wall, and a vent.

    The state is the amount inside of each species, then `DRAWN` to `GONE`. What is inside is
    followed and not what has gone: it forgets its errors, and may be a thousandth of what flows
    through. What has gone is the rest of the balance, and `GONE`, integrated by itself, tells how
    good that is.
    Enthalpies count from 25 degC for each species: nothing reacts.

    Parameters
    ----------
    caloric : Caloric
        Of all species.
    start_mol : array, shape (n,)
        Inside at the start [mol].
    volume_m3 : float
        Volume [m3].
    area_m2 : float
        Open area times the discharge coefficient [m2]; 0 while it is closed.
    outer_Pa, outer_K : float
        Pressure and temperature outside [Pa, K].
    outer_share : array, shape (n,)
        Mole fractions outside.
    release : Release or None
        Gas set free.
    conductance_W_per_K : float
        From the wall to the gas [W/K]; infinite where the gas is as warm as the wall.
    wall_K : float
        Of the wall where no release tells it [K].
    """

    caloric: Caloric
    start_mol: FloatArray
    volume_m3: float
    area_m2: float
    outer_Pa: float
    outer_K: float
    outer_share: FloatArray
    release: Release | None
    conductance_W_per_K: float
    wall_K: float
    _reference_J_per_mol: FloatArray
    _outer_J_per_mol: float
    _guess_K: float

    @classmethod
    def at_rest(
        cls,
        caloric: Caloric,
        start_mol: FloatArray,
        temperature_K: float,
        volume_m3: float,
        outer: tuple[float, float, FloatArray],
        release: Release | None,
        conductance_W_per_K: float,
        wall_K: float,
    ) -> Vessel:
        """Return a closed vessel; `outer` is pressure [Pa], temperature [K] and composition."""
        reference = caloric.enthalpy_J_per_mol(STANDARD_TEMPERATURE_K)
        outer_J = float(outer[2] @ (caloric.enthalpy_J_per_mol(outer[1]) - reference))
        return cls(
            caloric, start_mol, volume_m3, 0.0, outer[0], outer[1], outer[2], release,
            conductance_W_per_K, wall_K, reference, outer_J, temperature_K,
        )  # fmt: skip

    @property
    def states(self) -> int:
        """Number of states."""
        return len(self.start_mol) + GONE + 1

    def energy_J(self, amount_mol: FloatArray, temperature_K: float) -> float:
        """Return the internal energy above 25 degC [J]."""
        return float(amount_mol @ (self.enthalpy_J_per_mol(temperature_K) - _R * temperature_K))

    def enthalpy_J_per_mol(self, temperature_K: float) -> FloatArray:
        """Return the molar enthalpies above 25 degC [J/mol]."""
        return self.caloric.enthalpy_J_per_mol(temperature_K) - self._reference_J_per_mol

    def warm_K(self, time_s: float) -> float:
        """Return the temperature of the wall and of new gas [K]."""
        return self.wall_K if self.release is None else self.release.temperature_K(time_s)

    def amounts_mol(self, time_s: float, state: FloatArray) -> FloatArray:
        """Return what is inside [mol]; as long as nothing flows it needs no integration."""
        if self.area_m2 > 0.0:
            return np.maximum(state[: len(self.start_mol)], 0.0)
        if self.release is None:
            return self.start_mol
        return self.start_mol + self.release.made_mol(time_s)

    def gas_K(self, time_s: float, state: FloatArray, amount_mol: FloatArray) -> float:
        """Return the temperature of the gas [K]."""
        if math.isinf(self.conductance_W_per_K):
            return self.warm_K(time_s)
        n = len(self.start_mol)
        energy = state[n + ENERGY] + float(amount_mol @ self._reference_J_per_mol)
        self._guess_K = self.caloric.temperature_K(amount_mol, energy, self._guess_K)
        return self._guess_K

    def moment(self, time_s: float, state: FloatArray) -> Moment:
        """Return state and flow."""
        amounts = self.amounts_mol(time_s, state)
        T = self.gas_K(time_s, state, amounts)
        total = float(amounts.sum())
        p = total * _R * T / self.volume_m3
        if self.area_m2 <= 0.0:
            return Moment(amounts, T, p, 0.0, 0.0, 0.0, 0.0, False)
        if p >= self.outer_Pa:
            g = self.caloric.heat_capacity_ratio(amounts, T)
            M = self.caloric.molar_mass_kg_per_mol(amounts)
            flow = self.area_m2 * regular_flux(p, T, M, g, self.outer_Pa)
            return Moment(
                amounts, T, p, flow / M, 0.0, flow, self.thrust_N(flow, p, T, M, g),
                self.outer_Pa <= critical_pressure_ratio(g) * p,
            )  # fmt: skip
        g = self.caloric.heat_capacity_ratio(self.outer_share, self.outer_K)
        M = self.caloric.molar_mass_kg_per_mol(self.outer_share)
        flow = self.area_m2 * regular_flux(self.outer_Pa, self.outer_K, M, g, p)
        return Moment(amounts, T, p, 0.0, flow / M, 0.0, 0.0, False)

    def slope(self, time_s: float, state: FloatArray) -> FloatArray:
        """Return the rates of the states."""
        now = self.moment(time_s, state)
        n = len(self.start_mol)
        out = np.zeros(self.states)
        total = float(now.amount_mol.sum())
        share = now.amount_mol / total
        out[:n] = now.in_mol_per_s * self.outer_share - now.out_mol_per_s * share
        out[n + DRAWN] = now.in_mol_per_s
        leaves = now.out_mol_per_s * float(share @ self.enthalpy_J_per_mol(now.temperature_K))
        comes = now.in_mol_per_s * self._outer_J_per_mol
        warm = self.warm_K(time_s)
        if self.release is not None:
            made = self.release.rate_mol_per_s(time_s)
            out[:n] += made
            comes += float(made @ self.enthalpy_J_per_mol(warm))
        heat = 0.0
        if 0.0 < self.conductance_W_per_K < math.inf:
            heat = self.conductance_W_per_K * (warm - now.temperature_K)
        elif math.isinf(self.conductance_W_per_K):
            # Without a release the wall is always as warm: heat does the work of pushing out.
            pushes = now.in_mol_per_s * self.energy_J(self.outer_share, warm)
            heat = now.out_mol_per_s * _R * warm + pushes - now.in_mol_per_s * self._outer_J_per_mol
        out[n + ENERGY] = comes - leaves + heat
        out[n + ENTHALPY_OUT], out[n + ENTHALPY_IN], out[n + HEAT], out[n + IMPULSE] = (
            leaves,
            comes,
            heat,
            now.thrust_N,
        )
        out[n + GONE] = now.out_mol_per_s
        return out

    def jacobian(self, time_s: float, state: FloatArray) -> FloatArray:
        """Return the derivatives of the rates; only amounts and energy change any rate."""
        n = len(self.start_mol)
        found = np.zeros((self.states, self.states))
        base = self.slope(time_s, state)
        size = float(np.abs(state[:n]).sum())
        for k in (*range(n), n + ENERGY):
            scale = size if k < n else size * _R * self.outer_K
            moved = state.copy()
            moved[k] += 1e-7 * scale
            found[:, k] = (self.slope(time_s, moved) - base) / (moved[k] - state[k])
        return found

    def relief_s(self, amount_mol: FloatArray, temperature_K: float) -> float:
        """Return the time in which choked flow would empty the vessel [s]."""
        g = self.caloric.heat_capacity_ratio(amount_mol, temperature_K)
        M = self.caloric.molar_mass_kg_per_mol(amount_mol)
        p = float(amount_mol.sum()) * _R * temperature_K / self.volume_m3
        flux = mass_flux_kg_per_m2_s(p, temperature_K, M, g, 0.0)
        return float(amount_mol.sum() * M / (self.area_m2 * flux))

    def last_s(self, time_s: float, state: FloatArray) -> float:
        """Return how long the last difference of pressure takes to go [s].

        Flow goes as the root of the difference, which is then gone after twice the time that it
        would take at the present rate.
        """
        now = self.moment(time_s, state)
        if now.pressure_Pa <= self.outer_Pa:
            return 0.0
        amounts, T, p = now.amount_mol, now.temperature_K, now.pressure_Pa
        g = self.caloric.heat_capacity_ratio(amounts, T)
        M = self.caloric.molar_mass_kg_per_mol(amounts)
        flow = self.area_m2 * mass_flux_kg_per_m2_s(p, T, M, g, self.outer_Pa) / M
        return 2.0 * (1.0 - self.outer_Pa / p) * float(amounts.sum()) / (g * flow)

    def thrust_N(self, flow: float, p: float, T: float, M: float, g: float) -> float:
        """Return the thrust of a mass flow [N] at p [Pa], T [K], M [kg/mol] and cp / cv."""
        throat_Pa = max(critical_pressure_ratio(g) * p, self.outer_Pa)
        throat_K = T * (throat_Pa / p) ** ((g - 1.0) / g)
        speed = flow * _R * throat_K / (throat_Pa * M * self.area_m2)
        return float(flow * speed + (throat_Pa - self.outer_Pa) * self.area_m2)


def regular_flux(p: float, T: float, M: float, g: float, outer_Pa: float) -> float:
    """Return the mass flux; proportional to the difference of pressure where that is tiny."""
    edge = outer_Pa * (1.0 + LINEAR_SHARE)
    if p >= edge:
        return mass_flux_kg_per_m2_s(p, T, M, g, outer_Pa)
    share = (p - outer_Pa) / (edge - outer_Pa)
    return share * mass_flux_kg_per_m2_s(edge, T, M, g, outer_Pa)
