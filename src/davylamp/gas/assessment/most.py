"""The most of each toxic gas by the elements of a cell, beside limits and what models give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from davylamp.cell.model import Cell
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.gas.assessment._digits import digits
from davylamp.gas.assessment.case import case_of
from davylamp.gas.assessment.parts import Check, GasFigure
from davylamp.gas.assessment.places import place_of
from davylamp.gas.assessment.result import GasCase, Step
from davylamp.gas.source import GasSource, When
from davylamp.gas.species import SPECIES

if TYPE_CHECKING:
    from davylamp.runaway.inventory import Inventory
    from davylamp.store.hazards import HazardLimit

__all__ = ["BOUNDS", "Most", "bound_step", "most_of_each"]

#: Id of the step.
BOUNDS: Final = "bounds-failing"
_TITLE: Final = "Toxic gas by elements alone"
#: Share of a limit from which on gas is no longer harmless, as in the rules of the dossier [1].
_HARMS: Final = 0.1
_SETTLE: Final = "make a charged cell fail in a closed vessel and analyse its gas for them"
_NAMED: Final = 4
_HOUSING: Final = Unknown(
    "which toxic gas the plastics of the housing give",
    "burn the empty housing and analyse the gas",
)


@dataclass(frozen=True, slots=True)
class Most:
    """The most of one toxic gas that the elements of a failing cell can make.

    Each takes an element for itself: they cannot all be true at once and are never added up.

    Parameters
    ----------
    species : str
        The gas.
    source : GasSource
        Its bound; without amounts where a part of the cell has no formula.
    mol : float or None
        Of all cells that open [mol]; None where nothing bounds it.
    peak_ppm : float or None
        In the place, all at once and evenly mixed [ppm].
    idlh, aegl2 : Check or None
        Beside IDLH, and the AEGL-2 of the averaging time that is exceeded most; None without one.
    mg_per_Wh : float or None
        Over the electrical energy of the cell [mg/Wh].
    modelled_ppm : float
        Highest peak of any case of a failing cell [ppm]; 0 where no case names it.
    modelled_share : float
        The worst of its peak over IDLH and its means over AEGL-2 in these cases [1].
    """

    species: str
    source: GasSource
    mol: float | None
    peak_ppm: float | None
    idlh: Check | None = None
    aegl2: Check | None = None
    mg_per_Wh: float | None = None
    modelled_ppm: float = 0.0
    modelled_share: float = 0.0

    @property
    def worst(self) -> Check | None:
        """The limit that the bound exceeds most; None without any."""
        found = [item for item in (self.idlh, self.aegl2) if item is not None]
        return max(found, key=lambda item: item.ratio, default=None)

    @property
    def verdict(self) -> str:
        """``harmless`` by elements, ``above`` a limit by a model as well, else ``unknown``."""
        worst = self.worst
        if self.modelled_share >= 1.0:
            return "above"
        if self.mol is None or worst is None or worst.ratio >= _HARMS:
            return "unknown"
        return "harmless"


def most_of_each(
    cell: Cell, stock: Inventory, cases: Iterable[GasCase], limits: dict[HazardLimit, None]
) -> tuple[Most, ...]:
    """Return the bound of each toxic gas that a failing cell holds the elements of, worst first.

    Parameters
    ----------
    cell : Cell
        The cell.
    stock : Inventory
        What it is made of.
    cases : iterable of GasCase
        What models give while it fails.
    limits : dict of HazardLimit
        Takes up the limits that were used.

    Raises
    ------
    DavylampError
        If an amount makes no sense.
    """
    from davylamp.gas.sources import BOUND_PREFIX, toxic_bounds

    place = place_of(cell, When.FAILING)
    failing = tuple(case for case in cases if case.when is When.FAILING)
    energy_Wh = (stock.electrical_energy_J or 0.0) / 3600.0
    found = []
    for source in toxic_bounds(stock, capacity_Ah=stock.capacity_C / 3600.0):
        name = source.id.removeprefix(BOUND_PREFIX)
        ppm, share = _modelled(name, failing)
        case = None
        if source.kind is not Kind.UNKNOWN:
            case = case_of(source, place, limits=limits, bound=True)
        if case is None or not case.levels:
            found.append(Most(name, source, None, None, modelled_ppm=ppm, modelled_share=share))
            continue
        level = case.levels[0]
        mg = source.mol[name] * 1e3 * SPECIES[name].composition.mass_g_per_mol
        found.append(
            Most(
                name,
                source,
                case.amounts_mol[name],
                level.peak_ppm,
                _worst(level.checks, "IDLH"),
                _worst(level.checks, "AEGL-2"),
                mg / energy_Wh if energy_Wh > 0.0 else None,
                ppm,
                share,
            )
        )
    return tuple(sorted(found, key=_order))


def _order(item: Most) -> float:
    if item.mol is None or item.worst is None:
        return -float("inf")
    return -item.worst.ratio


def _worst(checks: Iterable[Check], quantity: str) -> Check | None:
    found = [item for item in checks if item.limit.quantity == quantity]
    return max(found, key=lambda item: item.ratio, default=None)


def _modelled(name: str, cases: Iterable[GasCase]) -> tuple[float, float]:
    """Return the highest peak of a gas [ppm] and its worst share of a limit over all cases."""
    ppm = share = 0.0
    for case in cases:
        for level in case.levels:
            if level.species != name:
                continue
            ppm = max(ppm, level.peak_ppm)
            for quantity in ("IDLH", "AEGL-2"):
                check = _worst(level.checks, quantity)
                share = max(share, 0.0 if check is None else check.ratio)
    return ppm, share


def bound_step(found: tuple[Most, ...], stock: Inventory) -> Step:
    """Return the bounds as one step: a gas that only its bound puts above a limit is unknown."""
    unknown = list(_gaps(found))
    if any(item not in stock.active for item in stock.portions):
        unknown.append(_HOUSING)
    told = [item for item in found if item.mol is not None]
    named = "; ".join(_in_words(item) for item in told[:_NAMED])
    more = f"; {len(told) - _NAMED} more in the table" if len(told) > _NAMED else ""
    answer = f"never added up: {named}{more}"
    if not told:
        answer = "" if found else "its elements can make none of the toxic gases that are counted"
    return Step(
        id=BOUNDS,
        title=_TITLE,
        when=When.FAILING,
        answer=answer,
        figures=tuple(figure for item in found for figure in _figures(item)),
        kind=weakest(item.source.kind for item in told) if told else Kind.ESTIMATED,
        sources=tuple(dict.fromkeys(key for item in told for key in _keys(item))),
        notes=tuple(
            dict.fromkeys(f"{_TITLE}: {note}." for item in found for note in item.source.notes)
        ),
        unknown=tuple(unknown),
    )


def _in_words(item: Most) -> str:
    ppm = f"no more {item.species} than {digits(item.peak_ppm or 0.0)} ppm"
    worst = item.worst
    if worst is None:
        return f"{ppm}, of which no limit is stored"
    return f"{ppm}, {digits(worst.ratio)} times {worst.limit.quantity}"


def _keys(item: Most) -> tuple[str, ...]:
    checks = [check for check in (item.idlh, item.aegl2) if check is not None]
    return (*item.source.sources, *(check.limit.source for check in checks))


def _gaps(found: tuple[Most, ...]) -> Iterator[Unknown]:
    open_ = [item for item in found if item.verdict == "unknown"]
    bounded = [item.species for item in open_ if item.worst is not None]
    if bounded:
        yield Unknown(
            f"how near {', '.join(bounded)} come to their limits: elements allow more than "
            "models give",
            _SETTLE,
        )
    bare = [item.species for item in open_ if item.mol is not None and item.worst is None]
    if bare:
        yield Unknown(
            f"how much {', '.join(bare)} harms", "a limit, or tests of how poisonous they are"
        )
    for item in open_:
        if item.mol is None:
            yield from item.source.unknown


def _figures(item: Most) -> Iterator[GasFigure]:
    checks = [
        f"{digits(check.ratio)} times {check.limit.quantity} of {check.limit.value:g} ppm"
        for check in (item.idlh, item.aegl2)
        if check is not None
    ]
    yield GasFigure(
        f"{item.species}_most_ppm",
        f"{item.species}, no more than",
        item.peak_ppm,
        "ppm",
        item.source.kind if item.mol is not None else Kind.UNKNOWN,
        "an upper bound" if item.mol is not None else "not reported",
        _keys(item),
        "; ".join((*checks, f"by models at most {digits(item.modelled_ppm)} ppm"))
        if item.mol is not None
        else "a part of the cell has no formula",
    )
