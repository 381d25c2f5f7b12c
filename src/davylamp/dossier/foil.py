"""What holds a current collector back from reacting with what it carries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from davylamp.dossier.numbers import number

if TYPE_CHECKING:
    from davylamp.cell import Contact as CellContact

__all__ = ["Foil", "foil_of"]


@dataclass(frozen=True, slots=True)
class Foil:
    """A current collector in a contact.

    Parameters
    ----------
    name : str
        Its material.
    melting_degC : float or None
        Its melting point [degC]; None when not stored.
    passive : bool
        Whether its film passivates it in use: aluminium at the cathode.
    """

    name: str
    melting_degC: float | None
    passive: bool

    @property
    def shield(self) -> str:
        """What keeps the two apart, and up to where."""
        until = "melts"
        if self.melting_degC is not None:
            until = f"melts ({self.name}: {number(self.melting_degC)} °C)"
        if self.passive:
            return (
                "The figure is a ceiling: the oxide film of the foil keeps the two apart until it "
                f"{until}."
            )
        return f"The figure is a ceiling: a solid foil reacts at its surface only until it {until}."

    @property
    def in_use(self) -> str:
        """Why the reaction does not run in use, and what is left out."""
        return (
            "Aluminium is passivated in use, so this is a notice at most whatever the energy; "
            "corrosion through its film isn't modelled."
        )


def foil_of(place: CellContact) -> Foil | None:
    """Return the current collector of a contact; None where there is none."""
    for side in (place.side_a, place.side_b):
        if side.role != "collector":
            continue
        material = side.material
        melting = material.get("melting_temperature")
        known = melting is not None and melting.unit == "degC"
        aluminium = material.composition is not None and set(material.composition) == {"Al"}
        return Foil(
            material.id,
            melting.value if melting is not None and known else None,
            # Near the potential of lithium aluminium alloys with it, film or not.
            passive=aluminium and place.region == "cathode",
        )
    return None
