"""A test over the distributions of its parameters, at each end of what is not known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from davylamp.runaway.abuse.block import AbuseTest
from davylamp.runaway.abuse.run import bodies_of
from davylamp.runaway.abuse.subject import (
    Subject,
    filled,
    protected,
    resistance_of,
    subject_of,
)
from davylamp.runaway.body import Body

if TYPE_CHECKING:
    from davylamp.cell.model import Cell
    from davylamp.runaway.ensemble.run import Ensemble
    from davylamp.runaway.network import Network

__all__ = ["TestBand", "run_bands"]


@dataclass(frozen=True, slots=True)
class TestBand:
    """One end of what is not known, over all draws.

    Parameters
    ----------
    label : str
        Which end; empty where there is only one.
    ensemble : Ensemble
        Probability of runaway and quantiles.
    """

    __test__ = False  # not a test case, whatever its name begins with

    label: str
    ensemble: Ensemble

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        found = self.ensemble
        return {
            "label": self.label,
            "draws": len(found.draws),
            "seed": found.seed,
            "kind": found.kind.value,
            "runaway": {
                "probability": found.runaway.value,
                "low": found.runaway.low,
                "high": found.runaway.high,
                "lower_95": found.runaway.lower_95,
                "upper_95": found.runaway.upper_95,
                "without_answer": found.runaway.fails,
            },
            "figures": [
                {
                    "name": item.name,
                    "title": item.title,
                    "unit": item.unit,
                    "quantile_05": item.quantiles.low,
                    "median": item.quantiles.median,
                    "quantile_95": item.quantiles.high,
                    "draws_with": item.quantiles.count,
                    "draws_without": item.quantiles.without,
                    "draws_unknown": item.quantiles.unknown,
                }
                for item in found.figures
            ],
            "notes": list(found.notes),
        }


def run_bands(
    subject: Cell | Body | Subject,
    test: AbuseTest,
    *,
    draws: int,
    network: Network | None = None,
    seed: int = 0,
    progress: Callable[[float], None] | None = None,
) -> tuple[TestBand, ...]:
    """Return probability of runaway and quantiles of the figures of a test.

    Shorts and overcharge run at the harsh end of the resistance of the cell.

    Parameters
    ----------
    subject : Cell or Body or Subject
        What is tested.
    test : AbuseTest
        The test.
    draws : int
        How many.
    network : Network, optional
        Reactions to use instead of those the cell's materials suggest.
    seed : int
        Of the draws.
    progress : callable, optional
        Called with the share done, 0 to 1.

    Raises
    ------
    InputError, MissingDatumError
        As `davylamp.runaway.abuse.run_test`.
    """
    from davylamp.runaway.ensemble.run import run_ensemble
    from davylamp.runaway.ensemble.trials import Circuit

    settings = test.settings()
    if not isinstance(subject, Subject):
        subject = subject_of(subject, settings, network, full=test.test == "overcharge")
    subject = protected(subject, test.safeguards, test.test)
    settings = filled(settings, subject, test.test)
    resistance = resistance_of(subject, settings, test.test)
    ohm = settings.maybe("cell_resistance")
    if ohm is None and resistance is not None:
        ohm = resistance.high_ohm if test.test == "overcharge" else resistance.low_ohm
    circuit = None if ohm is None else Circuit(ohm, subject.capacity_C)
    ends = bodies_of(subject.body)
    bands = []
    for place, (label, body) in enumerate(ends):

        def advance(share: float, place: int = place) -> None:
            if progress is not None:
                progress((place + share) / len(ends))

        ensemble = run_ensemble(
            body, test, draws=draws, seed=seed, circuit=circuit, progress=advance
        )
        bands.append(TestBand(label, ensemble))
    return tuple(bands)
