"""The gas of a cell from its sources to the room: all steps together."""

from __future__ import annotations

from davylamp.gas.assessment.assess import assess_gas
from davylamp.gas.assessment.case import case_of, released
from davylamp.gas.assessment.exposure import HOUR_S, Exposure, dilution_of, expose
from davylamp.gas.assessment.fire import fire_of
from davylamp.gas.assessment.most import Most
from davylamp.gas.assessment.parts import (
    Check,
    Curve,
    Dilution,
    Fire,
    GasFigure,
    Index,
    Level,
    Place,
)
from davylamp.gas.assessment.places import (
    REFERENCE_VOLUME_M3,
    enclosure_of,
    in_enclosure,
    making_place,
    place_of,
)
from davylamp.gas.assessment.record import assessment_record
from davylamp.gas.assessment.result import LEADING, CaseOpening, GasAssessment, GasCase, Seen, Step

__all__ = [
    "HOUR_S",
    "LEADING",
    "REFERENCE_VOLUME_M3",
    "CaseOpening",
    "Check",
    "Curve",
    "Dilution",
    "Exposure",
    "Fire",
    "GasAssessment",
    "GasCase",
    "GasFigure",
    "Index",
    "Level",
    "Most",
    "Place",
    "Seen",
    "Step",
    "assess_gas",
    "assessment_record",
    "case_of",
    "dilution_of",
    "enclosure_of",
    "expose",
    "fire_of",
    "in_enclosure",
    "making_place",
    "place_of",
    "released",
]
