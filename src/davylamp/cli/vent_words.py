"""Venting in a sentence or two, for terminal and page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

__all__ = ["answer_of", "constant_volume_words", "kilopascal", "percent"]

#: Above it no thin-walled casing is left [Pa]: hoop stress of 0.3 mm of the strongest steel, 2 GPa,
#: around 18 mm is reached at 68 MPa, and of common can steel, 0.6 GPa, at 20 MPa.
_BEYOND_PA: Final = 3e7


def kilopascal(value_Pa: float | None) -> str:
    """Return a pressure in kPa, or MPa where it is large."""
    from davylamp.dossier.numbers import quantity

    if value_Pa is not None and abs(value_Pa) >= 1e6:
        return quantity(1e-6 * value_Pa, "MPa")
    return quantity(None if value_Pa is None else 1e-3 * value_Pa, "kPa")


def percent(share: float | None) -> str:
    """Return a probability in words."""
    if share is None:
        return "unknown"
    if 0.0 < share < 0.001:
        return "< 0.1 %"
    if 0.999 < share < 1.0:
        return "> 99.9 %"
    return f"{100.0 * share:.3g} %"


def answer_of(record: Mapping[str, Any]) -> str:
    """Return the answer in a sentence or two."""
    from davylamp.dossier.numbers import quantity

    opened, flow, times = record["opening"], record["flow"], record["times"]
    if opened is None:
        return "Whether the casing opens is not known, as its free volume is not known."
    words = [f"Closed, the casing would see {_closed(record)}."]
    if opened["vents"] is None and opened["bursts"] is None:
        words.append("At what pressure it opens is not known.")
    else:
        words.append(_slowly(opened, record["seam"]))
    if flow is not None and flow["opened_s"] is not None:
        how = "all of it there at once" if record["instant"] else "over time"
        what = "seam" if record["seam"] else "vent"
        most = "" if times is not None and not times["steady"] else "at most "
        words.append(
            f"With the {what} opening at its middle value, {how}: {most}"
            f"{kilopascal(flow['peak_Pa'])} absolute inside, "
            f"{quantity(1e3 * flow['peak_flow_kg_per_s'], 'g/s')}, "
            f"{quantity(flow['peak_thrust_N'], 'N')}."
        )
    if times is not None and not times["steady"]:
        words.append(
            "The vent is too slow for this gas to count on: the bounds hold, and "
            f"{_at_most(record['bursts_at_most'])}."
        )
    elif times is None and flow is not None:
        words.append(
            f"How fast the gas comes is not known, so that {_at_most(record['bursts_at_most'])}."
        )
    words.extend(_box(record))
    return " ".join(words)


def _box(record: Mapping[str, Any]) -> list[str]:
    """Return what a closed enclosure sees."""
    bounds, box = record["bounds"], record["enclosure"]
    if bounds is None or box is None or bounds["enclosure_Pa"] is None:
        return []
    rises, stands = bounds["enclosure_Pa"][1], box["burst_Pa"]
    text = f"A closed enclosure sees up to {kilopascal(rises)} more, without a flame"
    if stands is None:
        return [f"{text}; what it stands is not known."]
    return [f"{text}, and stands {kilopascal(stands)}{': it may burst' * (rises >= stands)}."]


def _closed(record: Mapping[str, Any]) -> str:
    """Return the pressure of the closed casing, with what it is worth."""
    peak_Pa, bounds = record["opening"]["peak_Pa"], record["bounds"]
    if bounds is None or bounds["ideal"]:
        return f"{kilopascal(peak_Pa)} above that outside"
    if peak_Pa < _BEYOND_PA:
        return f"{kilopascal(peak_Pa)} above that outside or more, the gas being dense"
    return (
        f"more than any casing stands ({kilopascal(peak_Pa)} by the law of ideal gases, which no "
        "longer holds)"
    )


def _slowly(opened: Mapping[str, Any], seam: bool) -> str:
    """Return the shares of casings that open one way or the other."""
    upper = "at most " if opened["at_most"] else ""
    stay = f"{upper}{percent(opened['stays_closed'])} stay closed"
    if seam and opened["bursts"] is None:
        return f"Slowly pressed, {percent(opened['vents'])} of casings open at their seam, {stay}."
    parts = [
        f"how many {what} first is unknown"
        if opened[key] is None
        else f"{upper}{percent(opened[key])} {what} first"
        for key, what in (("vents", "vent"), ("bursts", "burst"))
    ]
    least = " (a casing of unknown strength may open earlier)" if upper else ""
    return f"Slowly pressed, of all casings {', '.join(parts)}, {stay}{least}."


def _at_most(share: float | None) -> str:
    if share is None:
        return "a burst is not ruled out"
    return "nearly all may burst" if share > 0.999 else f"up to {percent(share)} may burst"


def constant_volume_words(bounds: Mapping[str, Any]) -> str:
    """Return the pressure at constant volume, with what it is worth."""
    pressure = f"{kilopascal(bounds['pressure_Pa'])} absolute"
    if bounds["ideal"]:
        return pressure
    beyond = "beyond any casing; " if bounds["pressure_Pa"] > _BEYOND_PA else ""
    return f"{beyond}{pressure} as ideal gas, which is too low"
