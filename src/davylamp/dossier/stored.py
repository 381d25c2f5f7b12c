"""Stored values of a material as entries, and which of them speaks first."""

from __future__ import annotations

from collections.abc import Iterator

from davylamp.core.evidence import Datum
from davylamp.dossier.evidence import bound_word, datum_text, uncertainty_text
from davylamp.dossier.parts import Entry
from davylamp.store.materials import Material
from davylamp.store.properties import PROPERTIES

__all__ = ["key_of", "lowest", "stored_entries"]


def key_of(name: str, unit: str) -> str:
    """Return a stable key with the unit in it.

    Examples
    --------
    >>> key_of("ionic_conductivity", "S/cm")
    'ionic_conductivity_S_per_cm'
    >>> key_of("poisson_ratio", "1")
    'poisson_ratio'
    """
    if unit == "1":
        return name
    clean = unit.replace("/", "_per_").replace("*", "_").replace("^", "").replace("%", "percent")
    return f"{name}_{clean.replace('.', 'p')}"


def stored_entries(material: Material) -> Iterator[Entry]:
    """Yield every stored value of a material, the default choice of each property first."""
    for name, data in material.properties.items():
        meaning = PROPERTIES[name].meaning
        for place, datum in enumerate(data):
            bound = bound_word(datum)
            upper = "" if datum.upper is None else f", up to {datum.upper:g} {datum.unit}"
            label = f"{meaning} {bound}".strip() if place == 0 else f"also {bound}".strip()
            yield Entry(
                key=key_of(name, datum.unit) + (f"_{place}" if place else ""),
                label=label,
                value=datum.value,
                unit=datum.unit,
                uncertainty=uncertainty_text(datum),
                kind=datum.kind,
                sources=(datum.source,),
                note=datum_text(datum) + upper,
            )
    if material.ocv_datum is not None:
        datum = material.ocv_datum
        yield Entry(
            key="open_circuit_curve_mean_V",
            label="open-circuit curve, mean of its points",
            value=datum.value,
            unit=datum.unit,
            uncertainty=uncertainty_text(datum),
            kind=datum.kind,
            sources=(datum.source,),
            note=datum_text(datum),
        )


def lowest(data: tuple[Datum, ...]) -> Datum | None:
    """Return the lowest of several values, None when there is none."""
    return min(data, key=lambda datum: datum.value, default=None)
