"""A test as an ensemble: probability of runaway, quantiles of its figures, and what matters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind, weakest
from davylamp.runaway.body import Body
from davylamp.runaway.ensemble.draws import Draws, draw, draw_at
from davylamp.runaway.ensemble.inputs import TestSpread, uncertain_inputs
from davylamp.runaway.ensemble.outcome import Outcome, gas_mol
from davylamp.runaway.ensemble.sensitivity import Sensitivity, morris, sobol
from davylamp.runaway.ensemble.statistics import (
    Probability,
    Quantiles,
    column_quantiles,
    probability,
    quantiles,
)
from davylamp.runaway.ensemble.trials import COMPILED, SELF_HEATING_K_PER_S, Circuit, run_draws

if TYPE_CHECKING:
    from davylamp.runaway.abuse.block import AbuseTest

__all__ = ["Band", "Ensemble", "EnsembleFigure", "run_ensemble", "what_matters"]

FloatArray = npt.NDArray[np.float64]
Progress = Callable[[float], None]

_DRAWS: Final = 10_000
#: Draws where each takes milliseconds.
_FEW_DRAWS: Final = 1000
#: Draws of which a whole curve is kept: the first of the sequence, which fill the cube evenly too.
_BAND_DRAWS: Final = 256
#: Figures that sensitivity can be asked for.
FIGURES: Final = ("peak", "runaway", "T1", "T2")


@dataclass(frozen=True, slots=True)
class EnsembleFigure:
    """Quantiles of one figure.

    Parameters
    ----------
    name, title, unit : str
        ``"T2"``, ``"runaway (T2)"``, ``"K"``.
    quantiles : Quantiles
        Over the draws that have it.
    """

    name: str
    title: str
    unit: str
    quantiles: Quantiles


@dataclass(frozen=True, slots=True)
class Band:
    """Band of a self-heating curve: at each rate, the temperature at which it is reached.

    Parameters
    ----------
    rate_K_per_s : array, shape (m,)
        Self-heating rates [K/s].
    low_K, median_K, high_K : array, shape (m,)
        5, 50 and 95 % quantiles of the temperature at which each rate is first reached [K], over
        the draws that reach it; nan where none does.
    share : array, shape (m,)
        Share of all draws that reach it.
    """

    rate_K_per_s: FloatArray
    low_K: FloatArray
    median_K: FloatArray
    high_K: FloatArray
    share: FloatArray


@dataclass(frozen=True, slots=True)
class Ensemble:
    """A test on many draws of what is uncertain.

    Parameters
    ----------
    test : str
        Name of the test.
    body : Body
        What was tested, at its medians.
    runaway : Probability
        Of reaching the heating rate that counts as runaway.
    figures : tuple of EnsembleFigure
        T1, T2, peak, time of runaway, gas at the end.
    draws : Draws
        What was drawn.
    outcome : Outcome
        Figures of each draw.
    kind : Kind
        Weakest evidence in the network.
    seed : int
        Of the draws.
    band : Band or None
        Of the self-heating curve, over the first draws; None but for a calorimeter.
    circuit : Circuit or None
        As given.
    notes : tuple of str
        What a reader must know.
    """

    test: str
    body: Body
    runaway: Probability
    figures: tuple[EnsembleFigure, ...]
    draws: Draws
    outcome: Outcome
    kind: Kind
    seed: int
    band: Band | None
    circuit: Circuit | None
    notes: tuple[str, ...]

    def __getitem__(self, name: str) -> Quantiles:
        for figure in self.figures:
            if figure.name == name:
                return figure.quantiles
        raise KeyError(name)


def run_ensemble(
    body: Body,
    test: AbuseTest,
    *,
    draws: int | None = None,
    seed: int = 0,
    spread: TestSpread | None = None,
    circuit: Circuit | None = None,
    progress: Progress | None = None,
) -> Ensemble:
    """Run a test over the distributions of its parameters.

    Parameters
    ----------
    body : Body
        What is tested; each step of its network needs a rate: bound it first where one is unknown.
    test : AbuseTest
        Any test of `davylamp.runaway.abuse`.
    draws : int, optional
        10,000 by default for calorimeter and oven, 1,000 for tests that run one by one.
    seed : int
        Of the draws: the same seed gives the same answer.
    spread : TestSpread, optional
        Of heat capacity and exchange of heat; 5 and 20 % by default, assumed.
    circuit : Circuit, optional
        Needed by shorts and overcharge.
    progress : callable, optional
        Called with the share done, 0 to 1.

    Raises
    ------
    InputError
        If a step has no rate, or the test lacks a value.
    """
    count = draws or (_DRAWS if test.test in COMPILED else _FEW_DRAWS)
    drawn = draw(body.network, count, test=spread or TestSpread.assumed(), seed=seed)
    outcome = run_draws(body, drawn, test, circuit=circuit, progress=progress)
    return Ensemble(
        test.label,
        body,
        probability(outcome.runs_away, outcome.failed),
        tuple(_figures(body, outcome)),
        drawn,
        outcome,
        weakest(step.kind for step in body.network.steps),
        seed,
        _band(body, drawn, test) if test.test == "arc" else None,
        circuit,
        _notes(outcome, test),
    )


def _band(body: Body, draws: Draws, test: AbuseTest) -> Band:
    some = draws.take(np.arange(min(len(draws), _BAND_DRAWS)))
    outcome = run_draws(body, some, test, rates_K_per_s=SELF_HEATING_K_PER_S)
    found = outcome.self_heating_K
    reached = np.isfinite(found) & ~outcome.failed[:, None]
    edges = column_quantiles(found, outcome.failed)
    rates = np.array(outcome.rates_K_per_s)
    return Band(rates, edges[0], edges[1], edges[2], reached.mean(axis=0))


def _figures(body: Body, outcome: Outcome) -> list[EnsembleFigure]:
    figures = [
        EnsembleFigure(name, title, unit, quantiles(values, outcome.failed))
        for name, title, unit, values in (
            ("T1", "onset (T1)", "K", outcome.onset_K),
            ("T2", "runaway (T2)", "K", outcome.runaway_K),
            ("peak", "highest temperature (T3)", "K", outcome.peak_K),
            ("T1 time", "time of the onset", "s", outcome.onset_s),
            ("T2 time", "time of the runaway", "s", outcome.runaway_s),
        )
    ]
    gas = gas_mol(body, outcome.conversion)
    if gas:
        total = np.sum(list(gas.values()), axis=0)
        figures.append(
            EnsembleFigure("gas", "gas at the end", "mol", quantiles(total, outcome.failed))
        )
    for name, amount in gas.items():
        figures.append(
            EnsembleFigure(f"gas {name}", name, "mol", quantiles(amount, outcome.failed))
        )
    return figures


def _notes(outcome: Outcome, test: AbuseTest) -> tuple[str, ...]:
    rate = test.settings().maybe("runaway_rate")
    notes = []
    if rate is not None:
        notes.append(f"runaway: self-heating at {60.0 * rate:.4g} K/min or more")
    failed = int(np.count_nonzero(outcome.failed))
    if failed:
        words = ", ".join(f"{number} {reason}" for reason, number in outcome.reasons.items())
        notes.append(
            f"{failed} of {len(outcome)} draws have no answer ({words}): they count as unknown, "
            "and the probability is a range"
        )
    return tuple(notes)


def what_matters(
    body: Body,
    test: AbuseTest,
    *,
    figure: str = "peak",
    method: Literal["sobol", "morris"] = "sobol",
    size: int | None = None,
    seed: int = 0,
    spread: TestSpread | None = None,
    circuit: Circuit | None = None,
    progress: Progress | None = None,
) -> Sensitivity:
    """Return which uncertain number matters for a figure of a test.

    Parameters
    ----------
    body, test, seed, spread, circuit, progress
        As for `run_ensemble`.
    figure : str
        ``peak`` temperature, ``runaway`` (0 or 1), ``T1`` or ``T2``. A figure that many draws do
        not have says only what matters where they have it.
    method : str
        ``sobol`` for shares of the variance, ``morris`` for elementary effects with fewer runs.
    size : int, optional
        Base sample of Sobol (512), or number of trajectories of Morris (64).

    Raises
    ------
    InputError
        If the figure is not known or nothing is uncertain.
    NoConvergenceError
        If too few runs have an answer.
    """
    if figure not in FIGURES:
        raise InputError(
            f"figure {figure!r} is not known", remedy=f"choose one of {', '.join(FIGURES)}"
        )
    inputs = uncertain_inputs(body.network, spread or TestSpread.assumed())

    def model(places: FloatArray) -> FloatArray:
        drawn = draw_at(body.network, inputs, places)
        outcome = run_draws(body, drawn, test, circuit=circuit, progress=progress)
        if figure == "runaway":
            return np.where(outcome.failed, np.nan, outcome.runs_away.astype(np.float64))
        values = {"peak": outcome.peak_K, "T1": outcome.onset_K, "T2": outcome.runaway_K}
        return values[figure]

    names = [item.name for item in inputs]
    if method == "morris":
        return morris(model, names, trajectories=size or 64, seed=seed, figure=figure)
    return sobol(model, names, base=size or 512, seed=seed, figure=figure)
