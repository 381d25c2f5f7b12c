"""What an abuse test reports: figures with times, shares of the steps, verdict, evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from davylamp.core.evidence import Kind, Unknown, unknown_record
from davylamp.runaway.abuse.block import AbuseTest
from davylamp.runaway.abuse.changes import Change
from davylamp.runaway.abuse.peaks import Peak
from davylamp.runaway.abuse.resistance import Resistance
from davylamp.runaway.abuse.standards import Setting

__all__ = ["Curve", "Figure", "Outcome", "Share", "TestResult", "Verdict"]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure that a laboratory reports, with one value for each run.

    Parameters
    ----------
    name, title : str
        ``"T2"``, ``"runaway (T2)"``.
    unit, show : str
        SI unit of `values`, and unit for a reader.
    values : tuple of float or None
        One for each run; None where the run does not reach it, or where it is not known.
    times_s : tuple of float or None
        When it happens [s]; None where there is no time to it.
    absent : str
        What None stands for: ``"not reached"`` or ``"unknown"``.
    note : str
        What a reader must know.
    """

    name: str
    title: str
    unit: str
    show: str
    values: tuple[float | None, ...]
    times_s: tuple[float | None, ...] = ()
    absent: Literal["not reached", "unknown"] = "not reached"
    note: str = ""

    @property
    def low(self) -> float | None:
        """Lowest value of all runs; None where there is none."""
        return min((value for value in self.values if value is not None), default=None)

    @property
    def high(self) -> float | None:
        """Highest value of all runs; None where there is none."""
        return max((value for value in self.values if value is not None), default=None)

    @property
    def is_complete(self) -> bool:
        """Whether every run has a value."""
        return all(value is not None for value in self.values)

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "name": self.name,
            "title": self.title,
            "unit": self.unit,
            "low": self.low,
            "high": self.high,
            "values": list(self.values),
            "times_s": list(self.times_s),
            "absent": "" if self.is_complete else self.absent,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Share:
    """Part of one step: its conversion and its share of the heating rate.

    Parameters
    ----------
    step, title : str
        Id and words.
    kind : Kind
        How its heat and rate are known.
    of_heating : float or None
        Share of the heating rate at runaway, or at the onset where there is no runaway; None where
        there is neither.
    conversion : float
        At that moment, or at the end where there is neither.
    end_conversion : float
        At the end of the test.
    heat_J : float
        Heat it has released by the end [J].
    """

    step: str
    title: str
    kind: Kind
    of_heating: float | None
    conversion: float
    end_conversion: float
    heat_J: float

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "step": self.step,
            "title": self.title,
            "kind": self.kind.value,
            "share_of_heating": self.of_heating,
            "conversion": self.conversion,
            "end_conversion": self.end_conversion,
            "heat_J": self.heat_J,
        }


@dataclass(frozen=True, slots=True)
class Curve:
    """What is recorded over time, all of shape (n,)."""

    time_s: FloatArray
    temperature_K: FloatArray
    heating_rate_K_per_s: FloatArray
    heat_flow_W_per_kg: FloatArray  #: of the reactions, positive when released
    gas_mol: FloatArray
    pressure_Pa: FloatArray | None  #: absolute, if the casing stayed closed
    self_heating: BoolArray | None = None  #: where a calorimeter follows an exotherm
    gases_mol: Mapping[str, FloatArray] = field(default_factory=dict)  #: of each gas

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "time_s": self.time_s.tolist(),
            "temperature_K": self.temperature_K.tolist(),
            "heating_rate_K_per_s": self.heating_rate_K_per_s.tolist(),
            "heat_flow_W_per_kg": self.heat_flow_W_per_kg.tolist(),
            "gas_mol": self.gas_mol.tolist(),
            "pressure_Pa": None if self.pressure_Pa is None else self.pressure_Pa.tolist(),
            "self_heating": None if self.self_heating is None else self.self_heating.tolist(),
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """One run of a test: one end of what is not known.

    Parameters
    ----------
    label : str
        Which end: ``"without the steps of unknown rate"``; empty where there is only one run.
    curve : Curve
        Over time.
    shares : tuple of Share
        Of each step, the largest share first.
    first_step : str
        Step with the largest share of the heating rate at runaway, else at the onset; empty where
        there is neither.
    peaks : tuple of Peak
        Of a DSC ramp.
    closure : float
        Relative imbalance of energy.
    changes : tuple of Change
        Amounts of every species before and after.
    """

    label: str
    curve: Curve
    shares: tuple[Share, ...]
    first_step: str
    peaks: tuple[Peak, ...]
    closure: float
    changes: tuple[Change, ...] = ()

    def record(self, *, curve: bool = True) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "label": self.label,
            "first_step": self.first_step,
            "shares": [share.record() for share in self.shares],
            "peaks": [peak.record() for peak in self.peaks],
            "closure": self.closure,
            **({"curve": self.curve.record()} if curve else {}),
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the criteria of a standard are met, where a model can tell.

    Parameters
    ----------
    answer : str
        ``pass``, ``fail`` or ``unknown``.
    criterion : str
        What the standard asks for.
    reason : str
        Why this answer.
    """

    answer: Literal["pass", "fail", "unknown"]
    criterion: str
    reason: str


@dataclass(frozen=True, slots=True)
class TestResult:
    """What a test of a cell reports.

    Parameters
    ----------
    test : AbuseTest
        As asked for.
    body : str
        What was tested.
    mass_kg : float
        Its mass [kg].
    settings : mapping of str to Setting
        Every value the test ran with.
    figures : tuple of Figure
        In the order of a report.
    outcomes : tuple of Outcome
        The runs; the first is the one without what is not known.
    verdicts : tuple of Verdict
        One for each criterion.
    kind : Kind
        Weakest evidence of what took part; ``unknown`` where a rate is.
    resistance : Resistance or None
        Of the cell, where the test needs it.
    unknown : tuple of Unknown
        What the answer cannot say.
    notes : tuple of str
        What a reader must know.
    sources : tuple of str
        Bibliography keys.
    """

    __test__ = False

    test: AbuseTest
    body: str
    mass_kg: float
    settings: Mapping[str, Setting]
    figures: tuple[Figure, ...]
    outcomes: tuple[Outcome, ...]
    verdicts: tuple[Verdict, ...]
    kind: Kind
    resistance: Resistance | None
    unknown: tuple[Unknown, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]

    def figure(self, name: str) -> Figure | None:
        """Return the figure of a name, None where the test has none."""
        return next((item for item in self.figures if item.name == name), None)

    def record(self, *, curves: bool = True) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "test": self.test.test,
            "name": self.test.label,
            "standard": self.test.standard.record(),
            "body": self.body,
            "mass_kg": self.mass_kg,
            "settings": [
                {
                    "name": item.name,
                    "value": item.value,
                    "unit": item.unit,
                    "origin": item.origin,
                    "source": item.source,
                    "locator": item.locator,
                    "note": item.note,
                }
                for item in self.settings.values()
            ],
            "figures": [item.record() for item in self.figures],
            "runs": [item.record(curve=curves) for item in self.outcomes],
            "verdicts": [
                {"answer": item.answer, "criterion": item.criterion, "reason": item.reason}
                for item in self.verdicts
            ],
            "kind": self.kind.value,
            "resistance": None if self.resistance is None else self.resistance.record(),
            "unknown": unknown_record(self.unknown),
            "notes": list(self.notes),
            "sources": list(self.sources),
        }
