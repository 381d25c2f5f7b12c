"""Temperature that a reacted mixture reaches when no heat leaves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K, STANDARD_TEMPERATURE_K
from davylamp.core.evidence import Kind
from davylamp.store.gibbs import GibbsModel
from davylamp.store.load import load_thermochemistry
from davylamp.thermo import PhaseAmount

__all__ = ["HIGHEST_K", "AdiabaticRise", "adiabatic_rise"]

FloatArray = npt.NDArray[np.float64]

#: Beyond this the products themselves fall apart or boil, and the figure means nothing [K].
HIGHEST_K: Final = 3000.0
_DULONG_PETIT_J_PER_MOL_K: Final = 3.0 * GAS_CONSTANT_J_PER_MOL_K


@dataclass(frozen=True, slots=True)
class AdiabaticRise:
    """Answer of `adiabatic_rise`.

    Parameters
    ----------
    rise_K : float
        Rise of temperature [K].
    at_least : bool
        Whether the rise is larger than that: it was cut off at `HIGHEST_K`.
    measured_share : float
        Share of the products' atoms with a measured heat capacity; the rest by the rule of
        Dulong and Petit.
    kind : Kind
        ``estimated`` as long as any heat capacity is.
    """

    rise_K: float
    at_least: bool
    measured_share: float
    kind: Kind


def adiabatic_rise(
    products: Sequence[PhaseAmount],
    heat_J: float,
    *,
    start_K: float = STANDARD_TEMPERATURE_K,
) -> AdiabaticRise | None:
    """Return the rise of temperature at constant pressure [K]; None without heat to take up.

    Solves ``sum n_i (H_i(T) - H_i(T_start)) = heat``. Enthalpies over temperature are measured
    where the store has them, with melting and transitions in them; gases are ideal. Elsewhere
    the heat capacity is 3 R per mole of atoms (Dulong and Petit; for a compound: Kopp).

    Parameters
    ----------
    products : sequence of PhaseAmount
        What takes up the heat.
    heat_J : float
        Heat set free [J].
    start_K : float
        Temperature at which the reaction starts [K].

    Notes
    -----
    An upper bound: products stay as they are, while at high temperature other ones, and melting
    and boiling that the rule of Dulong and Petit lacks, would take up part of the heat.

    Examples
    --------
    >>> from davylamp.thermo import equilibrium
    >>> rise = adiabatic_rise(equilibrium("LiF").phases, 10e3)
    >>> 150.0 < rise.rise_K < 250.0
    True
    """
    if not heat_J > 0.0 or not products:
        return None
    models = [_model(phase) for phase in products]

    def taken_up(temperatures_K: FloatArray) -> FloatArray:
        total = np.zeros_like(temperatures_K)
        for phase, model in zip(products, models, strict=True):
            total += phase.amount_mol * _increment_J(phase, model, start_K, temperatures_K)
        return total

    atoms = [phase.amount_mol * phase.composition.atoms for phase in products]
    measured = sum(n for n, model in zip(atoms, models, strict=True) if model is not None)
    share = measured / sum(atoms)
    kind = Kind.ESTIMATED if share < 1.0 - 1e-9 else Kind.MEASURED
    if taken_up(np.array([HIGHEST_K]))[0] <= heat_J:
        return AdiabaticRise(HIGHEST_K - start_K, True, share, kind)
    low, high = start_K, HIGHEST_K
    # The enthalpy rises with temperature, with steps where a phase melts: narrowing is safe.
    while high - low > 1e-6:
        grid = np.linspace(low, high, 65)
        place = int(np.searchsorted(taken_up(grid), heat_J))
        place = min(max(place, 1), len(grid) - 1)
        low, high = float(grid[place - 1]), float(grid[place])
    return AdiabaticRise(0.5 * (low + high) - start_K, False, share, kind)


def _model(phase: PhaseAmount) -> GibbsModel | None:
    """Return a measured heat capacity, per mole of the stored formula."""
    data = load_thermochemistry()
    if phase.is_gas and phase.name in data.gases:
        return data.gases[phase.name].model
    if len(phase.composition) == 1:
        element = data.elements.get(phase.composition.elements[0])
        return None if element is None else element.model
    key = phase.composition.reduced_key()
    found = data.measured.get(key) or data.reference.get(key)
    if found is None or not found.model.heat_capacity_known:
        return None
    return found.model


def _increment_J(
    phase: PhaseAmount, model: GibbsModel | None, start_K: float, end_K: FloatArray
) -> FloatArray:
    """Heat that one mole of formula takes up from the start to each end [J/mol]."""
    if model is None:
        return _DULONG_PETIT_J_PER_MOL_K * phase.composition.atoms * (end_K - start_K)
    enthalpy = model.enthalpy_J_per_mol(np.append(end_K, start_K), extrapolate=True)
    scale = phase.composition.atoms / _stored_atoms(phase)
    increment: FloatArray = (enthalpy[:-1] - enthalpy[-1]) * scale
    return increment


def _stored_atoms(phase: PhaseAmount) -> float:
    """Atoms of the formula that the stored model is given for."""
    data = load_thermochemistry()
    if phase.is_gas and phase.name in data.gases:
        return data.gases[phase.name].composition.atoms
    if len(phase.composition) == 1:
        return 1.0
    key = phase.composition.reduced_key()
    return (data.measured.get(key) or data.reference[key]).composition.atoms
