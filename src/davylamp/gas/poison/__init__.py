"""Poison, want of oxygen and corrosion: concentrations beside limits, alone and together."""

from davylamp.gas.poison.asphyxia import (
    AIR_OXYGEN_PERCENT,
    OxygenState,
    judge_oxygen,
    oxygen_left_percent,
)
from davylamp.gas.poison.check import ACUTE, WORKPLACE, Gap, Lacks, LimitCheck
from davylamp.gas.poison.corrosion import SURFACES, CorrosionFlag, corrosion_flags
from davylamp.gas.poison.exposure import (
    ExposureJudgement,
    judge_exposure,
    judge_history,
)
from davylamp.gas.poison.guideline import Guideline, guideline
from davylamp.gas.poison.ignition import ignition_index
from davylamp.gas.poison.index import AdditiveIndex, additive_index, as_hydrogen_fluoride
from davylamp.gas.poison.load import LoadJudgement, equivalent_ppm, judge_load, toxic_load
from davylamp.gas.poison.traits import (
    ASPHYXIANT,
    CORROSIVE,
    FLAMMABLE,
    OXIDISER,
    TOXIC,
    needs_limit,
)
from davylamp.gas.poison.verdict import Verdict, worst_verdict

__all__ = [
    "ACUTE",
    "AIR_OXYGEN_PERCENT",
    "ASPHYXIANT",
    "CORROSIVE",
    "FLAMMABLE",
    "OXIDISER",
    "SURFACES",
    "TOXIC",
    "WORKPLACE",
    "AdditiveIndex",
    "CorrosionFlag",
    "ExposureJudgement",
    "Gap",
    "Guideline",
    "Lacks",
    "LimitCheck",
    "LoadJudgement",
    "OxygenState",
    "Verdict",
    "additive_index",
    "as_hydrogen_fluoride",
    "corrosion_flags",
    "equivalent_ppm",
    "guideline",
    "ignition_index",
    "judge_exposure",
    "judge_history",
    "judge_load",
    "judge_oxygen",
    "needs_limit",
    "oxygen_left_percent",
    "toxic_load",
    "worst_verdict",
]
