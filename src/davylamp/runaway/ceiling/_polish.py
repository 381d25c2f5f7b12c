"""Newton's method on the set of phases that a linear program has found, to the last digit."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["polish"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
_MOST_STEPS: Final = 60
#: Largest change of a potential in one step [RT].
_LONGEST: Final = 3.0
_DONE: Final = 1e-12
#: Condensed phases below this share of the atoms are not taken along.
_LEAST: Final = 1e-9
#: Largest gain that another phase may still offer [RT per mole of atoms].
_GAIN: Final = 1e-7


def polish(
    matrix: FloatArray,
    gibbs: FloatArray,
    gases: IntArray,
    solid: IntArray,
    supply: FloatArray,
    amounts: FloatArray,
    prices: FloatArray,
) -> FloatArray | None:
    """Return amounts at which every potential and balance is met; None where that fails.

    Solves ``a_c . y = g_c`` for the condensed phases, ``sum exp(a_j . y - g_j) = 1`` for the gas
    and the balance of each element for the potentials y, the condensed amounts and the gas.

    Parameters
    ----------
    matrix : array, shape (n, m)
        Atoms per formula.
    gibbs : array, shape (n,)
        Gibbs energies [RT].
    gases, solid : int array
        Rows that are gases, and that are condensed.
    supply : array, shape (m,)
        Moles of the elements.
    amounts : array, shape (n,)
        First guess.
    prices : array, shape (m,)
        Chemical potentials of the first guess [RT].
    """
    gas = float(amounts[gases].sum()) if len(gases) else 0.0
    atoms = matrix.sum(axis=1)
    active = solid[amounts[solid] * atoms[solid] > _LEAST]
    if gas <= _LEAST:
        return None
    m, c = len(supply), len(active)
    if c + 1 > m:
        return None
    y = prices.copy()
    n = amounts[active].copy()
    held, species = matrix[active], matrix[gases]
    for _ in range(_MOST_STEPS):
        x = np.exp(np.minimum(species @ y - gibbs[gases], 50.0))
        mean = x @ species
        residual = np.concatenate(
            [held @ y - gibbs[active], [x.sum() - 1.0], held.T @ n + gas * mean - supply]
        )
        jacobian = np.zeros((m + c + 1, m + c + 1))
        jacobian[:c, :m] = held
        jacobian[c, :m] = mean
        jacobian[c + 1 :, :m] = gas * (species.T * x) @ species
        jacobian[c + 1 :, m : m + c] = held.T
        jacobian[c + 1 :, -1] = mean
        try:
            step = np.linalg.solve(jacobian, -residual)
        except np.linalg.LinAlgError:
            return None
        longest = float(np.abs(step[:m]).max())
        damping = min(1.0, _LONGEST / longest) if longest > 0.0 else 1.0
        y = y + damping * step[:m]
        n = n + damping * step[m : m + c]
        gas = gas + damping * float(step[-1])
        if not (np.all(np.isfinite(y)) and np.isfinite(gas)):
            return None
        if damping >= 1.0 and float(np.abs(step).max()) < _DONE * max(1.0, float(np.abs(y).max())):
            break
    else:
        return None
    gain = (matrix[solid] @ y - gibbs[solid]) / atoms[solid]
    if gas <= 0.0 or np.any(n < 0.0) or (len(gain) and float(gain.max()) > _GAIN):
        return None
    fine = np.zeros(len(gibbs))
    fine[active] = n
    x = np.exp(species @ y - gibbs[gases])
    fine[gases] = gas * x
    # Gases too rare to show are round-off in the balance and noise in a table.
    fine[fine * atoms < 1e-12] = 0.0
    return fine
