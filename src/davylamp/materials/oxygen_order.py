"""Do published orders of oxygen release come out: metal before metal, less lithium before more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from davylamp.core.evidence import Kind, weakest
from davylamp.materials._subject import Target
from davylamp.materials.oxygen import OxygenRelease, release_oxygen

__all__ = ["OxygenOrder", "PairVerdict", "compare_oxygen_release", "oxygen_against_lithium"]

#: Two lithium contents on one two-phase line do not differ but by round-off [J/mol].
_NO_DIFFERENCE_J_PER_MOL: Final = 10.0
Verdict = Literal["hit", "miss", "undecided", "unknown"]


@dataclass(frozen=True, slots=True)
class PairVerdict:
    """One expected order of two answers.

    Parameters
    ----------
    easier, harder : str
        What should give off oxygen more easily, and what less.
    difference_J_per_mol_O2 : float or None
        Gibbs energy of the harder less that of the easier: positive agrees [J/mol].
    uncertainty_J_per_mol_O2 : float or None
        Standard uncertainty of the difference [J/mol].
    verdict : {'hit', 'miss', 'undecided', 'unknown'}
        ``undecided`` where the difference is smaller than its uncertainty, or there is none.
    """

    easier: str
    harder: str
    difference_J_per_mol_O2: float | None
    uncertainty_J_per_mol_O2: float | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class OxygenOrder:
    """Answer of `compare_oxygen_release` and `oxygen_against_lithium`.

    Parameters
    ----------
    answers : tuple of OxygenRelease
        In the expected order, the easiest first.
    pairs : tuple of PairVerdict
        Each answer against the next.
    kind : Kind
        Weakest kind among the answers.
    """

    answers: tuple[OxygenRelease, ...]
    pairs: tuple[PairVerdict, ...]
    kind: Kind

    @property
    def verdict(self) -> Verdict:
        """The worst verdict among the pairs: miss, then unknown, then undecided, then hit."""
        found = {pair.verdict for pair in self.pairs}
        order: tuple[Verdict, ...] = ("miss", "unknown", "undecided", "hit")
        return next((verdict for verdict in order if verdict in found), "unknown")


def compare_oxygen_release(
    materials: Sequence[Target] = ("LiNiO2", "LiCoO2", "LiMn2O4", "LiFePO4"),
    x: float = 0.5,
    *,
    extrapolate: bool = False,
) -> OxygenOrder:
    """Compare cathodes at one lithium content, given in the order expected, the easiest first.

    Parameters
    ----------
    materials : sequence of Material or str
        By default the published order: nickel, cobalt, manganese, phosphate.
    x : float
        Lithium per host formula.
    extrapolate : bool
        Hold the last voltage where a curve does not reach `x`.

    Returns
    -------
    OxygenOrder

    Examples
    --------
    >>> order = compare_oxygen_release()
    >>> [pair.verdict for pair in order.pairs][1:]
    ['hit', 'hit']
    """
    answers = [release_oxygen(material, x, extrapolate=extrapolate) for material in materials]
    return _order(answers, [answer.name for answer in answers], same=False)


def oxygen_against_lithium(
    material: Target, contents: Sequence[float], *, extrapolate: bool = False
) -> OxygenOrder:
    """Oxygen release of one cathode over its lithium content, least lithium first.

    The expected order is that less lithium gives off oxygen more easily. The error of the
    formation enthalpy is common to all contents and is left out of these differences.

    Parameters
    ----------
    material : Material or str
        The cathode.
    contents : sequence of float
        Lithium per host formula.
    extrapolate : bool
        Hold the last voltage where the curve does not reach a content.

    Returns
    -------
    OxygenOrder

    Examples
    --------
    >>> oxygen_against_lithium("LiCoO2", [0.5, 0.6, 0.7]).verdict
    'hit'
    """
    answers = [release_oxygen(material, x, extrapolate=extrapolate) for x in sorted(contents)]
    return _order(
        answers, [f"{answer.name} x = {answer.lithium:g}" for answer in answers], same=True
    )


def _order(answers: list[OxygenRelease], names: list[str], *, same: bool) -> OxygenOrder:
    pairs = []
    for place in range(len(answers) - 1):
        easier, harder = answers[place], answers[place + 1]
        pairs.append(_pair(easier, harder, names[place], names[place + 1], same=same))
    kind = weakest(answer.kind for answer in answers)
    return OxygenOrder(tuple(answers), tuple(pairs), kind)


def _pair(
    easier: OxygenRelease, harder: OxygenRelease, first: str, second: str, *, same: bool
) -> PairVerdict:
    low, high = easier.gibbs_J_per_mol_O2, harder.gibbs_J_per_mol_O2
    if low is None or high is None:
        return PairVerdict(first, second, None, None, "unknown")
    difference = high - low
    spreads = (easier.uncertainty_J_per_mol_O2, harder.uncertainty_J_per_mol_O2)
    spread = None
    if same:
        spread = 0.0
    elif spreads[0] is not None and spreads[1] is not None:
        spread = float((spreads[0] ** 2 + spreads[1] ** 2) ** 0.5)
    if abs(difference) <= max(spread or 0.0, _NO_DIFFERENCE_J_PER_MOL):
        return PairVerdict(first, second, difference, spread, "undecided")
    return PairVerdict(first, second, difference, spread, "hit" if difference > 0.0 else "miss")
