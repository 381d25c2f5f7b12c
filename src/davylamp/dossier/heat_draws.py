"""A few draws of a calorimeter, fast enough for a dossier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from davylamp.core.evidence import Kind, weakest

if TYPE_CHECKING:
    from davylamp.runaway.abuse import AbuseTest
    from davylamp.runaway.body import Body
    from davylamp.runaway.ensemble import Outcome, Probability, Quantiles

__all__ = ["DRAWS", "Sample", "sample"]

FloatArray = npt.NDArray[np.float64]

#: Draws at each end: few, so that a dossier takes no longer than people wait.
DRAWS: Final = 32
_SEED: Final = 0


@dataclass(frozen=True, slots=True)
class Sample:
    """Figures of the draws.

    Parameters
    ----------
    outcome : Outcome
        Of each draw.
    runaway : Probability
        Of reaching the heating rate that counts as runaway.
    kind : Kind
        Weakest evidence in the network.
    """

    outcome: Outcome
    runaway: Probability
    kind: Kind

    def __getitem__(self, name: str) -> Quantiles:
        """Return quantiles of ``T1``, ``T2``, or ``peak`` of the draws that run away."""
        from davylamp.runaway.ensemble import quantiles

        found = self.outcome
        # Where the cell does not run away the heater alone sets the highest temperature.
        own = np.where(found.runs_away, found.peak_K, np.nan)
        values = {"T1": found.onset_K, "T2": found.runaway_K, "peak": own}
        return quantiles(values[name], found.failed)

    @property
    def band(self) -> tuple[FloatArray, FloatArray]:
        """Self-heating rates [K/s], and 5, 50 and 95 % of the temperature at each [K].

        Shapes (m,) and (3, m); nan where no draw reaches a rate.
        """
        from davylamp.runaway.ensemble.statistics import column_quantiles

        found = self.outcome
        edges = column_quantiles(found.self_heating_K, found.failed)
        return np.array(self.outcome.rates_K_per_s), edges


def sample(body: Body, test: AbuseTest) -> Sample:
    """Run a calorimeter over a Latin hypercube of the uncertain parameters.

    Each parameter takes the middle of each of as many equally probable ranges as there are draws
    once, in random order: the most even filling for few draws.
    """
    from davylamp.runaway.ensemble import (
        TestSpread,
        draw_at,
        probability,
        run_draws,
        uncertain_inputs,
    )
    from davylamp.runaway.ensemble.trials import SELF_HEATING_K_PER_S

    inputs = uncertain_inputs(body.network, TestSpread.assumed())
    generator = np.random.default_rng(_SEED)
    order = [generator.permutation(DRAWS) for _ in inputs]
    places = (np.array(order, dtype=np.float64).reshape(len(inputs), DRAWS).T + 0.5) / DRAWS
    drawn = draw_at(body.network, inputs, places)
    outcome = run_draws(body, drawn, test, rates_K_per_s=SELF_HEATING_K_PER_S)
    return Sample(
        outcome,
        probability(outcome.runs_away, outcome.failed),
        weakest(step.kind for step in body.network.steps),
    )
