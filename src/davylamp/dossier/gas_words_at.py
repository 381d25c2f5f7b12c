"""What findings on gas at a moment share: topics, words, what settles them, bounds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from davylamp.core.evidence import NOT_REPORTED, Kind, Unknown
from davylamp.dossier.evidence import together
from davylamp.dossier.parts import UPPER_BOUND
from davylamp.dossier.severity import Hazard, Moment
from davylamp.dossier.topic import Topic
from davylamp.gas.source import Basis, When

if TYPE_CHECKING:
    from davylamp.gas.assessment import GasCase

__all__ = [
    "AT_MOMENT", "SETTLE", "SETTLE_AT", "bound_of", "gaps_in_words", "moment_of", "topic_of",
]  # fmt: skip

_GAS: Final = (Hazard.GAS,)
SETTLE: Final = "collect the gas in a closed vessel of known volume and analyse it"
#: What would settle how much gas comes.
SETTLE_AT: Final = {
    When.MAKING: "log the gas over the open electrolyte in the air of this room",
    When.USING: "online mass spectrometry (DEMS, OEMS) of the cell while it is cycled",
    When.FAILING: SETTLE,
    When.END: "open a cycled cell in a closed vessel, add water and analyse the gas",
}
#: Words for a finding about a moment.
AT_MOMENT: Final = {
    When.MAKING: "while the electrolyte lies open",
    When.USING: "in use",
    When.FAILING: "when the cell fails",
    When.END: "when the dead cell is opened",
}


def moment_of(when: When) -> Moment:
    """Return the moment of the dossier."""
    return Moment(when.value)


def _ident(when: When, what: str) -> str:
    return f"gas-{when.value.replace(' ', '-')}-{what}"


def topic_of(when: When, what: str, rule: str = "") -> Topic:
    """Return the topic of a question about gas at a moment."""
    hazards = (Hazard.GAS, Hazard.HEAT) if what == "fire" else _GAS
    return Topic(_ident(when, what), "cell", hazards, (moment_of(when),), rule)


def gaps_in_words(when: When, gaps: Sequence[Unknown], told: frozenset[Unknown]) -> tuple[str, str]:
    """Return gaps in words, those in short that the finding on poison tells in full."""
    fresh = [gap for gap in gaps if gap not in told]
    if len(fresh) < len(gaps):
        fresh.append(Unknown("how much of it comes, as told of its poison", SETTLE_AT[when]))
    return together(fresh)


def bound_of(case: GasCase) -> str:
    """Return that a number is an upper bound where no more gas can come, and all at once."""
    if case.basis is Basis.CEILING and case.kind is not Kind.UNKNOWN and not case.capped:
        return f"{UPPER_BOUND} for {', '.join(case.amounts)} alone"
    return UPPER_BOUND if case.capped else NOT_REPORTED
