"""Materials and families in the order in which moist air harms them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from davylamp.core.constants import STANDARD_TEMPERATURE_K
from davylamp.core.errors import MissingDatumError
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.materials._subject import Target, resolve
from davylamp.materials.exchange import OxygenExchange, rank_sulfides
from davylamp.materials.moisture import Hydrolysis, hydrolyse

__all__ = ["FamilyMoisture", "MoistureRanking", "rank_moisture"]

#: Dew point of a dry room, -40 degC [K].
DRY_ROOM_K = 233.15


@dataclass(frozen=True, slots=True)
class FamilyMoisture:
    """One family of materials in moist air.

    Parameters
    ----------
    family : str
        The family.
    members : tuple of str
        Materials ranked in it.
    affinity_J_per_mol : float or None
        Median over the members of the Gibbs energy that drives the gas out, at 1 bar of gas
        [J/mol]; None where the median member gives no gas.
    """

    family: str
    members: tuple[str, ...]
    affinity_J_per_mol: float | None


@dataclass(frozen=True, slots=True)
class MoistureRanking:
    """Answer of `rank_moisture`; every order has the most stable first.

    Parameters
    ----------
    materials : tuple of Hydrolysis
        By the Gibbs energy that drives out the most strongly driven gas; those without gas come
        first, the less energy a gram sets free the earlier.
    sulfides : tuple of OxygenExchange
        Materials with sulfur, by the Gibbs energy of full exchange per H2S.
    families : tuple of FamilyMoisture
        Families by the median of their members; only materials of the store have one.
    kind : Kind
        Weakest kind among the answers.
    unknown : tuple of Unknown
        Materials that could not be ranked.
    """

    materials: tuple[Hydrolysis, ...]
    sulfides: tuple[OxygenExchange, ...]
    families: tuple[FamilyMoisture, ...]
    kind: Kind
    unknown: tuple[Unknown, ...]

    @property
    def central_cations(self) -> tuple[str, ...]:
        """Central cations M of the sulfides Li-M-S, the hardest to hydrolyse first."""
        known = (one for one in self.sulfides if one.gibbs_J_per_mol_gas is not None)
        single = [one.central_cations[0] for one in known if len(one.composition) == 3]
        return tuple(dict.fromkeys(single))


def rank_moisture(
    materials: Sequence[Target],
    temperature_K: float = STANDARD_TEMPERATURE_K,
    dew_point_K: float | None = None,
    relative_humidity: float | None = None,
) -> MoistureRanking:
    """Order materials, sulfides and families by what moist air can do to them.

    Parameters
    ----------
    materials : sequence of Material, Composition or str
        Materials of the store or formulas.
    temperature_K : float
        Temperature [K].
    dew_point_K, relative_humidity : float, optional
        Humidity; without either the dew point of a dry room, -40 degC.

    Returns
    -------
    MoistureRanking
        An order of driving forces. It says nothing about rates, and so not which material
        gives the most gas in an hour.

    Raises
    ------
    InputError
        If a name or the humidity is wrong.

    Examples
    --------
    >>> ranking = rank_moisture(["LiBH4", "Li3PS4"])
    >>> [answer.name for answer in ranking.materials]
    ['Li3PS4', 'LiBH4']
    """
    if dew_point_K is None and relative_humidity is None:
        dew_point_K = DRY_ROOM_K
    answers: list[Hydrolysis] = []
    with_sulfur: list[Target] = []
    unknown: list[Unknown] = []
    families: dict[str, list[Hydrolysis]] = {}
    for target in materials:
        subject = resolve(target)
        try:
            answer = hydrolyse(target, temperature_K, dew_point_K, relative_humidity)
        except MissingDatumError as error:
            what = f"{subject.name} in moist air: {error.message}"
            unknown.append(Unknown(what, error.remedy or "expose it and analyse solid and gas"))
            continue
        if answer.gibbs_J_per_g is None:
            unknown.extend(answer.unknown[:1])
            continue
        answers.append(answer)
        if "S" in answer.composition:
            with_sulfur.append(target)
        if subject.material is not None:
            families.setdefault(subject.material.family, []).append(answer)
    return MoistureRanking(
        materials=tuple(sorted(answers, key=_order)),
        sulfides=rank_sulfides(with_sulfur, temperature_K),
        families=_families(families),
        kind=weakest(answer.kind for answer in answers),
        unknown=tuple(unknown),
    )


def _affinity(answer: Hydrolysis) -> float:
    return max((gas.affinity_J_per_mol for gas in answer.pressures), default=-math.inf)


def _order(answer: Hydrolysis) -> tuple[float, float]:
    return _affinity(answer), -(answer.gibbs_J_per_g or 0.0)


def _families(members: Mapping[str, list[Hydrolysis]]) -> tuple[FamilyMoisture, ...]:
    scores = {
        family: median(_affinity(answer) for answer in answers)
        for family, answers in members.items()
    }
    return tuple(
        FamilyMoisture(
            family,
            tuple(answer.name for answer in sorted(members[family], key=_order)),
            None if math.isinf(scores[family]) else scores[family],
        )
        for family in sorted(scores, key=lambda family: scores[family])
    )
