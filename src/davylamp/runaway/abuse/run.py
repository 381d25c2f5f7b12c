"""Run a test on a cell or a body, between the ends of what is not known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.runaway.abuse.block import AbuseTest, Settings
from davylamp.runaway.abuse.measure import Vessel, figures, outcome
from davylamp.runaway.abuse.resistance import Resistance
from davylamp.runaway.abuse.result import TestResult
from davylamp.runaway.abuse.subject import (
    ELECTRICAL,
    Subject,
    filled,
    protected,
    resistance_of,
    subject_of,
    vessel_of,
)
from davylamp.runaway.abuse.trial import Trial
from davylamp.runaway.abuse.verdict import verdicts
from davylamp.runaway.body import Body

if TYPE_CHECKING:
    from davylamp.cell.model import Cell
    from davylamp.runaway.network import Network

__all__ = ["bodies_of", "run_test", "trials_of"]

_WITHOUT: Final = "without the steps of unknown rate"
_AT_ONCE: Final = "with the steps of unknown rate at once"
_NOTES: Final = {
    "dsc": "heat per gram is of the whole cell, housing included",
    "oven": "one temperature for the whole cell; the oven is not warmed by it",
    "ramp": "the heater works without loss, and until the end of the ramp is reached",
    "heater": "one temperature for the whole cell: its heated face is hotter",
    "internal_short": "one temperature for the whole cell: the spot of the short is hotter",
    "nail": "one temperature for the whole cell: the surroundings of the nail are hotter; the nail "
    "takes no heat away",
    "external_short": "the short is connected all the time; no fuse or separator interrupts it",
    "overcharge": "lithium that is plated and a cathode emptied beyond its range react as those of "
    "the full cell do: an earlier onset of oxygen release is not in it",
}
_COMPETE: Final = (
    "the two ends of what is unknown bound the first onset; steps compete for what there is, so "
    "that gas, heat and temperatures after it may lie outside: the heat ceiling bounds heat and "
    "temperatures, not gas"
)
#: Resistances of the cell over that of an external short at which the hottest one is sought.
_MATCHED: Final = tuple(2.0 ** (0.5 * step) for step in range(9))
_STORED: Final = (
    "stored electrical energy comes on top of the reactions of the charged cell, though a "
    "discharged one has less to react: an upper bound"
)


def run_test(
    subject: Cell | Body | Subject, test: AbuseTest | str, *, network: Network | None = None
) -> TestResult:
    """Return what a test reports.

    Where a step of the network has no known rate, the test runs twice, without it and with it at
    once, and every figure is a range.

    Parameters
    ----------
    subject : Cell or Body or Subject
        What is tested.
    test : AbuseTest or str
        A test, or the name of one with the values of its standard.
    network : Network, optional
        Reactions to use instead of those the cell's materials suggest.

    Raises
    ------
    InputError
        If the test is not known or its values contradict each other.
    MissingDatumError
        If the test needs what is not known about the cell, such as its electrical energy.
    NoConvergenceError
        If a run finds no solution, or one that does not balance.

    Examples
    --------
    >>> from davylamp.runaway.networks import liquid_body
    >>> result = run_test(liquid_body(), "arc")
    >>> result.figure("T2").unit
    'K'
    """
    if isinstance(test, str):
        test = AbuseTest(test)
    settings = test.settings()
    if not isinstance(subject, Subject):
        subject = subject_of(subject, settings, network, full=test.test == "overcharge")
    elif network is not None:
        raise InputError("a subject brings its network", remedy="change its body instead")
    subject = protected(subject, test.safeguards, test.test)
    casing = Vessel() if test.test == "dsc" else vessel_of(subject.vessel, settings)
    subject = replace(subject, vessel=casing)
    settings = filled(settings, subject, test.test)
    resistance = resistance_of(subject, settings, test.test)
    labelled = list(trials_of(subject, test.test, settings, resistance))
    trials = [trial for _, trial in labelled]
    bodies = [trial.history.body for trial in trials]
    kinds = [_kind(body) for body in bodies]
    if resistance is not None:
        kinds.append(resistance.kind)
    if subject.body.network.rate_unknown:
        kinds.append(Kind.UNKNOWN)
    return TestResult(
        test=test,
        body=subject.body.name,
        mass_kg=subject.body.mass_kg,
        settings=settings.values,
        figures=figures(test.test, trials, subject.vessel),
        outcomes=tuple(outcome(trial, label, subject.vessel) for label, trial in labelled),
        verdicts=verdicts(test, subject, settings, trials, resistance),
        kind=weakest(kinds),
        resistance=resistance,
        unknown=_unknown(test.test, subject, resistance),
        notes=_notes(test.test, subject),
        sources=_sources(test, settings, subject, resistance),
    )


def trials_of(
    subject: Subject, test: str, settings: Settings, resistance: Resistance | None
) -> Iterator[tuple[str, Trial]]:
    """Yield the runs of a test with their labels, from the mild to the harsh end."""
    bodies = bodies_of(subject.body)
    for label, body in bodies:
        for more, trial in _runs(body, subject, test, settings, resistance):
            yield "; ".join(part for part in (label, more) if part), trial


def bodies_of(body: Body) -> list[tuple[str, Body]]:
    """Return a body without its steps of unknown rate, and with them at once; with labels."""
    if not body.network.rate_unknown:
        return [("", body)]
    from davylamp.runaway.networks import bounded

    without, at_once = bounded(body.network)
    return [
        (_WITHOUT, replace(body, network=without)),
        (_AT_ONCE, replace(body, network=at_once)),
    ]


def _runs(
    body: Body, subject: Subject, test: str, settings: Settings, resistance: Resistance | None
) -> Iterator[tuple[str, Trial]]:
    from davylamp.runaway.abuse import calorimetry, electrical, furnace

    simple: dict[str, Callable[[Body, Settings], Trial]] = {
        "dsc": calorimetry.dsc,
        "arc": calorimetry.arc,
        "oven": furnace.oven,
        "ramp": furnace.ramp,
        "heater": furnace.surface_heater,
    }
    if test in simple:
        yield "", simple[test](body, settings)
        return
    given = settings.maybe("cell_resistance")
    ends: Sequence[tuple[str, float, float]]
    if given is not None:
        ends = [("", given, 0.0)]
    elif resistance is not None:
        low, high = resistance.low_ohm, resistance.high_ohm
        ends = [
            (f"cell of {_ohm(high)}", high, 0.0),
            (f"cell of {_ohm(low)}, less when hot", low, resistance.energy_J_per_mol),
        ]
    else:
        raise InputError(
            f"the resistance of {body.name} is not known",
            remedy='give it in the test block: "cell_resistance: 60 mohm"',
        )
    if test == "overcharge":
        ohms = [ohm for _, ohm, _ in ends]
        for label, ohm, all_heat in (
            ("the current heats the cell by its resistance alone", min(ohms), False),
            ("all power of the charger is heat", max(ohms), True),
        ):
            yield (
                label,
                electrical.overcharge(body, settings, ohm, subject.capacity_C, all_heat=all_heat),
            )
        return
    found = []
    for label, ohm, energy in ends:
        found.append(_short(body, subject, test, settings, ohm, energy))
        yield label, found[-1]
    if test != "external_short" or len(ends) < 2:
        return
    # Between the ends a cell gets hotter than at both: most power stays in it where its resistance
    # is that of the short, and more of the energy where it is a few times as large.
    short_ohm = settings["resistance"]
    (_, high, _), (_, low, energy) = ends
    between = [factor * short_ohm for factor in _MATCHED if low < factor * short_ohm < high]
    inner = [(ohm, _short(body, subject, test, settings, ohm, energy)) for ohm in between]
    if inner:
        ohm, hottest = max(inner, key=lambda pair: pair[1].history.peak_K)
        if hottest.history.peak_K > max(trial.history.peak_K for trial in found):
            yield f"cell of {_ohm(ohm)}, hottest between them", hottest


def _short(
    body: Body, subject: Subject, test: str, settings: Settings, cell_ohm: float, energy: float
) -> Trial:
    from davylamp.runaway.abuse import electrical

    return electrical.short(
        body,
        settings,
        cell_ohm,
        outside=test == "external_short",
        energy_J_per_mol=energy,
        safeguards=subject.in_circuit,
    )


def _ohm(value: float) -> str:
    return f"{value:.3g} ohm" if value >= 1.0 else f"{1e3 * value:.3g} mohm"


def _kind(body: Body) -> Kind:
    return weakest([body.heat_capacity.kind, *(step.kind for step in body.network.steps)])


def _unknown(test: str, subject: Subject, resistance: Resistance | None) -> tuple[Unknown, ...]:
    network = subject.body.network
    rows = [*network.unknown, *subject.unknown]
    rows += [
        Unknown(
            f"the rate of: {step.title}",
            "DSC of the pair at several heating rates, or ARC of the cell",
        )
        for step in network.rate_unknown
        if not any(step.title in item.what for item in network.unknown)
    ]
    if resistance is not None:
        rows += resistance.unknown
    if not subject.whole and test not in ("dsc", "arc"):
        rows.append(
            Unknown(
                "temperatures of the whole cell: one square metre of one unit cell, cooled on both "
                "faces, was tested, and a stack of many keeps its heat",
                "give area and unit_cells of the casing",
            )
        )
    vessel = subject.vessel
    if test != "dsc" and None in (vessel.vent_pressure_Pa, vessel.free_volume_m3):
        rows.append(
            Unknown(
                "when the cell vents",
                "give vent_pressure and free_volume of the casing, or measure them with a pump",
            )
        )
    return tuple(dict.fromkeys(rows))


def _notes(test: str, subject: Subject) -> tuple[str, ...]:
    notes = [_NOTES[test]] if test in _NOTES else []
    if subject.body.network.rate_unknown:
        notes.append(_COMPETE)
    if test in ELECTRICAL and test != "overcharge":
        notes.append(_STORED)
    if test not in ("dsc", "arc"):
        notes.append(
            "heat that leaves with vented gas stays in the balance: peaks are upper bounds"
        )
    return tuple(dict.fromkeys([*notes, *subject.body.notes, *subject.body.network.notes]))


def _sources(
    test: AbuseTest, settings: Settings, subject: Subject, resistance: Resistance | None
) -> tuple[str, ...]:
    keys: list[str] = [test.standard.source]
    keys += [setting.source for setting in settings.values.values()]
    body = subject.body
    keys += body.heat_capacity.sources
    for step in body.network.steps:
        keys += [*step.sources, *step.heat_J_per_kg.sources]
        rate = step.rate
        if rate is not None:
            for part in (rate.frequency_per_s, rate.activation_energy_J_per_mol, rate.peak_K):
                keys += () if part is None else part.sources
    if resistance is not None:
        for layer in resistance.parts:
            keys += layer.sources
    return tuple(dict.fromkeys(key for key in keys if key))
