"""What resists at the contact of lithium and electrolyte, and inside the electrolyte."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

from davylamp.cell.own_values import is_own
from davylamp.core.constants import STANDARD_TEMPERATURE_K
from davylamp.core.errors import InputError
from davylamp.core.evidence import Datum, Kind, Unknown, weakest
from davylamp.core.parameter import Distribution, Parameter, exact
from davylamp.core.units import convert_unit
from davylamp.dendrites.subject import UNREPORTED_DECADES, Subject, stored_parameter
from davylamp.materials import layer_resistances

__all__ = ["ASSUMED_CONTACT_OHM_M2", "contact_resistance", "layer_conductivity"]

#: From a well-conditioned contact to one as assembled: 1 to 1000 ohm cm2 [ohm m2].
ASSUMED_CONTACT_OHM_M2: Final = (1e-4, 0.1)
#: Least spread of contacts that somebody else made [decades]: within a factor of ten in 95 of 100.
_CONTACT_DECADES: Final = 0.5
#: Distance from room temperature beyond which its change matters [K].
_NEAR_K: Final = 5.0
_NAME: Final = "interface_resistance"
_PARTNER: Final = "partner Li"
_SETTLE: Final = (
    "impedance of a symmetric lithium cell, made as yours is; give it as anode.interface_resistance"
)


def contact_resistance(subject: Subject) -> tuple[Parameter, tuple[Unknown, ...]]:
    """Return the area resistance of the contact with lithium [ohm m2], and what is not known.

    The user's own value comes first. Else the range of stored contacts of this electrolyte with
    lithium, its ends as two standard uncertainties: a contact is made, and is no property of the
    electrolyte. Else, and where an interlayer changes the contact, 1 to 1000 ohm cm2.

    Raises
    ------
    InputError
        If the user's value is negative.

    Examples
    --------
    >>> from davylamp.cell import example_path, read_cell
    >>> from davylamp.dendrites import subject_of
    >>> contact, unknown = contact_resistance(subject_of(read_cell(example_path("sulfide"))))
    >>> round(1e4 * contact.value), contact.kind.value, len(unknown)
    (32, 'assumed', 1)
    """
    anode = subject.cell.anode
    given = anode.interface_resistance_ohm_m2
    if given is not None:
        return _given(given, "anode.interface_resistance"), ()
    data = [
        datum
        for datum in subject.material.all(_NAME)
        if datum.bound in ("=", "~") and datum.conditions.startswith(_PARTNER)
    ]
    own = [datum for datum in subject.material.all(_NAME) if is_own(datum)]
    if own:
        return _given(_ohm_m2(own[0].value, own[0]), f"{subject.field}.{_NAME}"), ()
    name = subject.material.id
    unknown = Unknown(f"resistance of this contact between lithium and {name}", _SETTLE)
    if data and anode.interlayer is None:
        return _stored(data, subject.temperature_K), (unknown,)
    low, high = ASSUMED_CONTACT_OHM_M2
    note = "1 to 1000 ohm cm2 assumed, from well-conditioned to as assembled"
    if anode.interlayer is not None:
        note += f"; stored contacts are without {anode.interlayer.material.id} between"
    return _range(low, high, Kind.ASSUMED, (), "", note), (unknown,)


def layer_conductivity(subject: Subject) -> Parameter | None:
    """Return the ionic conductivity of the layer at the temperature of the cell [S/m].

    With pores, filler and binder as `layer_resistances` counts them; None when not known.
    """
    layer = next(
        (one for one in layer_resistances(subject.cell) if one.field == subject.field), None
    )
    if layer is None:
        return None
    resistance = layer.at(subject.temperature_K)
    if resistance is None or not resistance > 0.0:
        return None
    stored = stored_parameter(subject.material, "ionic_conductivity", "S/m")
    spread = Distribution("decades", UNREPORTED_DECADES) if stored is None else stored.distribution
    return Parameter(
        subject.layer.thickness_m / resistance,
        "S/m",
        layer.kind,
        layer.sources,
        "" if stored is None else stored.locator,
        spread,
        f"of the layer at {subject.temperature_K:.0f} K; {layer.note}".rstrip("; "),
    )


def _given(value: float, where: str) -> Parameter:
    if not (math.isfinite(value) and value >= 0.0):
        raise InputError(
            f"{where} {1e4 * value:g} ohm cm2 is below zero", remedy="give it as measured"
        )
    if value == 0.0:
        return exact(0.0, "ohm*m2", Kind.MEASURED, "no resistance, as given")
    spread = Distribution("decades", UNREPORTED_DECADES)
    note = "as given; uncertainty of a quarter assumed"
    return Parameter(value, "ohm*m2", Kind.MEASURED, (), where, spread, note)


def _stored(data: list[Datum], temperature_K: float) -> Parameter:
    values = [_ohm_m2(end, one) for one in data for end in (one.value, one.upper or one.value)]
    # Measured, but on contacts that others made.
    kind = weakest([Kind.ESTIMATED, *(one.kind for one in data)])
    sources = tuple(dict.fromkeys(one.source for one in data))
    note = f"{len(data)} contacts that others made, {1e4 * min(values):g} to "
    note += f"{1e4 * max(values):g} ohm cm2: a contact is no property of the material"
    if abs(temperature_K - STANDARD_TEMPERATURE_K) > _NEAR_K:
        note += f"; taken at {temperature_K:.0f} K as at room temperature"
    return _range(min(values), max(values), kind, sources, data[0].locator, note)


def _range(
    low: float, high: float, kind: Kind, sources: tuple[str, ...], locator: str, note: str
) -> Parameter:
    spread = max(math.log10(high / low) / 4.0, _CONTACT_DECADES)
    return replace(
        exact(math.sqrt(low * high), "ohm*m2", kind, note),
        sources=sources,
        locator=locator,
        distribution=Distribution("decades", spread),
    )


def _ohm_m2(value: float, datum: Datum) -> float:
    return convert_unit(value, datum.unit, "ohm*m2")
