"""Every mechanism of a cell over the same draws, their weakest link, map and window."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.cell import Cell
from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.core.parameter import Parameter
from davylamp.core.units import format_quantity
from davylamp.dendrites.assessment.answer import answer_in_words
from davylamp.dendrites.assessment.current_map import (
    CurrentMap,
    PressureWindow,
    map_currents,
    pressure_window,
)
from davylamp.dendrites.assessment.draws import draw_parameters, shared_parameters
from davylamp.dendrites.assessment.measured import (
    exceeded_limits,
    highest_void_pressure_Pa,
    measured_gaps,
    measured_limits,
)
from davylamp.dendrites.assessment.result import (
    DendriteAssessment,
    MechanismAnswer,
)
from davylamp.dendrites.assessment.spread import influences, share_of, spread_of
from davylamp.dendrites.assessment.tested import with_own_tests
from davylamp.dendrites.assessment.verdict import gaps_of, verdict_of
from davylamp.dendrites.assessment.ways import Ways, ways_through
from davylamp.dendrites.assessment.weakest import weakest_link
from davylamp.dendrites.interlayers import interlayer_evidence
from davylamp.dendrites.mechanism import Mechanism, Role, Undecided
from davylamp.dendrites.subject import Subject, subject_of

__all__ = ["DRAWS", "assess_dendrites", "assess_ways", "under"]

FloatArray = npt.NDArray[np.float64]

#: Draws of an assessment.
DRAWS: Final = 4000
#: What a cell may be asked about, as a cell file may tell it, in SI units; unit to tell it in.
_CREDIBLE: Final = {
    "current": (1e-6, 1e4, "mA/cm2"),
    "capacity": (0.036, 3.6e7, "mAh/cm2"),
    "temperature": (123.15, 823.15, "degC"),
    "stack pressure": (0.0, 2e9, "MPa"),
}
#: Stack pressure that stands in for one that is not known, where pressure is varied anyway [Pa].
_SOME_PRESSURE_PA: Final = 1e6


def assess_dendrites(
    cell: Cell | Subject, *, draws: int = DRAWS, seed: int = 0
) -> DendriteAssessment:
    """Judge whether lithium gets through the electrolyte of a cell.

    All mechanisms see the same draws of the parameters that they share. In each draw the lowest
    critical current is that of the cell. A mechanism that cannot tell is never left out of a
    share as if it held.

    Parameters
    ----------
    cell : davylamp.cell.Cell or davylamp.dendrites.Subject
        The cell, or what `under` made of it.
    draws : int
        Draws of all parameters.
    seed : int
        Of the draws.

    Raises
    ------
    InputError
        If there are no draws, the seed is negative, or two mechanisms differ on what they share.

    Examples
    --------
    >>> from davylamp.cell import example_path, read_cell
    >>> answer = assess_dendrites(read_cell(example_path("sulfide")), draws=200)
    >>> answer.electrolyte, answer.current_A_per_m2
    ('Li6PS5Cl', 5.0)
    """
    subject = cell if isinstance(cell, Subject) else subject_of(cell)
    varied = None
    if subject.stack_pressure_Pa is None:
        varied = ways_through(under(subject, stack_pressure_Pa=_SOME_PRESSURE_PA))
    return assess_ways(subject, ways_through(subject), varied=varied, draws=draws, seed=seed)


def under(
    cell: Cell | Subject,
    *,
    current_A_per_m2: float | None = None,
    capacity_C_per_m2: float | None = None,
    temperature_K: float | None = None,
    stack_pressure_Pa: float | None = None,
) -> Subject:
    """Return a cell under other conditions; what is not given stays as the cell has it.

    Parameters
    ----------
    current_A_per_m2 : float, optional
        Current density on charge [A/m2].
    capacity_C_per_m2 : float, optional
        Charge plated in one full charge [C/m2].
    temperature_K : float, optional
        Temperature [K].
    stack_pressure_Pa : float, optional
        Stack pressure [Pa].

    Raises
    ------
    InputError
        If current, capacity, temperature or pressure are not credible.
    """
    for name, value in (
        ("current", current_A_per_m2),
        ("capacity", capacity_C_per_m2),
        ("temperature", temperature_K),
        ("stack pressure", stack_pressure_Pa),
    ):
        low, high, unit = _CREDIBLE[name]
        if value is not None and not low <= value <= high:
            ends = " to ".join(format_quantity(end, unit, digits=3) for end in (low, high))
            raise InputError(
                f"{name} {format_quantity(value, unit, digits=3)} is not credible",
                remedy=f"credible is {ends}; check the number and the unit",
            )
    subject = cell if isinstance(cell, Subject) else subject_of(cell)
    operation = subject.cell.operation
    if current_A_per_m2 is not None:
        operation = dataclasses.replace(
            operation, current_density_A_per_m2=current_A_per_m2, c_rate_per_h=None
        )
    if temperature_K is not None:
        operation = dataclasses.replace(operation, temperature_K=temperature_K)
    if stack_pressure_Pa is not None:
        operation = dataclasses.replace(operation, stack_pressure_Pa=stack_pressure_Pa)
    changed = subject_of(dataclasses.replace(subject.cell, operation=operation))
    kept = subject.capacity_C_per_m2 if capacity_C_per_m2 is None else capacity_C_per_m2
    return dataclasses.replace(changed, capacity_C_per_m2=kept)


def assess_ways(
    subject: Subject, ways: Ways, *, varied: Ways | None = None, draws: int = DRAWS, seed: int = 0
) -> DendriteAssessment:
    """Judge a cell by given mechanisms.

    Parameters
    ----------
    subject : davylamp.dendrites.Subject
        The cell.
    ways : Ways
        Mechanisms put to it.
    varied : Ways, optional
        The same at some stack pressure, for map and window, where that of the cell is not known.
    draws, seed : int
        Draws of all parameters.
    """
    ways = with_own_tests(subject, ways)
    parameters = shared_parameters(ways.mechanisms)
    drawn = draw_parameters(parameters, draws, seed)
    answers: list[MechanismAnswer] = []
    undecided = [dataclasses.replace(item, name=_titled(item.name)) for item in ways.undecided]
    currents: dict[str, FloatArray] = {}
    for mechanism in ways.mechanisms:
        critical = _critical(mechanism, drawn, draws)
        if mechanism.role is Role.LIMIT and np.isnan(critical).all():
            undecided.append(_cannot_tell(mechanism))
            continue
        answers.append(_answer(subject, mechanism, drawn, critical))
        if mechanism.role is Role.LIMIT:
            currents[mechanism.id] = critical
    link, lowest = (None, None)
    if currents:
        link, lowest = weakest_link(currents, subject.current_A_per_m2)
    chart, window = _over_pressure(subject, varied or ways, draws, seed)
    between = interlayer_evidence(subject.cell)
    measured = measured_limits(subject)
    exceeded = exceeded_limits(subject, measured)
    beside = (*between.unknown, *measured_gaps(subject, measured))
    unknown = tuple(dict.fromkeys((*gaps_of(subject, answers, undecided), *beside)))
    result = DendriteAssessment(
        cell=subject.cell.name,
        electrolyte=subject.material.id,
        current_A_per_m2=subject.current_A_per_m2,
        capacity_C_per_m2=subject.capacity_C_per_m2,
        temperature_K=subject.temperature_K,
        stack_pressure_Pa=subject.stack_pressure_Pa,
        draws=draws,
        seed=seed,
        mechanisms=tuple(answers),
        weakest=link,
        influences=() if lowest is None else influences(drawn, lowest),
        undecided=tuple(undecided),
        not_applicable=tuple(
            dataclasses.replace(item, name=_titled(item.name)) for item in ways.not_applicable
        ),
        map=chart,
        window=window,
        measured=measured,
        exceeded_limits=exceeded,
        interlayer=between,
        verdict=verdict_of(subject, link, answers, (*undecided, *beside), exceeded=bool(exceeded)),
        kind=weakest(item.kind for item in answers if item.role is Role.LIMIT),
        unknown=unknown,
    )
    return dataclasses.replace(result, answer=answer_in_words(result))


def _critical(mechanism: Mechanism, drawn: Mapping[str, FloatArray], draws: int) -> FloatArray:
    values = np.asarray(mechanism.critical_current_A_per_m2(drawn), dtype=np.float64)
    if values.shape != (draws,) or bool((values < 0.0).any()):
        raise InputError(f"{mechanism.id} gave no critical current of at least 0 for each draw")
    return values


def _cannot_tell(mechanism: Mechanism) -> Undecided:
    gap = Unknown(
        f"the critical current of {mechanism.name.lower()}: no draw gives one",
        "measure what it depends on, or narrow its range",
    )
    return Undecided(mechanism.id, _titled(mechanism.name), mechanism.unknown or (gap,))


def _titled(name: str) -> str:
    return name[:1].upper() + name[1:]


def _answer(
    subject: Subject,
    mechanism: Mechanism,
    drawn: Mapping[str, FloatArray],
    critical: FloatArray,
) -> MechanismAnswer:
    current, full = subject.current_A_per_m2, subject.capacity_C_per_m2
    exceeded = capacity = within = None
    if current is not None:
        over, open_ = critical <= current, np.isnan(critical)
        exceeded = share_of(over, open_)
        if over.any():
            charge = np.asarray(mechanism.failure_capacity_C_per_m2(drawn, current))
            capacity = spread_of(charge[over])
            if full is not None:
                # A charge that is not known may be less than a full one.
                within = share_of(over & (charge <= full), open_ | (over & np.isnan(charge)))
        elif full is not None:
            within = share_of(over, open_)
    own = {name: drawn[name] for name in mechanism.parameters}
    return MechanismAnswer(
        id=mechanism.id,
        name=_titled(mechanism.name),
        role=mechanism.role,
        critical=spread_of(critical),
        exceeded=exceeded,
        capacity=capacity,
        within_charge=within,
        influences=influences(own, critical),
        parameters=dict(mechanism.parameters),
        kind=_kind(mechanism.parameters.values()),
        notes=mechanism.notes,
        unknown=mechanism.unknown,
    )


def _kind(parameters: Iterable[Parameter]) -> Kind:
    """Return the weakest evidence; what the design fixes without a source is no evidence."""
    listed = list(parameters)
    known = [item.kind for item in listed if item.sources or item.distribution.shape != "fixed"]
    return weakest(known or [item.kind for item in listed])


def _over_pressure(
    subject: Subject, ways: Ways, draws: int, seed: int
) -> tuple[CurrentMap | None, PressureWindow | None]:
    if not any(item.role is Role.LIMIT for item in ways.mechanisms):
        return None, None
    parameters = shared_parameters(ways.mechanisms)
    pressure = subject.stack_pressure_Pa
    chart = map_currents(ways.mechanisms, parameters, subject.layer.thickness_m, pressure)
    current, window = subject.current_A_per_m2, None
    if current is not None:
        drawn = draw_parameters(parameters, draws, seed)
        voids_Pa = highest_void_pressure_Pa(subject, measured_limits(subject))
        window = pressure_window(
            ways.mechanisms, drawn, current, pressure, voids_measured_Pa=voids_Pa
        )
    return chart, window
