"""Potentials at the cathode, when they are passed, and sources of which only the onset is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from davylamp.core.evidence import Datum, Kind, Unknown
from davylamp.gas.source import Basis, GasSource, When
from davylamp.runaway.inventory import Portion

__all__ = [
    "DEMS",
    "OVERCHARGE_SHARE",
    "OVERCHARGE_SOURCE",
    "OVERCHARGE_VOLTAGE",
    "Place",
    "onset_only",
]

#: Charge beyond full, and voltage over the upper limit, of the overcharge test of GB 38031-2025.
OVERCHARGE_SHARE: Final = 0.15
OVERCHARGE_VOLTAGE: Final = 1.1
OVERCHARGE_SOURCE: Final = "gb38031_2025"
DEMS: Final = "online mass spectrometry (DEMS, OEMS) of the cell while it is charged"
_WORDS: Final = frozenset({"H2", "O2", "CO2", "Cl2"})


@dataclass(frozen=True, slots=True)
class Place:
    """Potentials at the cathode [V against Li/Li+]: in use and in an overcharge test."""

    use_V: float
    over_V: float
    kind: Kind

    def moment(self, onset_V: float) -> When | None:
        """Return when an onset is passed: in use, on overcharge, or never."""
        if onset_V <= self.use_V + 1e-9:
            return When.USING
        return When.FAILING if onset_V <= self.over_V + 1e-9 else None


def onset_only(portion: Portion, datum: Datum, place: Place) -> GasSource:
    """Return a source of which only the onset is known."""
    gas = datum.conditions.partition(",")[0].removeprefix("gas:").strip()
    species = gas if gas in _WORDS else "gas"
    moment = place.moment(datum.value)
    bound = "not seen up to" if datum.bound == ">" else "from"
    where = "in use" if moment is When.USING else "on overcharge"
    note = (
        f"{species} {bound} {datum.value:g} V against Li/Li+; the cathode goes to "
        f"{place.use_V:.2f} V in use and {place.over_V:.2f} V in an overcharge test"
    )
    unknown: tuple[Unknown, ...] = ()
    if moment is not None:
        unknown = (Unknown(f"how much {species} {portion.name} gives off {where}", DEMS),)
    return GasSource(
        id=f"voltage-{portion.field}-{species}",
        title=f"{species} of {portion.name} from {datum.value:g} V on",
        when=moment or When.FAILING,
        basis=Basis.MEASURED,
        amounts={},
        kind=Kind.UNKNOWN if moment is not None else datum.kind,
        onset_V=datum.value,
        per_mass_kg=portion.mass_kg,
        sources=(datum.source,),
        notes=(note, datum.conditions),
        unknown=unknown,
    )
