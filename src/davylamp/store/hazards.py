"""Read concentrations at which gases burn, poison or smell, each with who says so and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind
from davylamp.store.hazard_limit import QUANTITIES, HazardLimit, HazardQuantity
from davylamp.store.load import load_folder, load_sources

__all__ = [
    "QUANTITIES",
    "HazardLimit",
    "HazardQuantity",
    "HazardTable",
    "load_hazards",
    "parse_hazards",
]

#: Fields that every row has; a block of rows may give them once.
_NEEDED: Final = (
    "quantity", "unit", "issuer", "edition", "date", "source", "locator", "kind", "uncertainty",
)  # fmt: skip
_OPTIONAL: Final = ("averaging_s", "upper", "bound", "note", "replaced")


@dataclass(frozen=True, slots=True)
class HazardTable:
    """All stored limits.

    Parameters
    ----------
    limits : tuple of HazardLimit
        In the order of the files.
    """

    limits: tuple[HazardLimit, ...]
    _by_species: Mapping[str, tuple[HazardLimit, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        found: dict[str, list[HazardLimit]] = {}
        for item in self.limits:
            found.setdefault(item.species, []).append(item)
        object.__setattr__(
            self, "_by_species", {name: tuple(items) for name, items in found.items()}
        )

    @property
    def species(self) -> tuple[str, ...]:
        """Species of which something is stored."""
        return tuple(self._by_species)

    def of(
        self,
        species: str,
        quantity: str | None = None,
        issuer: str | None = None,
        averaging_s: float | None = None,
        *,
        replaced: bool = False,
    ) -> tuple[HazardLimit, ...]:
        """Return the limits of a species; none at all means unknown, not harmless.

        Parameters
        ----------
        species : str
            Id.
        quantity, issuer : str, optional
            Only these.
        averaging_s : float, optional
            Only of this averaging time [s].
        replaced : bool
            Also those that a later edition has replaced.

        Raises
        ------
        InputError
            If the quantity is none of `QUANTITIES`.
        """
        if quantity is not None and quantity not in QUANTITIES:
            raise InputError(
                f"no limit is called {quantity!r}", remedy=f"known are {', '.join(QUANTITIES)}"
            )
        return tuple(
            item
            for item in self._by_species.get(species, ())
            if (quantity is None or item.quantity == quantity)
            and (issuer is None or item.issuer == issuer)
            and (averaging_s is None or item.averaging_s == averaging_s)
            and (replaced or not item.replaced)
        )

    def lowest(
        self,
        species: str,
        quantity: str,
        averaging_s: float | None = None,
        *,
        issuer: str | None = None,
    ) -> HazardLimit | None:
        """Return the cautious limit in force, or None where none has a value.

        That is the lowest of all issuers, and the highest of those quantities that say so.

        Examples
        --------
        >>> load_hazards().lowest("H2S", "IDLH").value
        100.0
        >>> load_hazards().lowest("H2", "UFL").value
        77.0
        """
        valued = [
            item
            for item in self.of(species, quantity, issuer, averaging_s)
            if item.value is not None
        ]
        if not valued:
            return None
        sign = -1.0 if QUANTITIES[quantity].highest else 1.0
        # Of two of the same value the better known one speaks.
        return min(valued, key=lambda item: (sign * _end(item), item.kind.rank))


def _end(item: HazardLimit) -> float:
    """Return the cautious end of a limit that may be a range."""
    if QUANTITIES[item.quantity].highest and item.upper is not None:
        return item.upper
    return item.value or 0.0


@cache
def load_hazards() -> HazardTable:
    """Return the shipped limits; read once in a process."""
    return parse_hazards(
        {stem: rows for stem, rows in load_folder("hazards").items() if stem.startswith("limits")},
        load_sources(),
    )


def parse_hazards(
    raw: Mapping[str, list[dict[str, Any]]], sources: Mapping[str, object]
) -> HazardTable:
    """Build the table from the content of its YAML files.

    A file is a list of blocks: what its rows share, and ``values`` by species. A value is a number,
    ``null`` with a note, a mapping of ``value`` and whatever differs from the block, or a list of
    these. Where `averaging_s` is a list, a value is a list of as many, or one for all of them.

    Parameters
    ----------
    raw : mapping of file stem to list of blocks
        Content of the files.
    sources : mapping
        Bibliography; every `source` must be one of its keys.

    Raises
    ------
    InputError
        If a field is unknown, a row lacks evidence, or the same limit is given twice.
    """
    limits = tuple(
        limit
        for stem, blocks in raw.items()
        for block in blocks
        for limit in _block(block, sources, f"hazards/{stem}.yaml")
    )
    times = Counter(
        (item.species, item.quantity, item.issuer, item.edition, item.averaging_s, item.upper)
        for item in limits
    )
    if twice := [key for key, count in times.items() if count > 1]:
        raise InputError(f"hazards: given twice: {', '.join(map(str, twice[0]))}")
    return HazardTable(limits)


def _block(
    block: Mapping[str, Any], sources: Mapping[str, object], where: str
) -> Iterator[HazardLimit]:
    shared = {name: value for name, value in block.items() if name != "values"}
    rows = block.get("values")
    if not isinstance(rows, Mapping) or not rows:
        raise InputError(f"{where}: a block has no values")
    times = shared.get("averaging_s")
    for species, given in rows.items():
        if not isinstance(species, str):
            # An unquoted NO is a truth value in YAML.
            raise InputError(f"{where}: gas {species!r} is not a name", remedy="put it in quotes")
        found = _rows(given) if not isinstance(times, list) else _timed(given, times, where)
        for row in found:
            yield _limit(species, {**shared, **row}, sources, where)


def _rows(given: Any) -> Iterable[Mapping[str, Any]]:
    for item in given if isinstance(given, list) else [given]:
        yield item if isinstance(item, Mapping) else {"value": item}


def _timed(given: Any, times: list[float], where: str) -> Iterable[Mapping[str, Any]]:
    row = dict(given) if isinstance(given, Mapping) else {"value": given}
    values = row.pop("value", None)
    values = values if isinstance(values, list) else [values] * len(times)
    if len(values) != len(times):
        raise InputError(f"{where}: {len(values)} values for {len(times)} averaging times")
    for value, time in zip(values, times, strict=True):
        yield {**row, "value": value, "averaging_s": time}


def _limit(
    species: str, row: Mapping[str, Any], sources: Mapping[str, object], where: str
) -> HazardLimit:
    where = f"{where}: {row.get('quantity', '?')} of {species}"
    if extra := set(row) - {"value", *_NEEDED, *_OPTIONAL}:
        raise InputError(f"{where}: unknown field(s) {', '.join(sorted(extra))}")
    for name in _NEEDED:
        if row.get(name) in (None, ""):
            raise InputError(f"{where}: field {name} is missing")
    if row["source"] not in sources:
        raise InputError(f"{where}: source {row['source']!r} is not in the bibliography")
    if row["kind"] not in tuple(Kind):
        raise InputError(f"{where}: kind {row['kind']!r} is not one of {', '.join(Kind)}")
    for name in ("value", "upper", "averaging_s"):
        number = row.get(name)
        if number is not None and (isinstance(number, bool) or not isinstance(number, int | float)):
            raise InputError(f"{where}: {name} {number!r} is not a number")
    limit = HazardLimit(
        species=species,
        quantity=str(row["quantity"]),
        value=_number(row.get("value")),
        unit=str(row["unit"]),
        averaging_s=_number(row.get("averaging_s")),
        issuer=str(row["issuer"]),
        edition=str(row["edition"]),
        date=str(row["date"]),
        source=str(row["source"]),
        locator=str(row["locator"]),
        kind=Kind(row["kind"]),
        uncertainty=row["uncertainty"],
        upper=_number(row.get("upper")),
        bound=str(row.get("bound", "=")),
        note=str(row.get("note") or ""),
        replaced=str(row.get("replaced") or ""),
    )
    times_s = QUANTITIES[limit.quantity].times_s
    if times_s and limit.averaging_s not in times_s:
        raise InputError(
            f"{where}: averaging_s {row['averaging_s']!r} is none of "
            f"{', '.join(f'{time:g}' for time in times_s)}"
        )
    return limit


def _number(value: float | None) -> float | None:
    return None if value is None else float(value)
