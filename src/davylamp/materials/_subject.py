"""What a question is put to: a named material, or a bare composition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from davylamp.core.composition import Composition
from davylamp.core.errors import InputError, MissingDatumError
from davylamp.core.evidence import Datum
from davylamp.store.load import load_library
from davylamp.store.materials import Material

__all__ = ["Subject", "Target", "resolve", "sources_of"]

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
    its form (crystal, glass) is not known.

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
    if material is not None:
        return Subject(material.id, material, material.composition)
    try:
        return Subject(target, None, Composition.parse(target))
    except InputError:
        # An unreadable formula is more often a misspelt name, for which the library has advice.
        library.find(target)
        raise


def sources_of(data: Iterable[Datum]) -> tuple[str, ...]:
    """Return the bibliography keys of some values, each once, in order."""
    return tuple(dict.fromkeys(datum.source for datum in data))
