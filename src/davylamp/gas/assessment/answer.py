"""The answer in a line: the worst that gas does, at which moment and where."""

from __future__ import annotations

from typing import Final

from davylamp.gas.assessment._digits import digits
from davylamp.gas.assessment.result import GasAssessment, GasCase
from davylamp.gas.mixture import gas_volume_m3
from davylamp.gas.source import Basis, When

__all__ = ["answer_in_words"]

#: Below this a number is told as being below it.
_LEAST: Final = 1e-3


def answer_in_words(result: GasAssessment) -> str:
    """Return one readable line for the worst case while the cell fails, and one before that."""
    parts = [_of(result, when) for when in (When.FAILING, When.MAKING, When.USING, When.END)]
    told = [part for part in parts if part]
    if not told:
        return "How much gas this cell gives off is not known at any moment."
    return " ".join(told)


def _of(result: GasAssessment, when: When) -> str:
    cases = result.at(when)
    if not cases:
        return ""
    words = {
        When.MAKING: "While the electrolyte lies open",
        When.USING: "In use",
        When.FAILING: "When it fails",
        When.END: "When it is opened at the end",
    }[when]
    most = max(cases, key=lambda case: case.total_mol)
    volume = _volume(gas_volume_m3(most.total_mol))
    poison = _poison(cases[0], most) + _bounds(result, when)
    return f"{words}: {_way(most)}{volume} of gas{poison}{_fire(result, when)}."


def _way(case: GasCase) -> str:
    """Return how an amount is known: at most where no more can come, else by what."""
    if case.basis is Basis.CEILING:
        return "at most "
    return f"{case.way} "


def _bounds(result: GasAssessment, when: When) -> str:
    """Return the toxic gas that could be far more than models give, by its elements."""
    open_ = [item for item in result.bounds if item.verdict == "unknown" and item.worst is not None]
    if when is not When.FAILING or not open_:
        return ""
    worst = open_[0].worst
    assert worst is not None
    times = f"{_digits(worst.ratio)} times {worst.limit.quantity}"
    return f"; by elements no more {open_[0].species} than {times}"


def _poison(case: GasCase, most: GasCase) -> str:
    named = (("IDLH", case.idlh), ("AEGL-2", case.aegl2))
    known = [(name, index) for name, index in named if index is not None]
    if not known:
        return ""
    name, found = max(known, key=lambda item: item[1].value)
    bound = ""
    if case.basis is Basis.CEILING and found.complete and found.value >= _LEAST:
        alone = "" if case.capped else f"{' and '.join(case.amounts)} alone "
        bound = f"{alone}at most "
    way = "" if case.basis is Basis.CEILING or case.way == most.way else f"{case.way} "
    over = f" over {found.averaging_s / 60.0:g} min" if found.averaging_s else ""
    without = "" if found.complete else f"; no limit is stored of {', '.join(found.missing)}"
    of = f"{found.by}{without}"
    return f"; {way}{bound}{_digits(found.value)} times {name}{over} in {case.place.title} ({of})"


def _fire(result: GasAssessment, when: When) -> str:
    case = result.fiercest(when)
    if case is None:
        told = [item.fire.flammable if item.fire else None for item in result.at(when)]
        return "; it does not burn in air" if set(told) == {False} else "; fire is not known"
    if case.place.oxygen_share <= 0.0:
        return f"; it can burn once it meets air, which {case.place.title} has not"
    return f"; it can burn, and reaches {_digits(100.0 * case.burning)} % of its lower limit"


def _volume(volume_m3: float) -> str:
    """Return a volume of gas in litres, a small one in cubic centimetres."""
    if volume_m3 < 1e-4:
        return f"{_digits(1e6 * volume_m3)} cm³"
    return f"{_digits(1e3 * volume_m3)} L"


def _digits(value: float) -> str:
    if value < _LEAST:
        return "less than 0.001"
    return digits(value)
