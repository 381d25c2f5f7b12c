"""Acid that leaves a metal halide with water: metal to oxide, lithium halide stays."""

from __future__ import annotations

from typing import Final

from davylamp.core.composition import Composition
from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind, Unknown
from davylamp.gas.source import GasSource, When
from davylamp.gas.sources._build import ceiling_source
from davylamp.materials.ceilings import ACID_OF_HALOGEN, oxide_charge
from davylamp.store.materials import Material

__all__ = ["halide_source"]

_WATER: Final = Composition.parse("H2O")
_ALKALI: Final = frozenset({"Li", "Na", "K"})
#: The reaction as a review tells it, for Li3InCl6.
_REVIEW: Final = "luo2024"


def halide_source(
    material: Material | Composition | str,
    mass_kg: float,
    *,
    water_mol: float | None = None,
    when: When = When.MAKING,
    ident: str = "halide",
    capacity_Ah: float | None = None,
) -> GasSource | None:
    """Return the acid that moist air can drive out of a metal halide; None where there is none.

    ``M X_q + q/2 H2O = M O_(q/2) + q HX``: the metal becomes its oxide, and for each charge of it
    one acid leaves; lithium halide stays, as in ``2 Li3InCl6 + 3 H2O = In2O3 + 6 LiCl + 6 HCl``.
    Halogens leave in their proportions. A ceiling of long exposure: equilibrium without hydrates
    drives no acid out.

    Parameters
    ----------
    material : Material, Composition or str
        The solid.
    mass_kg, water_mol, when, ident, capacity_Ah
        As `moisture_source`.

    Raises
    ------
    InputError
        If mass or water is negative.
    MissingDatumError
        If it has no formula.

    Examples
    --------
    >>> found = halide_source("Li3InCl6", 1e-3 * Composition.parse("Li3InCl6").mass_g_per_mol)
    >>> round(found.mol["HCl"], 6)
    3.0
    """
    from davylamp.materials._subject import resolve

    if not mass_kg >= 0.0 or (water_mol is not None and not water_mol >= 0.0):
        raise InputError(f"{mass_kg!r} kg and {water_mol!r} mol of water are not amounts")
    subject = resolve(material)
    solid = subject.formula
    halogens = {el: solid[el] for el in ACID_OF_HALOGEN if el in solid}
    if not halogens or any(element in solid for element in ("S", "O", "N", "C", "H", "P")):
        return None
    charge = 0.0
    for element, number in solid.items():
        if element in _ALKALI or element in halogens:
            continue
        each = oxide_charge(element)
        if each is None:
            return None
        charge += each * number
    total = sum(halogens.values())
    per_mol = min(charge, total)
    if not per_mol > 0.0:
        return None
    moles = 1e3 * mass_kg / solid.mass_g_per_mol
    acid = per_mol * moles
    if water_mol is not None:
        acid = min(acid, 2.0 * water_mol)
    gases = {ACID_OF_HALOGEN[el]: acid * n / total for el, n in halogens.items()}
    return ceiling_source(
        ident,
        f"{subject.name} with moisture over a long time: acid",
        when,
        gases,
        [(solid, acid / per_mol), (_WATER, 0.5 * acid)],
        Kind.ESTIMATED,
        mass_kg=mass_kg,
        capacity_Ah=capacity_Ah,
        sources=(_REVIEW,),
        notes=("metal to its oxide, lithium halide stays: the reaction reported for Li3InCl6",),
        unknown=(
            Unknown(
                f"how fast {subject.name} gives off acid, and whether it stops at a hydrate",
                "expose it to this air and lead the gas through water with a pH electrode",
            ),
        ),
    )
