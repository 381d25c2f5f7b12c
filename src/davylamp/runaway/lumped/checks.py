"""What a run must fulfil before anyone sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import NoConvergenceError, OutsideValidityError
from davylamp.runaway.body import Body

if TYPE_CHECKING:
    from davylamp.runaway._arrays import NetworkArrays

__all__ = ["MOST_STEPS", "check_balance", "raise_for"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

#: Steps after which a run is given up.
MOST_STEPS: Final = 1_000_000
#: Largest relative imbalance of energy.
_CLOSURE: Final = 1e-9


def check_balance(
    networks: NetworkArrays, state: FloatArray, summary: FloatArray, status: IntArray
) -> None:
    """Write the imbalance of energy of each run, and mark those that do not close.

    The imbalance is what is missing of the rise in enthalpy, over the largest term of the balance.
    """
    from davylamp.runaway.lumped._run import NOT_CLOSED

    terms = np.column_stack(
        [
            state[:, -3] - summary[:, 13],
            -state[:, :-3] * networks.heat,
            -state[:, -2:],
        ]
    )
    # Warming by about a thousandth of a kelvin is the least that a share is taken of.
    scale = np.maximum(1.0, np.max(np.abs(terms), axis=1))
    gap = np.abs(np.sum(terms, axis=1)) / scale
    summary[:, 2] = gap
    unbalanced = ~(gap <= _CLOSURE)
    status[unbalanced & (status >= 0)] = NOT_CLOSED


def raise_for(status: int, body: Body, summary: FloatArray) -> None:
    """Raise what a failed run calls for; nothing for one that went well.

    Raises
    ------
    OutsideValidityError
        If the temperature passes what the heat capacity is known for.
    NoConvergenceError
        If no solution was found, or the one found does not balance.
    """
    from davylamp.runaway.lumped import _run as kernel

    if status >= 0:
        return
    # The status says what, the summary where.
    where = f"{body.name} at {summary[4]:.6g} s and {summary[5]:.6g} K"
    if status == kernel.TOO_HOT:
        raise OutsideValidityError(
            f"{where}: hotter than its heat capacity is known for",
            remedy="check heats and heat capacity: products would evaporate first",
        )
    if status == kernel.NOT_CLOSED:
        raise NoConvergenceError(f"{where}: energy does not balance by {summary[2]:.2e} of it")
    if status == kernel.NOT_WITHIN_BOUNDS:
        raise NoConvergenceError(
            f"{where}: a conversion or an amount falls to {summary[3]:.2e} of its reference",
            remedy="the rate of each step must vanish with each of its reactants",
        )
    if status == kernel.TOO_MANY_STEPS:
        raise NoConvergenceError(f"{where}: more than {MOST_STEPS} steps")
    raise NoConvergenceError(
        f"{where}: no step is short enough", remedy="check the network for rates that diverge"
    )
