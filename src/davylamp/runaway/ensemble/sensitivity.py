"""Which uncertain number matters: Sobol indices and elementary effects, through SALib."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError, NoConvergenceError

__all__ = ["MorrisEffect", "Sensitivity", "SobolIndex", "morris", "sobol"]

FloatArray = npt.NDArray[np.float64]
#: Takes places in the distributions, shape (n, d), and returns a figure, nan for no answer.
Model = Callable[[FloatArray], FloatArray]

_RESAMPLES = 200
_CONFIDENCE = 0.95
_LEAST_BLOCKS = 8
#: Range of each distribution over which elementary effects are taken.
_INNER = (0.05, 0.95)


@dataclass(frozen=True, slots=True)
class SobolIndex:
    """Share of the variance that one number brings.

    Parameters
    ----------
    name : str
        The number.
    first, total : float
        By itself, and together with all its interactions [1].
    first_95, total_95 : float
        Half-width of the 95 % confidence interval by bootstrap [1].
    """

    name: str
    first: float
    total: float
    first_95: float
    total_95: float


@dataclass(frozen=True, slots=True)
class MorrisEffect:
    """Size of the change that one number makes over its range.

    Parameters
    ----------
    name : str
        The number.
    mean, mean_absolute, deviation : float
        Of the elementary effects, in the figure's unit per change of the number from its 5 to its
        95 % quantile.
    mean_absolute_95 : float
        Half-width of the 95 % confidence interval by bootstrap.
    """

    name: str
    mean: float
    mean_absolute: float
    deviation: float
    mean_absolute_95: float


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Numbers in falling order of what they do to a figure.

    Parameters
    ----------
    figure : str
        What they act on.
    sobol : tuple of SobolIndex
        Empty where elementary effects were asked for.
    morris : tuple of MorrisEffect
        Empty where Sobol indices were asked for.
    runs : int
        Runs of the model.
    blocks, lost_blocks : int
        Groups of runs that belong together, and those left out because one of their runs has no
        answer. With many lost, the order is that of the remaining part only.
    deviation : float
        Standard deviation of the figure; 0 means that nothing matters, and no index exists.
    """

    figure: str
    sobol: tuple[SobolIndex, ...]
    morris: tuple[MorrisEffect, ...]
    runs: int
    blocks: int
    lost_blocks: int
    deviation: float

    @property
    def lost_share(self) -> float:
        """Share of the groups without an answer [1]."""
        return self.lost_blocks / self.blocks


def sobol(
    model: Model, names: Sequence[str], *, base: int = 512, seed: int = 0, figure: str = "figure"
) -> Sensitivity:
    """Return first-order and total Sobol indices.

    Parameters
    ----------
    model : callable
        Figure at places in the distributions, shape (n, d) to (n,), nan for no answer.
    names : sequence of str
        Of the d numbers.
    base : int
        Size of the base sample; ``base * (d + 2)`` runs. A power of two.
    seed : int
        Of sample and bootstrap.
    figure : str
        For the answer.

    References
    ----------
    Saltelli et al. 2010, 10.1016/j.cpc.2009.09.018; SALib, 10.21105/joss.00097.
    """
    d = _dimensions(names)
    if base < 2 or base & (base - 1):
        raise InputError(f"a base sample of {base} is not a power of two")
    from SALib.analyze import sobol as analyse
    from SALib.sample import sobol as sample

    problem = _problem(d)
    points = sample.sample(problem, base, calc_second_order=False, seed=seed)
    y, kept = _answers(model, points, d + 2)
    deviation, lost = _spread(y), base - int(np.count_nonzero(kept))
    if deviation == 0.0:
        return Sensitivity(figure, (), (), len(points), base, lost, 0.0)
    found = analyse.analyze(
        problem, y, calc_second_order=False, num_resamples=_RESAMPLES,
        conf_level=_CONFIDENCE, seed=seed,
    )  # fmt: skip
    indices = [
        SobolIndex(name, *(float(found[key][i]) for key in ("S1", "ST", "S1_conf", "ST_conf")))
        for i, name in enumerate(names)
    ]
    indices.sort(key=lambda index: -index.total)
    return Sensitivity(figure, tuple(indices), (), len(points), base, lost, deviation)


def morris(
    model: Model,
    names: Sequence[str],
    *,
    trajectories: int = 64,
    levels: int = 6,
    seed: int = 0,
    figure: str = "figure",
) -> Sensitivity:
    """Return elementary effects: cheaper than Sobol indices, for many numbers.

    Parameters
    ----------
    model, names, seed, figure
        As for `sobol`.
    trajectories : int
        Paths through the cube; ``trajectories * (d + 1)`` runs.
    levels : int
        Levels of each number, even.

    References
    ----------
    Morris 1991, 10.1080/00401706.1991.10484804; Campolongo et al. 2007,
    10.1016/j.envsoft.2006.10.004.
    """
    d = _dimensions(names)
    from SALib.analyze import morris as analyse
    from SALib.sample import morris as sample

    cube = sample.sample(_problem(d), trajectories, num_levels=levels, seed=seed)
    # Ends of a distribution say more about how it was cut than about the number.
    y, kept = _answers(model, _INNER[0] + (_INNER[1] - _INNER[0]) * cube, d + 1)
    deviation, lost = _spread(y), trajectories - int(np.count_nonzero(kept))
    if deviation == 0.0:
        return Sensitivity(figure, (), (), len(cube), trajectories, lost, 0.0)
    found = analyse.analyze(
        _problem(d), cube[np.repeat(kept, d + 1)], y, num_resamples=_RESAMPLES,
        conf_level=_CONFIDENCE, num_levels=levels, seed=seed,
    )  # fmt: skip
    keys = ("mu", "mu_star", "sigma", "mu_star_conf")
    effects = [
        MorrisEffect(name, *(float(found[key][i]) for key in keys)) for i, name in enumerate(names)
    ]
    effects.sort(key=lambda effect: -effect.mean_absolute)
    return Sensitivity(figure, (), tuple(effects), len(cube), trajectories, lost, deviation)


def _problem(dimensions: int) -> dict[str, object]:
    return {
        "num_vars": dimensions,
        "names": [f"x{i}" for i in range(dimensions)],
        "bounds": [[0.0, 1.0]] * dimensions,
    }


def _dimensions(names: Sequence[str]) -> int:
    if not names:
        raise InputError("nothing is uncertain, so that nothing can matter")
    return len(names)


def _answers(
    model: Model, points: FloatArray, size: int
) -> tuple[FloatArray, npt.NDArray[np.bool_]]:
    """Return the answers of the whole groups of `size` runs, and which groups those are."""
    y = np.asarray(model(points), dtype=np.float64)
    if y.shape != (len(points),):
        raise InputError(f"the model gave {y.shape} answers to {len(points)} points")
    if len(points) < size * _LEAST_BLOCKS:
        raise InputError(
            f"{len(points) // size} groups of runs say too little about what matters",
            remedy=f"ask for {_LEAST_BLOCKS} or more",
        )
    kept = np.asarray(np.isfinite(y).reshape(-1, size).all(axis=1))
    if np.count_nonzero(kept) < _LEAST_BLOCKS:
        raise NoConvergenceError(
            f"only {np.count_nonzero(kept)} of {len(kept)} groups of runs have an answer each: "
            "what matters is unknown",
            remedy="ask for a figure that every run has, such as the peak temperature",
        )
    return y[np.repeat(kept, size)], kept


def _spread(y: FloatArray) -> float:
    """Return the standard deviation, 0 where it is rounding only."""
    deviation = float(np.std(y))
    return deviation if deviation > 1e-12 * float(np.max(np.abs(y))) else 0.0
