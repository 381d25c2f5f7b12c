"""Runs of a calorimeter at each end of what is not known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from davylamp.dossier.heat_draws import Sample, sample
from davylamp.dossier.question import Question

if TYPE_CHECKING:
    from davylamp.runaway.abuse import TestResult
    from davylamp.runaway.body import Body

__all__ = ["Runs", "run_ends"]


@dataclass(frozen=True, slots=True)
class Runs:
    """The ends of what is not known: mild first; one where every rate is known.

    Parameters
    ----------
    body : Body
        The cell.
    result : TestResult
        Of the parameters as they are.
    ensembles : tuple of Sample
        At each end.
    """

    body: Body
    result: TestResult
    ensembles: tuple[Sample, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """What each end is, in words."""
        if len(self.ensembles) == 1:
            return ("all steps",)
        return ("without the steps of unknown rate", "with them at once")


def run_ends(question: Question) -> Runs:
    """Run the calorimeter at each end of what is not known.

    Raises
    ------
    DavylampError
        If there is no network or no body for the cell.
    """
    from davylamp.runaway.abuse import AbuseTest, run_test
    from davylamp.runaway.cell_body import cell_body
    from davylamp.runaway.networks import bounded

    body = cell_body(question.cell)
    test = AbuseTest("arc")
    ends = bounded(body.network)
    networks = ends if body.network.rate_unknown else ends[:1]
    result = run_test(body, test)
    ensembles = tuple(sample(replace(body, network=network), test) for network in networks)
    return Runs(body, result, ensembles)
