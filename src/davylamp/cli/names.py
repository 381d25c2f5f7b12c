"""What a name on the command line means: a material of the library, or a formula."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from davylamp.core.composition import Composition
    from davylamp.store.materials import Material

__all__ = ["Named", "composition_of", "readable", "resolve"]

#: Families whose energies the table of compounds does not hold.
_MOLECULAR: Final = frozenset({"polymer", "liquid"})


@dataclass(frozen=True, slots=True)
class Named:
    """A material as typed, with its composition."""

    name: str
    composition: Composition
    material: Material | None = None

    @property
    def label(self) -> str:
        """Name, with the formula where it says more."""
        formula = readable(self.composition)
        return self.name if self.name == formula else f"{self.name} ({formula})"


def resolve(text: str, lithium: float | None = None) -> Named:
    """Return the material of the library called `text`, else the formula it spells.

    Parameters
    ----------
    text : str
        Name, alias or formula.
    lithium : float, optional
        Lithium content of a cathode of the library, in place of that when discharged.

    Raises
    ------
    InputError
        If it is neither, or the material has no formula or no host to hold lithium.
    """
    from davylamp.core.composition import Composition
    from davylamp.core.errors import InputError
    from davylamp.store.load import load_library

    material = load_library().get(text)
    if material is None:
        if lithium is not None:
            raise InputError(
                f"{text} is not a cathode of the library, so it has no lithium content to set",
                remedy="write the lithium into the formula, such as Li0.5CoO2",
            )
        try:
            return Named(text, Composition.parse(text))
        except InputError as error:
            shown = text if len(text) <= 60 else f"{text[:57]}..."
            raise InputError(
                f"{shown!r} is neither a material of the library nor a formula: {error.message}",
                remedy="see 'davylamp materials list', or write a formula such as Li6PS5Cl",
            ) from None
    return Named(material.id, composition_of(material, lithium), material)


def composition_of(material: Material, lithium: float | None = None) -> Composition:
    """Return the composition of a material, of a cathode at a lithium content.

    Raises
    ------
    InputError
        If it has none, or no host to hold lithium, or the content is negative.
    """
    import math

    from davylamp.core.composition import Composition
    from davylamp.core.errors import InputError

    if lithium is not None:
        if not material.host_formula:
            raise InputError(
                f"{material.id} has no host formula, so its lithium content cannot be set",
                remedy="leave --x out, or write a formula",
            )
        if not math.isfinite(lithium) or not 0.0 <= lithium <= 10.0:
            raise InputError(
                f"a lithium content of {lithium:g} is not credible",
                remedy="give the lithium of the formula, such as 0.3",
            )
        host = Composition.parse(material.host_formula)
        return host + Composition({"Li": lithium}) if lithium > 0.0 else host
    if material.family in _MOLECULAR:
        raise InputError(
            f"{material.id} is made of molecules, which react bond by bond and not to the "
            "equilibrium of their elements",
            remedy=f"see what was measured: davylamp materials show {material.id}",
        )
    if material.composition is None:
        raise InputError(
            f"{material.id} has no defined formula, so its reactions cannot be computed",
            remedy="give a formula of the repeat unit or salt instead",
        )
    return material.composition


def readable(composition: Composition) -> str:
    """Return a formula with lithium first and anions last, as chemists write it."""
    from davylamp.dossier.formulas import written

    return written(composition)
