"""Interlayers, alloys and three-dimensional hosts: what tests found, shown as that."""

from __future__ import annotations

from davylamp.dendrites.interlayers.evidence import (
    InterlayerEvidence,
    ShownFigure,
    interlayer_evidence,
)
from davylamp.dendrites.interlayers.figures import EmpiricalFigure, interlayer_figures
from davylamp.dendrites.interlayers.transport import (
    LithiumTransport,
    diffusion_current_A_per_m2,
    lithium_transport,
)

__all__ = [
    "EmpiricalFigure",
    "InterlayerEvidence",
    "LithiumTransport",
    "ShownFigure",
    "diffusion_current_A_per_m2",
    "interlayer_evidence",
    "interlayer_figures",
    "lithium_transport",
]
