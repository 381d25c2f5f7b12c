"""Potentials at the cathode, when they are passed, and sources of which only the onset is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from davylamp.core.composition import Composition
from davylamp.core.evidence import Datum, Kind, Unknown, weakest
from davylamp.gas.source import Basis, GasSource, When
from davylamp.runaway.inventory import Portion
from davylamp.store.materials import Material

__all__ = [
    "DEMS",
    "OVERCHARGE_SHARE",
    "OVERCHARGE_SOURCE",
    "OVERCHARGE_VOLTAGE",
    "Group",
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
class Group:
    """One material at all the places where the potential of the cathode reaches it."""

    portions: tuple[Portion, ...]

    @property
    def name(self) -> str:
        """Name of the material."""
        return self.portions[0].name

    @property
    def material(self) -> Material | None:
        """What it is."""
        return self.portions[0].material

    @property
    def composition(self) -> Composition | None:
        """Formula of it."""
        return self.portions[0].composition

    @property
    def ident(self) -> str:
        """Field of the cell file, for the cathode itself, else the name of the material."""
        field = self.portions[0].field
        return field if field == "cathode.active" else self.name

    @property
    def mass_kg(self) -> float:
        """Mass of all of it [kg]."""
        return sum(item.mass_kg for item in self.portions)

    @property
    def amount_mol(self) -> float:
        """Moles of formula of all of it [mol]."""
        return sum(item.amount_mol or 0.0 for item in self.portions)

    @property
    def kind(self) -> Kind:
        """Weakest evidence of the masses."""
        return weakest(item.kind for item in self.portions)


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


def onset_only(group: Group, datum: Datum, place: Place) -> GasSource:
    """Return a source of which only the onset is known.

    An onset that neither use nor the overcharge test reaches is no measured zero: a charger that
    does not stop goes on.
    """
    gas = datum.conditions.partition(",")[0].removeprefix("gas:").strip()
    species = gas if gas in _WORDS else "gas"
    moment = place.moment(datum.value)
    unseen = datum.bound == ">"
    bound = "not seen up to" if unseen else "from"
    where = "in use" if moment is When.USING else "on overcharge"
    note = (
        f"{species} {bound} {datum.value:g} V against Li/Li+; the cathode goes to "
        f"{place.use_V:.2f} V in use and {place.over_V:.2f} V in an overcharge test"
    )
    if moment is None:
        where = f"if a charger goes on beyond the {place.over_V:.2f} V of an overcharge test"
    elif moment is When.FAILING and not unseen:
        where = f"between {datum.value:g} V and the end of an overcharge"
    return GasSource(
        id=f"voltage-{group.ident}-{species}",
        title=f"{species} of {group.name} {'beyond' if unseen else 'from'} {datum.value:g} V"
        + ("" if unseen else " on"),
        when=moment or When.FAILING,
        basis=Basis.MEASURED if datum.kind is Kind.MEASURED else Basis.EXPECTED,
        amounts={},
        kind=Kind.UNKNOWN,
        onset_V=datum.value,
        per_mass_kg=group.mass_kg,
        sources=(datum.source,),
        notes=(note, datum.conditions),
        unknown=(Unknown(f"how much {species} {group.name} gives off {where}", DEMS),),
    )
