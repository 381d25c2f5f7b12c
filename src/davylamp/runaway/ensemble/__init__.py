"""Tests as ensembles: probability of runaway, quantiles, and which number matters."""

from __future__ import annotations

from davylamp.runaway.ensemble.draws import Draws, draw, draw_at, low_discrepancy
from davylamp.runaway.ensemble.inputs import Input, TestSpread, uncertain_inputs
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

__all__ = [
    "Draws",
    "Input",
    "MorrisEffect",
    "Probability",
    "Quantiles",
    "Sensitivity",
    "SobolIndex",
    "TestSpread",
    "draw",
    "draw_at",
    "low_discrepancy",
    "morris",
    "probability",
    "quantiles",
    "sobol",
    "uncertain_inputs",
    "wilson",
]
