"""Whether the gas of a case burns, how hot, and to what pressure in a closed place."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from davylamp.core.constants import STANDARD_TEMPERATURE_K, ZERO_CELSIUS_K
from davylamp.core.errors import DavylampError
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.core.parameter import Parameter
from davylamp.gas.assessment.parts import Fire, GasFigure, Place
from davylamp.gas.mixture import GasMixture, mixture_of

if TYPE_CHECKING:
    from davylamp.gas.burning import Flammability

__all__ = ["fire_of"]

#: Rooms within this of 25 degC count as being at it [K].
_NEAR_K: Final = 15.0
#: Share of the gas below which a species is left out of what burns [1].
_TRACE: Final = 1e-3
_SETTLE: Final = "measure the flammability limits of the gas of this cell (ASTM E681, EN 1839)"


def fire_of(place: Place, amounts: Mapping[str, Parameter], *, flames: bool = False) -> Fire | None:
    """Return whether gas burns in the air of a place; None where there is no gas.

    Parameters
    ----------
    place : Place
        Its volume, temperature and pressure count.
    amounts : mapping of str to Parameter
        Moles of each gas that come into it [mol].
    flames : bool
        Whether to work out flame temperature and pressure as well.
    """
    from davylamp.gas.burning import Burns, flammability

    total = math.fsum(item.value for item in amounts.values())
    # Traces change no limit, but one that nobody has measured would leave it open.
    central = {n: item.value for n, item in amounts.items() if item.value > _TRACE * total}
    if not central:
        return None
    mixture = mixture_of(central, place.temperature_K, place.pressure_Pa)
    # Limits are known at 25 degC and move by less than a tenth of a percent per kelvin.
    near = abs(place.temperature_K - STANDARD_TEMPERATURE_K) < _NEAR_K
    try:
        found = flammability(mixture, STANDARD_TEMPERATURE_K if near else None)
    except DavylampError as error:
        gap = Unknown(f"whether it burns: {error.message}", error.remedy or _SETTLE)
        return Fire(None, unknown=(gap,))
    flammable = {Burns.YES: True, Burns.NO: False}.get(found.burns)
    lower = found.lfl if found.lfl is not None else found.lfl_at_most
    share = None
    if flammable and lower:
        air = place.volume_m3 / mixture.volume_m3
        # Evenly mixed: gas takes the place of as much air.
        share = min(1.0 / air, 1.0) / lower
    told = list(_flames(mixture, place, found)) if flammable and flames else []
    notes = [f"{note.rstrip('.')}." for note in found.notes]
    if found.why:
        notes.append(f"Burns: {found.why}.")
    return Fire(
        flammable=flammable,
        lfl_percent=None if lower is None or not flammable else 100.0 * lower,
        ufl_percent=None if found.ufl is None or not flammable else 100.0 * found.ufl,
        share_of_lfl=share if share is None or math.isfinite(share) else None,
        figures=tuple(item for item in told if isinstance(item, GasFigure)),
        kind=found.kind,
        sources=found.sources,
        notes=tuple(notes),
        unknown=(*found.unknown, *(item for item in told if isinstance(item, Unknown))),
    )


def _flames(
    mixture: GasMixture, place: Place, found: Flammability
) -> Iterator[GasFigure | Unknown]:
    """Yield the flame of the gas in just enough air, and the pressure it makes in the place."""
    from davylamp.gas.burning import flame

    warm = found.temperature_K
    try:
        fire = flame(mixture, temperature_K=warm)
    except DavylampError as error:
        yield Unknown(f"how hot its flame is: {error.message}", error.remedy or _SETTLE)
        return
    yield GasFigure(
        "flame_degC",
        "adiabatic flame in just enough air",
        fire.temperature_K - ZERO_CELSIUS_K,
        "degC",
        fire.kind,
        sources=fire.sources,
        note="at constant pressure; real flames lose heat",
    )
    yield GasFigure(
        "closed_pressure_ratio",
        "pressure in a closed volume full of it, over that before",
        fire.closed_Pa / fire.start_Pa,
        "1",
        fire.kind,
        "an upper bound",
        fire.sources,
        "of the mixture with just enough air, burnt without loss of heat; not a detonation",
    )
    share = min(mixture.volume_m3 / place.volume_m3, 1.0)
    filled = min(share / fire.mixture_share, 1.0)
    yield GasFigure(
        "place_overpressure_kPa",
        "rise of pressure in the place if all of it burns there",
        1e-3 * filled * (fire.closed_Pa - fire.start_Pa),
        "kPa",
        weakest((fire.kind, Kind.ESTIMATED)),
        "an upper bound",
        fire.sources,
        f"closed, without loss of heat: a cloud with just enough air fills {100.0 * filled:.2g} % "
        "of it, and its rise spreads over the whole",
    )
