"""Whether lithium gets through a cell: mechanisms together, weakest link, map and window."""

from __future__ import annotations

from davylamp.dendrites.assessment.answer import (
    conditions_in_words,
    current_in_words,
    share_in_words,
)
from davylamp.dendrites.assessment.assess import DRAWS, assess_dendrites, assess_ways, under
from davylamp.dendrites.assessment.current_map import (
    CurrentMap,
    PressureWindow,
    map_currents,
    pressure_window,
)
from davylamp.dendrites.assessment.draws import draw_parameters, medians, shared_parameters
from davylamp.dendrites.assessment.measured import (
    CAUTION,
    MeasuredLimit,
    exceeded_limits,
    measured_limits,
)
from davylamp.dendrites.assessment.record import assessment_record
from davylamp.dendrites.assessment.result import DendriteAssessment, MechanismAnswer, Verdict
from davylamp.dendrites.assessment.spread import (
    Influence,
    Share,
    Spread,
    influences,
    rank_correlation,
    share_of,
    spread_of,
)
from davylamp.dendrites.assessment.tested import (
    HOW_TO_SETTLE,
    TestedMechanism,
    with_own_tests,
)
from davylamp.dendrites.assessment.ways import Ways, sort_answers, ways_through
from davylamp.dendrites.assessment.weakest import WeakestLink, weakest_link

__all__ = [
    "CAUTION",
    "DRAWS",
    "HOW_TO_SETTLE",
    "CurrentMap",
    "DendriteAssessment",
    "Influence",
    "MeasuredLimit",
    "MechanismAnswer",
    "PressureWindow",
    "Share",
    "Spread",
    "TestedMechanism",
    "Verdict",
    "Ways",
    "WeakestLink",
    "assess_dendrites",
    "assess_ways",
    "assessment_record",
    "conditions_in_words",
    "current_in_words",
    "draw_parameters",
    "exceeded_limits",
    "influences",
    "map_currents",
    "measured_limits",
    "medians",
    "pressure_window",
    "rank_correlation",
    "share_in_words",
    "share_of",
    "shared_parameters",
    "sort_answers",
    "spread_of",
    "under",
    "ways_through",
    "weakest_link",
    "with_own_tests",
]
