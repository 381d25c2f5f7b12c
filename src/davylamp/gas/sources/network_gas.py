"""Gas over time by the steps of the reaction network, from a test that has been run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from davylamp.core.evidence import Kind, Unknown
from davylamp.core.parameter import Parameter
from davylamp.gas.crossing import first_reached
from davylamp.gas.source import Basis, GasHistory, GasSource, When
from davylamp.gas.sources._ledger import Flow, Product, amount_of, closed_gas, ledger, other_vapours
from davylamp.gas.species import SPECIES

if TYPE_CHECKING:
    from davylamp.runaway.abuse import Outcome, TestResult

__all__ = ["run_sources"]

_SETTLE: Final = "heat a charged cell in a closed vessel and analyse the gas over time"
#: Shares of the gas between which it is said to come.
_FROM, _TO = 0.05, 0.95
#: What the label of a run says in which the steps of unknown rate go at once.
_AT_ONCE: Final = "at once"
#: Share of the most plentiful gas above which one that comes and goes is told.
_WORTH_TELLING: Final = 0.01


def run_sources(test: TestResult, capacity_Ah: float | None = None) -> tuple[GasSource, ...]:
    """Return the gas over time of each run of a test: one for each end of what is not known."""
    return tuple(
        _run_source(test, outcome, number, capacity_Ah)
        for number, outcome in enumerate(test.outcomes)
    )


def _run_source(
    test: TestResult, outcome: Outcome, number: int, capacity_Ah: float | None
) -> GasSource:
    curve = outcome.curve
    kind = test.kind
    label = f", {outcome.label}" if outcome.label else ""
    title = f"reaction network, {test.test.name or test.test.test.upper()}{label}"
    ident = f"heating-run-{test.test.test}" + (f"-{number}" if number else "")
    notes = ["the time is that of the test, not of an accident in the field"]
    unknown = list(test.unknown)
    consumed, gases, left, more, gaps = _balance(outcome)
    notes.extend(more)
    unknown.extend(gaps)
    peaks = {name: float(np.max(values)) for name, values in curve.gases_mol.items()}
    least = _WORTH_TELLING * max(peaks.values(), default=0.0)
    passing = [
        f"{name} up to {peak:.3g} mol"
        for name, peak in peaks.items()
        if peak > max(2.0 * gases.get(name, 0.0), least)
    ]
    if passing:
        notes.append(
            f"made and used up again on the way: {', '.join(passing)}; it can leave if the cell "
            "opens in between"
        )
    at_once = _AT_ONCE in outcome.label
    if at_once:
        # Steps of unknown rate go at once here: what follows about time would be made up.
        unknown.append(Unknown("how fast this gas comes: rates are missing", _SETTLE))
    if not gases:
        unknown.append(Unknown("the gas of these steps: none of them names any", _SETTLE))
    return GasSource(
        id=ident,
        title=title,
        when=When.FAILING,
        basis=Basis.EXPECTED,
        amounts={name: amount_of(n, kind, test.sources) for name, n in gases.items()},
        kind=kind,
        temperature_K=float(np.max(curve.temperature_K)),
        onset_K=_onset_K(outcome, gases),
        duration_s=None if at_once else _duration(outcome, gases, kind),
        history=_history(outcome, gases),
        consumed_mol=ledger(consumed),
        left_mol=ledger(left),
        per_mass_kg=test.mass_kg,
        per_capacity_Ah=capacity_Ah,
        sources=test.sources,
        notes=(*notes, *test.notes),
        unknown=tuple(unknown),
    )


def _balance(
    outcome: Outcome,
) -> tuple[list[Flow], dict[str, float], list[Flow], tuple[str, ...], tuple[Unknown, ...]]:
    """Return what took part, the gas, what is left, notes and what is not known.

    All that was there counts, not what changed: the difference of two amounts that hardly differ
    holds too few digits for a balance.
    """
    consumed: list[Flow] = []
    products: list[Product] = []
    for item in outcome.changes:
        if item.composition is None:
            continue
        if item.start_mol > 0.0:
            consumed.append((item.composition, item.start_mol))
        # What was not there at the start can only fall below zero by round-off.
        if item.end_mol > 0.0:
            is_gas = item.phase == "gas"
            products.append((item.species, item.composition, item.end_mol, is_gas))
    if not all(item.composition is not None for item in outcome.changes):
        gases = {name: n for name, _, n, is_gas in products if is_gas and name in SPECIES}
        note = "steps without a formula take part: elements are not balanced"
        return [], gases, [], (note,), ()
    gases, left, other = closed_gas(consumed, products)
    return consumed, gases, left, *other_vapours(other)


def _history(outcome: Outcome, gases: dict[str, float]) -> GasHistory | None:
    """Return what has left for good by each time: gas that is used up again is not counted."""
    curve = outcome.curve
    released = {}
    for name, amount in gases.items():
        values = np.minimum.accumulate(curve.gases_mol[name][::-1])[::-1]
        end = float(values[-1])
        if end > 0.0:
            released[name] = np.maximum(values, 0.0) * (amount / end)
    if not released:
        return None
    return GasHistory(curve.time_s, released, curve.temperature_K)


def _moment_s(history: GasHistory, share: float) -> tuple[float, float]:
    """Return time [s] and temperature [K] at which a share of all gas has come."""
    total = np.sum(np.array(list(history.released_mol.values())), axis=0)
    level = share * float(total[-1])
    time_s = first_reached(total, level, history.time_s)
    temperature_K = first_reached(total, level, history.temperature_K)
    assert time_s is not None
    assert temperature_K is not None
    return time_s, temperature_K


def _onset_K(outcome: Outcome, gases: dict[str, float]) -> float | None:
    history = _history(outcome, gases)
    return None if history is None else _moment_s(history, 0.01)[1]


def _duration(outcome: Outcome, gases: dict[str, float], kind: Kind) -> Parameter | None:
    history = _history(outcome, gases)
    if history is None:
        return None
    span = _moment_s(history, _TO)[0] - _moment_s(history, _FROM)[0]
    note = "between 5 and 95 % of the gas, in this test"
    return Parameter(span, "s", kind, note=note)
