"""Read concentrations at which gases burn, poison or smell, each with who says so and when."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from davylamp.core.errors import InputError
from davylamp.core.evidence import NOT_REPORTED, Kind
from davylamp.store.load import load_folder, load_sources

__all__ = [
    "QUANTITIES",
    "HazardLimit",
    "HazardQuantity",
    "HazardTable",
    "load_hazards",
    "parse_hazards",
]

_BOUNDS: Final = ("=", "<", ">", "~")
#: Fields that every row has; a block of rows may give them once.
_NEEDED: Final = (
    "quantity", "unit", "issuer", "edition", "date", "source", "locator", "kind", "uncertainty",
)  # fmt: skip
_OPTIONAL: Final = ("averaging_s", "upper", "bound", "note", "replaced")


@dataclass(frozen=True, slots=True)
class HazardQuantity:
    """What a limit is of.

    Parameters
    ----------
    name : str
        ``IDLH``, ``LFL``.
    unit : str
        Unit that every value of it has.
    meaning : str
        In words.
    averaged : bool
        Whether a value belongs to a time over which concentration is averaged.
    highest : bool
        Whether the cautious value of several is the highest: of an upper flammability limit, and
        of the oxygen that must not be undercut.
    """

    name: str
    unit: str
    meaning: str
    averaged: bool = False
    highest: bool = False


def _quantities(*rows: HazardQuantity) -> dict[str, HazardQuantity]:
    return {row.name: row for row in rows}


#: Every quantity that a limit may be of.
QUANTITIES: Final = _quantities(
    HazardQuantity("LFL", "%", "lower flammability limit in air, by volume"),
    HazardQuantity("UFL", "%", "upper flammability limit in air, by volume", highest=True),
    HazardQuantity("autoignition", "degC", "lowest temperature of self-ignition in air"),
    HazardQuantity("flash point", "degC", "liquid whose vapour can be lit"),
    HazardQuantity("IDLH", "ppm", "immediately dangerous to life or health", averaged=True),
    *(
        HazardQuantity(f"{name}-{level}", "ppm", meaning, averaged=True)
        for name in ("AEGL", "ERPG")
        for level, meaning in enumerate(
            ("discomfort that passes", "lasting harm or no escape", "danger to life"), start=1
        )
    ),
    HazardQuantity("TWA", "ppm", "average over a working day", averaged=True),
    HazardQuantity("STEL", "ppm", "average over a short time at work", averaged=True),
    HazardQuantity("ceiling", "ppm", "never to be exceeded at work", averaged=True),
    HazardQuantity("odour", "ppm", "threshold of smell"),
    HazardQuantity(
        "oxygen deficiency", "%", "oxygen by volume that air must not fall below", highest=True
    ),
    HazardQuantity("oxygen excess", "%", "oxygen by volume above which things burn more fiercely"),
)


@dataclass(frozen=True, slots=True)
class HazardLimit:
    """One limit of one gas by one issuer in one edition.

    Parameters
    ----------
    species : str
        Id of the gas.
    quantity : str
        One of `QUANTITIES`.
    value : float or None
        In `unit`, the lower end where `upper` is given. None: the issuer has looked and sets no
        value, which `note` explains; that is no leave to breathe any amount.
    unit : str
        ``%`` by volume for limits of flammability and oxygen, ``ppm`` by volume, ``degC``.
    averaging_s : float or None
        Time over which concentration is averaged [s]; 0 for a ceiling of any moment.
    issuer, edition, date : str
        Who says so, in which document, of when.
    source, locator : str
        Bibliography key of what was read, and where in it.
    kind : Kind
        ``measured`` for flammability and ignition, ``estimated`` for what a committee has set,
        ``assumed`` for a number that was not seen in its source.
    uncertainty : float or str
        In `unit`, a percentage, or ``not reported``.
    upper : float or None
        Upper end of a range.
    bound : str
        ``=``, ``<``, ``>`` or ``~``.
    note : str
        What a reader must know.
    replaced : str
        Edition that has taken its place; empty where it is in force.
    """

    species: str
    quantity: str
    value: float | None
    unit: str
    averaging_s: float | None
    issuer: str
    edition: str
    date: str
    source: str
    locator: str
    kind: Kind
    uncertainty: float | str = NOT_REPORTED
    upper: float | None = None
    bound: str = "="
    note: str = ""
    replaced: str = ""

    def __post_init__(self) -> None:
        where = f"limit {self.quantity or '?'} of {self.species or '?'}"
        for name in ("species", "quantity", "issuer", "edition", "date", "source", "locator"):
            if not isinstance(getattr(self, name), str) or not getattr(self, name).strip():
                raise InputError(f"{where}: field {name} is missing")
        known = QUANTITIES.get(self.quantity)
        if known is None:
            raise InputError(f"{where}: this is none of {', '.join(QUANTITIES)}")
        if self.unit != known.unit:
            raise InputError(f"{where}: unit {self.unit!r} must be {known.unit}")
        if known.averaged != (self.averaging_s is not None):
            raise InputError(
                f"{where}: averaging_s is {'needed' if known.averaged else 'out of place'}"
            )
        if self.averaging_s is not None and not (0.0 <= self.averaging_s < math.inf):
            raise InputError(f"{where}: averaging_s {self.averaging_s!r} is not a time")
        if self.value is None:
            if not self.note:
                raise InputError(f"{where}: without a value it needs a note that says why")
        elif not math.isfinite(self.value) or (self.value <= 0.0 and self.unit != "degC"):
            raise InputError(f"{where}: value {self.value!r} {self.unit} is not positive")
        if self.upper is not None and (self.value is None or not self.value <= self.upper):
            raise InputError(f"{where}: range {self.value} to {self.upper} is not in order")
        if self.bound not in _BOUNDS:
            raise InputError(f"{where}: bound {self.bound!r} is not one of {', '.join(_BOUNDS)}")
        if self.kind is Kind.UNKNOWN or (self.kind is Kind.ASSUMED and not self.note):
            raise InputError(f"{where}: kind {self.kind.value} needs a note, and is never unknown")

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "species": self.species,
            "quantity": self.quantity,
            "value": self.value,
            "upper": self.upper,
            "bound": self.bound,
            "unit": self.unit,
            "averaging_s": self.averaging_s,
            "issuer": self.issuer,
            "edition": self.edition,
            "date": self.date,
            "source": self.source,
            "locator": self.locator,
            "kind": self.kind.value,
            "uncertainty": self.uncertainty,
            "note": self.note,
            "replaced": self.replaced,
        }


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
        return min(valued, key=lambda item: (sign * (item.value or 0.0), item.kind.rank))


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
    ``null`` with a note, or a mapping of ``value`` and whatever differs from the block, or a list
    of these.

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
        (item.species, item.quantity, item.issuer, item.edition, item.averaging_s)
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
    for species, given in rows.items():
        for row in _rows(given):
            yield _limit(str(species), {**shared, **row}, sources, where)


def _rows(given: Any) -> Iterable[Mapping[str, Any]]:
    for item in given if isinstance(given, list) else [given]:
        yield item if isinstance(item, Mapping) else {"value": item}


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
    return HazardLimit(
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


def _number(value: float | None) -> float | None:
    return None if value is None else float(value)
