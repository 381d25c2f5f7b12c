"""Tests as ensembles: probability of runaway, quantiles, and which number matters."""

from __future__ import annotations

from davylamp.runaway.ensemble.draws import Draws, draw, draw_at, low_discrepancy
from davylamp.runaway.ensemble.inputs import Input, TestSpread, uncertain_inputs
from davylamp.runaway.ensemble.outcome import Outcome, gas_mol
from davylamp.runaway.ensemble.run import (
    Band,
    Ensemble,
    EnsembleFigure,
    run_ensemble,
    what_matters,
)
from davylamp.runaway.ensemble.sensitivity import (
    MorrisEffect,
    Sensitivity,
    SobolIndex,
    morris,
    sobol,
)
from davylamp.runaway.ensemble.statistics import (
    Probability,
    Quantiles,
    probability,
    quantiles,
    wilson,
)
from davylamp.runaway.ensemble.trials import Circuit, run_draws

__all__ = [
    "Band",
    "Circuit",
    "Draws",
    "Ensemble",
    "EnsembleFigure",
    "Input",
    "MorrisEffect",
    "Outcome",
    "Probability",
    "Quantiles",
    "Sensitivity",
    "SobolIndex",
    "TestSpread",
    "draw",
    "draw_at",
    "gas_mol",
    "low_discrepancy",
    "morris",
    "probability",
    "quantiles",
    "run_draws",
    "run_ensemble",
    "sobol",
    "uncertain_inputs",
    "what_matters",
    "wilson",
]
