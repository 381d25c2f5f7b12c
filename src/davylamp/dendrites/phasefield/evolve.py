"""March a phase field through time, with steps that fit its changes."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError, NoConvergenceError
from davylamp.dendrites.phasefield.measures import front_position_um, tip_position_um
from davylamp.dendrites.phasefield.setup import Setup, State

__all__ = [
    "Balance",
    "advance",
    "front_position_um",
    "initial_state",
    "tip_position_um",
]

FloatArray = npt.NDArray[np.float64]

#: Of the diagonally implicit method of two stages that damps every fast change.
_GAMMA: Final = 1.0 - 1.0 / math.sqrt(2.0)
#: Largest residual of eta and of lithium in a cell that a stage may leave. In a plane there are
#: many cells, and what they miss by is of either sign.
_ON_A_LINE: Final = 1e-8
_IN_A_PLANE: Final = 1e-7
_ITERATIONS: Final = 20
_SHORTEST_S: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Balance:
    """What went through the walls of a run and what it left, per um of depth.

    Attributes
    ----------
    lithium_gained, lithium_entered : float
        Growth of lithium within, and what passed the right wall [sites um2].
    lithium_moved : float
        Sum of what passed either way [sites um2].
    charge_taken, charge_passed : float
        Charge that eta took up, and current in at the walls over time [scaled conductivity V s].
    charge_moved : float
        Sum of what passed the wall that passes more, either way [scaled conductivity V s].
    steps, rejected, iterations : int
        Steps made, steps made again with half or less, iterations of Newton's method.
    """

    lithium_gained: float = 0.0
    lithium_entered: float = 0.0
    lithium_moved: float = 0.0
    charge_taken: float = 0.0
    charge_passed: float = 0.0
    charge_moved: float = 0.0
    steps: int = 0
    rejected: int = 0
    iterations: int = 0

    @property
    def lithium_error(self) -> float:
        """Lithium from nothing, over what moved [1]."""
        if self.lithium_moved == 0.0:
            return 0.0
        return (self.lithium_gained - self.lithium_entered) / self.lithium_moved

    @property
    def charge_error(self) -> float:
        """Charge from nothing, over what moved [1]."""
        if self.charge_moved == 0.0:
            return 0.0
        return (self.charge_taken - self.charge_passed) / self.charge_moved

    def joined(self, later: Balance) -> Balance:
        """Return the balance of both one after the other."""
        return Balance(*(getattr(self, name) + getattr(later, name) for name in self.__slots__))


def initial_state(setup: Setup) -> State:
    """Return the first state: fields as given, and the potential that belongs to them.

    Raises
    ------
    NoConvergenceError
        The potential was not found.
    """
    marcher = _Marcher(setup)
    eta = np.array(setup.eta, dtype=np.float64, order="C")
    w = np.zeros(setup.shape) if setup.w is None else np.array(setup.w, dtype=np.float64, order="C")
    psi = marcher.first_potential(eta)
    return State(0.0, 0, min(setup.first_step_s, setup.max_step_s), eta, w, psi + setup.left_V)


def advance(
    setup: Setup,
    state: State,
    until_s: float,
    *,
    on_step: Callable[[State], None] | None = None,
    tally: Callable[[Balance], None] | None = None,
) -> tuple[State, Balance]:
    """March to `until_s` [s], and return the state there and the balance of the way.

    A run may be stopped after any step and go on from that state with the identical result.

    Parameters
    ----------
    setup : Setup
        What is run.
    state : State
        Where to begin.
    until_s : float
        Time to end at, exactly [s].
    on_step : callable, optional
        Told the state after each step; what it raises ends the march.
    tally : callable, optional
        Told the balance of each step, before `on_step`.

    Raises
    ------
    InputError
        `until_s` is before the state, or the fields have another shape.
    NoConvergenceError
        A time step did not converge however short.
    """
    if not until_s >= state.time_s:
        raise InputError(f"until_s is {until_s} s, before the state at {state.time_s} s")
    if state.eta.shape != setup.shape:
        raise InputError(f"a state of shape {state.eta.shape} for a grid {setup.shape}")
    marcher = _Marcher(setup)
    balance = Balance()
    while state.time_s < until_s:
        state, made = marcher.step(state, until_s)
        balance = balance.joined(made)
        if tally is not None:
            tally(made)
        if on_step is not None:
            on_step(state)
    return state, balance


@dataclass(slots=True)
class _Stage:
    """A solved stage."""

    eta: FloatArray
    w: FloatArray
    psi: FloatArray
    iterations: int
    residual: float
    entered: float
    current_left: float
    current_right: float


class _Marcher:
    """Makes steps of one setup; holds no memory of the steps made."""

    def __init__(self, setup: Setup) -> None:
        from davylamp.dendrites.phasefield._cells import CELL_ROWS, MAP_ROWS, numbers
        from davylamp.dendrites.phasefield._residual import transport_faces

        self.setup = setup
        ny, nx = setup.shape
        self.model = numbers(setup.parameters)
        self.maps = np.ones((MAP_ROWS, ny, nx))
        for row, values in enumerate((setup.diffusivity, setup.conductivity, setup.reaction)):
            if values is not None:
                self.maps[row] = values
        if setup.blocked is not None:
            self.maps[3] = np.where(setup.blocked, 0.0, 1.0)
        self.maps[4] = 0.0
        self.faces = (np.zeros((ny, nx + 1)), np.zeros((ny + 1, nx)))
        transport_faces(self.maps, *self.faces)
        self.cells = np.zeros((CELL_ROWS, ny, nx))
        p = setup.parameters
        at_wall = math.exp(-p.liquid_energy / p.thermal_energy)
        self.wall = (
            at_wall / (1.0 + at_wall),
            p.thermal_energy * math.log1p(at_wall),
            setup.right_V - setup.left_V,
        )
        self.residual = _ON_A_LINE if ny == 1 else _IN_A_PLANE
        self.plane: Any = None

    def _plane(self) -> Any:
        from davylamp.dendrites.phasefield._plane import Plane

        if self.plane is None:
            self.plane = Plane(
                self.setup.shape, self.setup.dx_um, self.model, self.maps, self.faces, self.cells,
                self.setup.left_V, self.wall,
            )  # fmt: skip
        return self.plane

    def first_potential(self, eta: FloatArray) -> FloatArray:
        """Return the potential above the left wall while nothing moves [V]."""
        psi: FloatArray = self._plane().potential(eta, None, 0.0)[0]
        return psi

    def _fill(self, eta: FloatArray, w: FloatArray, psi: FloatArray) -> None:
        from davylamp.dendrites.phasefield._cells import fill_cells

        fill_cells(eta, w, psi, self.setup.left_V, self.maps, self.model, self.cells)

    def step(self, state: State, until_s: float) -> tuple[State, Balance]:
        """Make one step, shorter ones until it converges and is exact enough."""
        setup = self.setup
        self._shake(state.step)
        psi = state.phi - setup.left_V
        self._fill(state.eta, state.w, psi)
        lithium = self.cells[5].copy()
        before = np.stack([state.eta, lithium])
        rate = self._rate(state.eta, psi, before)
        step_s = min(state.step_s, setup.max_step_s)
        rejected = iterations = 0
        residual = math.inf
        while step_s >= _SHORTEST_S:
            left_s = until_s - state.time_s
            taken_s = left_s if step_s >= left_s * (1.0 - 1e-9) else step_s
            made = self._try(state, psi, before, taken_s)
            if isinstance(made, float):
                residual = made
                step_s = 0.5 * taken_s
                rejected += 1
                continue
            one, two, base = made
            iterations += one.iterations + two.iterations
            error = self._error(rate, before[0], one, two, base[0], taken_s) / setup.tolerance
            if error > 1.0:
                step_s = taken_s * max(0.3, 0.9 * error ** (-1.0 / 3.0))
                rejected += 1
                continue
            longer_s = taken_s * min(2.0, 0.9 * max(error, 1e-3) ** (-1.0 / 3.0))
            # A step cut short to end in time says little about the next.
            next_s = max(longer_s, step_s) if taken_s < step_s else longer_s
            time_s = until_s if taken_s == left_s else state.time_s + taken_s
            after = State(
                time_s,
                state.step + 1,
                min(next_s, setup.max_step_s),
                two.eta,
                two.w,
                two.psi + setup.left_V,
            )
            balance = self._balance(before, one, two, taken_s, rejected, iterations)
            return after, balance
        raise NoConvergenceError(
            f"a time step of {step_s:.2g} s at {state.time_s:.6g} s of the phase field would not "
            f"converge (residual {residual:.2g}, {self.residual:.0e} is asked for)",
            remedy="Give smaller cells, or less contrast between the maps.",
        )

    def _shake(self, step: int) -> None:
        setup = self.setup
        if setup.noise > 0.0:
            generator = np.random.Generator(np.random.Philox(key=[setup.seed, step]))
            self.maps[4] = setup.noise * (2.0 * generator.random(setup.shape) - 1.0)

    def _rate(self, eta: FloatArray, psi: FloatArray, before: FloatArray) -> FloatArray:
        """Return d eta/dt of a state whose cells are filled [1/s]."""
        from davylamp.dendrites.phasefield._residual import residuals

        out = np.zeros_like(before)
        residuals(
            eta, psi, self.cells, self.maps, self.faces, before, self.model, 1.0,
            self.setup.dx_um, self.wall, out,
        )  # fmt: skip
        rate: FloatArray = -out[0]
        return rate

    def _try(
        self, state: State, psi: FloatArray, before: FloatArray, step_s: float
    ) -> tuple[_Stage, _Stage, FloatArray] | float:
        tau = _GAMMA * step_s
        one = self._stage(state.eta, state.w, psi, before, tau)
        if one.iterations < 0:
            return one.residual
        share = (1.0 - _GAMMA) / _GAMMA
        self._fill(one.eta, one.w, one.psi)
        base = before + share * (np.stack([one.eta, self.cells[5]]) - before)
        onward = 1.0 / _GAMMA - 1.0
        two = self._stage(
            one.eta + onward * (one.eta - state.eta),
            one.w,
            one.psi + onward * (one.psi - psi),
            base,
            tau,
        )
        if two.iterations < 0:
            return two.residual
        return one, two, base

    def _stage(
        self, eta: FloatArray, w: FloatArray, psi: FloatArray, base: FloatArray, tau: float
    ) -> _Stage:
        from davylamp.dendrites.phasefield._line import march_line

        eta, w, psi = eta.copy(), w.copy(), psi.copy()
        if self.setup.ny == 1:
            told = march_line(
                eta, w, psi, base, self.maps, self.faces, self.cells, self.model, tau,
                self.setup.dx_um, self.setup.left_V, self.wall, self.residual, _ITERATIONS,
            )  # fmt: skip
        else:
            told = self._plane().march(eta, w, psi, base, tau, self.residual, _ITERATIONS)
        return _Stage(eta, w, psi, *told)

    def _error(
        self, rate: FloatArray, eta: FloatArray, one: _Stage, two: _Stage, base: FloatArray,
        step_s: float,
    ) -> float:  # fmt: skip
        """Return the largest error of eta, against the quadrature of order 3 of its rates."""
        tau = _GAMMA * step_s
        middle = (1.0 / 6.0) / (_GAMMA * (1.0 - _GAMMA))
        end = (1.0 / 3.0 - _GAMMA / 2.0) / (1.0 - _GAMMA)
        start = 1.0 - middle - end
        miss = -start * rate
        miss += ((1.0 - _GAMMA) - middle) / tau * (one.eta - eta)
        miss += (_GAMMA - end) / tau * (two.eta - base)
        return step_s * float(np.max(np.abs(miss)))

    def _balance(
        self, before: FloatArray, one: _Stage, two: _Stage, step_s: float, rejected: int,
        iterations: int,
    ) -> Balance:  # fmt: skip
        self._fill(two.eta, two.w, two.psi)
        area = self.setup.dx_um**2
        shares = ((1.0 - _GAMMA) / _GAMMA, 1.0)
        entered = area * (shares[0] * one.entered + shares[1] * two.entered)
        left = step_s * ((1.0 - _GAMMA) * one.current_left + _GAMMA * two.current_left)
        right = step_s * ((1.0 - _GAMMA) * one.current_right + _GAMMA * two.current_right)
        passed = left + right
        moved = max(abs(left), abs(right))
        taken = self.model[12] * area * float(np.sum(two.eta - before[0]))
        gained = area * float(np.sum(self.cells[5] - before[1]))
        return Balance(gained, entered, abs(entered), taken, passed, moved, 1, rejected, iterations)
