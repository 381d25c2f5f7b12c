"""Elastic constants and ion volume of a cell's electrolyte and lithium, as parameters."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.core.parameter import Distribution, Parameter
from davylamp.dendrites.stability.isotropic import CREDIBLE_SHEAR_Pa
from davylamp.dendrites.subject import stored_parameter
from davylamp.store.elastic import ElasticEntry, find_moduli
from davylamp.store.materials import Material

__all__ = ["ElectrolyteNumbers", "electrolyte_numbers", "lithium_numbers", "volume_ratio"]

#: Standard uncertainty of a computed modulus [decades]: a quarter, as of any unreported number.
_COMPUTED_DECADES: Final = 0.1
#: Of a modulus predicted by a neural network [decades]; wider, by assumption.
_PREDICTED_DECADES: Final = 0.15
_POISSON_LOW, _POISSON_HIGH = 0.05, 0.49
_POISSON_MOST: Final = 0.5
_POISSON_INORGANIC: Final = (0.2, 0.4)
_POISSON_POLYMER: Final = (0.33, 0.49)
#: Monroe and Newman's case: an ion with its solvation shell is larger than an atom of the metal.
_VOLUME_POLYMER: Final = (1.0, 13.0)
_VOLUME_INORGANIC: Final = (0.0, 1.0)
_VOLUME_DECADES: Final = 0.15


@dataclass(frozen=True, slots=True)
class ElectrolyteNumbers:
    """What front stability needs of an electrolyte.

    Parameters
    ----------
    shear_modulus : Parameter or None
        [Pa]; None when not known.
    poisson_ratio : Parameter
        Poisson's ratio, an assumed range when not known.
    unknown : tuple of Unknown
        What is not known, and what would settle it.
    """

    shear_modulus: Parameter | None
    poisson_ratio: Parameter
    unknown: tuple[Unknown, ...]


def electrolyte_numbers(material: Material) -> ElectrolyteNumbers:
    """Return the elastic constants of an electrolyte.

    The stored shear modulus comes first, then Young's modulus with Poisson's ratio, then the
    elastic table by composition.

    Parameters
    ----------
    material : Material
        The electrolyte.
    """
    entries = () if material.composition is None else find_moduli(material.composition)
    poisson, unknown = _poisson(material, entries)
    shear = stored_parameter(material, "shear_modulus", "Pa")
    if shear is None:
        shear = _from_young(material, poisson)
    if shear is None and entries:
        shear = _from_table(entries)
    low, high = CREDIBLE_SHEAR_Pa
    if shear is not None and not low <= shear.value <= high:
        what = f"shear modulus of {material.id}: {shear.value:g} Pa is that of no solid"
        return ElectrolyteNumbers(None, poisson, (*unknown, Unknown(what, "check its unit")))
    if shear is None:
        what = f"shear modulus of {material.id}"
        unknown = (*unknown, Unknown(what, "ultrasound or nanoindentation of a dense body"))
    return ElectrolyteNumbers(shear, poisson, unknown)


def volume_ratio(material: Material) -> tuple[Parameter, tuple[Unknown, ...]]:
    """Return the molar volume of lithium ions in an electrolyte over that of lithium metal.

    In a crystal it is taken from the radii of the ions at their coordination, where the elastic
    table has the composition, and otherwise lies between 0 and 1: a site is smaller than an atom of
    the metal. In a polymer an ion brings its solvation along and takes up more than an atom, from 1
    to 13 times. Both ranges are assumed; nobody measures the partial molar volume of one ion.

    Parameters
    ----------
    material : Material
        The electrolyte.
    """
    what = Unknown(
        f"molar volume of lithium ions in {material.id}",
        "how its volume changes with lithium content, by dilatometry or diffraction",
    )
    if material.family == "polymer":
        low, high = _VOLUME_POLYMER
        note = (
            "assumed: a solvated ion takes up more room than an atom of the metal, the case of "
            "Monroe and Newman; the upper end has not been checked against a source"
        )
        return Parameter(
            0.5 * (low + high), "1", Kind.ASSUMED,
            distribution=Distribution("uniform", low=low, high=high), note=note,
        ), (what,)  # fmt: skip
    entries = () if material.composition is None else find_moduli(material.composition)
    known = [(e.volume_ratio, e) for e in entries if e.volume_ratio is not None]
    low, high = _VOLUME_INORGANIC
    if known:
        value, entry = sorted(known, key=lambda item: item[0])[len(known) // 2]
        note = "volume of ions by Shannon's radii at their coordination; the spread is assumed"
        return Parameter(
            value, "1", Kind.ESTIMATED, (entry.source,), f"isotropic screening, {entry.label}",
            Distribution("decades", _VOLUME_DECADES, low, high), note,
        ), (what,)  # fmt: skip
    note = "assumed: a site of a crystal or glass has less room than an atom of the metal"
    return Parameter(
        0.5 * (low + high), "1", Kind.ASSUMED,
        distribution=Distribution("uniform", low=low, high=high), note=note,
    ), (what,)  # fmt: skip


def lithium_numbers(lithium: Material) -> tuple[Mapping[str, Parameter], tuple[Unknown, ...]]:
    """Return shear modulus [Pa], Poisson's ratio and surface energy [J/m2] of lithium, as stored.

    Parameters
    ----------
    lithium : Material
        Lithium metal of the cell.
    """
    shear = stored_parameter(lithium, "shear_modulus", "Pa")
    ratio = stored_parameter(lithium, "poisson_ratio", "1")
    energy = stored_parameter(lithium, "surface_energy", "J/m2")
    found: dict[str, Parameter] = {}
    unknown = []
    for name, value in (("shear modulus", shear), ("Poisson's ratio", ratio),
                        ("surface energy", energy)):  # fmt: skip
        if value is None:
            unknown.append(Unknown(f"{name} of lithium", "give it in the cell file"))
    if shear is not None:
        found["lithium_shear_modulus"] = shear
    if ratio is not None:
        found["lithium_poisson_ratio"] = _bounded(ratio)
    if energy is not None:
        found["lithium_surface_energy"] = energy
    return found, tuple(unknown)


def _poisson(
    material: Material, entries: Sequence[ElasticEntry]
) -> tuple[Parameter, tuple[Unknown, ...]]:
    stored = stored_parameter(material, "poisson_ratio", "1")
    if stored is not None and stored.value <= _POISSON_MOST:
        return _bounded(stored), ()
    told = f"Poisson's ratio of {material.id}"
    if stored is not None:
        told += f": {stored.value:g} is above {_POISSON_MOST:g}, which no solid has"
    what = Unknown(told, "ultrasound of a dense body")
    if entries:
        entry = entries[0]
        g, k = entry.shear_modulus_Pa, entry.bulk_modulus_Pa
        ratio = (3.0 * k - 2.0 * g) / (6.0 * k + 2.0 * g)
        if _POISSON_LOW < ratio < _POISSON_HIGH:
            spread = Distribution("decades", _COMPUTED_DECADES, _POISSON_LOW, _POISSON_HIGH)
            return Parameter(ratio, "1", entry.kind, (entry.source,), entry.locator, spread), (
                () if stored is None else (what,)
            )
    polymer = material.family == "polymer"
    low, high = _POISSON_POLYMER if polymer else _POISSON_INORGANIC
    note = f"{low:g} to {high:g} is assumed, as of most {'polymers' if polymer else 'ceramics'}"
    return Parameter(
        0.5 * (low + high), "1", distribution=Distribution("uniform", low=low, high=high), note=note
    ), (what,)


def _from_young(material: Material, poisson: Parameter) -> Parameter | None:
    young = stored_parameter(material, "youngs_modulus", "Pa")
    if young is None:
        return None
    note = "from Young's modulus and Poisson's ratio"
    return replace(
        young,
        value=young.value / (2.0 * (1.0 + poisson.value)),
        kind=weakest([young.kind, poisson.kind]),
        note=f"{young.note}; {note}" if young.note else note,
    )


def _from_table(entries: Sequence[ElasticEntry]) -> Parameter:
    """Return the median of the best-known entries; polymorphs widen its spread."""
    best = [entry for entry in entries if entry.kind is entries[0].kind]
    best.sort(key=lambda entry: entry.shear_modulus_Pa)
    middle = best[len(best) // 2]
    logs = [math.log10(entry.shear_modulus_Pa / middle.shear_modulus_Pa) for entry in best]
    scatter = math.sqrt(sum(x * x for x in logs) / len(logs))
    least = _COMPUTED_DECADES if middle.kind is Kind.COMPUTED else _PREDICTED_DECADES
    spread = Distribution("decades", max(scatter, least))
    note = (
        f"the median of {len(best)} entries of this composition; which polymorph it is, is not "
        "known" if len(best) > 1 else "of the composition; the sample may have another structure"
    )  # fmt: skip
    return Parameter(
        middle.shear_modulus_Pa, "Pa", middle.kind, (middle.source,), middle.locator, spread, note
    )


def _bounded(ratio: Parameter) -> Parameter:
    d = ratio.distribution
    spread = min(d.spread, _COMPUTED_DECADES) if d.shape == "decades" else _COMPUTED_DECADES
    value = min(max(ratio.value, _POISSON_LOW), _POISSON_HIGH)
    return replace(
        ratio,
        value=value,
        distribution=Distribution("decades", spread, _POISSON_LOW, _POISSON_HIGH),
    )
