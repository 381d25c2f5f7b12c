"""What a question is put to: a named material, or a bare composition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from davylamp.core.composition import Composition
from davylamp.core.errors import InputError, MissingDatumError
from davylamp.core.evidence import Datum, Kind
from davylamp.store.load import load_library
from davylamp.store.materials import Material
from davylamp.thermo import Conditions, known_phase

__all__ = ["Subject", "Target", "refuse_molecules", "resolve", "sources_of"]

#: Atomic fractions of a formula with rounded amounts agree to this.
_ROUNDED_FORMULA: Final = 0.01
#: Anything a question can be put to.
Target = Material | Composition | str


@dataclass(frozen=True, slots=True)
class Subject:
    """A material of the store with its composition, or a composition alone."""

    name: str
    material: Material | None
    composition: Composition | None

    def data(self, name: str) -> tuple[Datum, ...]:
        """Return every stored value of a property, none for a bare composition."""
        return () if self.material is None else self.material.all(name)

    @property
    def formula(self) -> Composition:
        """The composition.

        Raises
        ------
        MissingDatumError
            For a material without a formula.
        """
        if self.composition is None:
            raise MissingDatumError(
                f"{self.name} has no formula in the store, so no balance can be made of it",
                remedy="give its composition as a formula",
            )
        return self.composition


def resolve(target: Target) -> Subject:
    """Return the material that a name means, else the composition that a formula means.

    A bare composition finds no stored properties, even where a material has the same formula:
    its form (crystal, glass) is not known. A formula that is also the name of a material of
    another composition means the formula: ``LiC6`` is not graphite.

    Raises
    ------
    InputError
        If the text is neither the name of a material nor a formula.
    """
    if isinstance(target, Material):
        return Subject(target.id, target, target.composition)
    if isinstance(target, Composition):
        return Subject(target.formula, None, target)
    library = load_library()
    material = library.get(target)
    if material is not None and not _is_another(target, material):
        return Subject(material.id, material, material.composition)
    try:
        return Subject(target, None, Composition.parse(target))
    except InputError:
        # An unreadable formula is more often a misspelt name, for which the library has advice.
        library.find(target)
        raise


def _is_another(text: str, material: Material) -> bool:
    """Whether a material's name is a formula of another composition, rounding aside."""
    known = material.composition
    if known is None or not any(letter.isdigit() for letter in text):
        return False
    try:
        formula = Composition.parse(text)
    except InputError:
        return False
    elements = {*formula, *known}
    return any(
        abs(formula.fraction(element) - known.fraction(element)) > _ROUNDED_FORMULA
        for element in elements
    )


def refuse_molecules(subject: Subject) -> None:
    """Raise where equilibrium would put computed phases in the place of molecules.

    Raises
    ------
    MissingDatumError
        For a polymer, a liquid, a salt of an imide or another organic anion, and a bare formula of
        carbon and hydrogen that was not measured.
    """
    if subject.composition is None:
        return
    family = "" if subject.material is None else subject.material.family
    phase = known_phase(subject.composition, Conditions("safety"))
    measured = phase is not None and phase.kind is not Kind.COMPUTED
    elements = set(subject.composition)
    organic = {"C", "H"} <= elements or (family == "salt" and bool({"C", "N"} & elements))
    if family in ("polymer", "liquid") or (organic and not measured):
        raise MissingDatumError(
            f"{subject.name} is made of molecules, of which no energies are stored",
            remedy="measure it: a computed crystal must not stand in for a molecule",
        )


def sources_of(data: Iterable[Datum]) -> tuple[str, ...]:
    """Return the bibliography keys of some values, each once, in order."""
    return tuple(dict.fromkeys(datum.source for datum in data))
