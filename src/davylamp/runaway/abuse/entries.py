"""What a test block may hold: every field with its unit, meaning, example and credible range."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

__all__ = ["ENTRIES", "KINDS", "Entry", "entries_of"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of a test block.

    Parameters
    ----------
    name : str
        As written in the file.
    unit : str
        SI unit inside.
    show : str
        Unit for a reader.
    meaning : str
        What it is.
    example : str
        What to write.
    low, high : float or None
        Credible range [`unit`].
    positive : bool
        Whether zero is refused too.
    below : tuple of str
        Message and remedy for a value below `low`; empty for the usual ones.
    suffix : str
        Text that may follow the number and says nothing more.
    """

    name: str
    unit: str
    show: str
    meaning: str
    example: str
    low: float | None = None
    high: float | None = None
    positive: bool = False
    below: tuple[str, ...] = ()
    suffix: str = ""


def _temperature(name: str, meaning: str, example: str) -> Entry:
    return Entry(name, "K", "degC", meaning, example, 123.15, 1773.15)


def _duration(name: str, meaning: str, example: str) -> Entry:
    return Entry(name, "s", "min", meaning, example, 0.0, 30 * 86400.0)


def _resistance(name: str, meaning: str, example: str) -> Entry:
    remedy = "give the resistance as it is measured; 0 ohm stands for the hardest short"
    below = ("a resistance cannot be negative", remedy)
    return Entry(name, "ohm", "ohm", meaning, example, 0.0, 1e6, below=below)


_START: Final = _temperature("start", "temperature of the cell at the start", "25 degC")
_AMBIENT: Final = _temperature("ambient", "temperature of the surroundings", "25 degC")
_COEFFICIENT: Final = Entry(
    "coefficient", "W/m2/K", "W/m2/K", "heat transfer coefficient between surface and surroundings",
    "10 W/m2/K", 0.0, 1e5,
)  # fmt: skip
_CONDUCTANCE: Final = Entry(
    "conductance", "W/K", "W/K", "whole conductance to the surroundings, instead of a coefficient",
    "0.03 W/K", 0.0, 1e5,
)  # fmt: skip
_EMISSIVITY: Final = Entry("emissivity", "1", "1", "emissivity of the surface", "0.8", 0.0, 1.0)
_DURATION: Final = _duration("duration", "time after which the test ends", "6 h")
_RATE: Final = Entry(
    "rate", "K/s", "K/min", "heating rate", "5 K/min", 1e-6, 1e3, positive=True,
    below=("a heating rate must be above zero", 'write for example "rate: 5 K/min"'),
)  # fmt: skip
_CELL_RESISTANCE: Final = _resistance(
    "cell_resistance", "resistance of the cell; from its layers if not given", "60 mohm"
)
_END: Final = _temperature("end", "temperature at which the test ends", "400 degC")
_COMMON: Final = (
    Entry("state_of_charge", "1", "%", "state of charge of the cell", "100 %", 0.0, 1.0),
    Entry(
        "runaway_rate", "K/s", "K/min", "heating rate that counts as runaway", "60 K/min", 1e-4, 1e4
    ),
    Entry("vent_pressure", "Pa", "bar", "pressure above the surroundings at which the casing opens",
          "3 bar", 0.0, 1e9),
    Entry("free_volume", "m3", "mL", "volume inside that gas can fill", "1 mL", 0.0, 10.0,
          positive=True),
)  # fmt: skip
_LOSSES: Final = (_AMBIENT, _COEFFICIENT, _CONDUCTANCE, _EMISSIVITY)
_SHORT: Final = (
    _resistance("resistance", "resistance of the short itself", "5 mohm"),
    _CELL_RESISTANCE,
    _START,
    *_LOSSES,
    _DURATION,
)
_BRIDGE: Final = (
    Entry("area", "m2", "mm2", "area of the contact", "1 mm2", 0.0, 1.0, positive=True),
    Entry("contact_resistance", "ohm*m2", "ohm*cm2", "contact resistance times area",
          "0.01 ohm*cm2", 0.0, 100.0),
    Entry("conductivity", "S/m", "S/m", "electronic conductivity of what bridges the electrodes",
          "1e6 S/m", 0.0, 1e9, positive=True),
    Entry("length", "m", "mm", "length of the bridge", "0.1 mm", 0.0, 1.0),
)  # fmt: skip

#: Fields of each test, by its name in a file.
ENTRIES: Final[Mapping[str, tuple[Entry, ...]]] = {
    "dsc": (
        _START,
        _END,
        _RATE,
        Entry("sensitivity", "W/kg", "mW/g", "smallest heat flow that counts as a peak",
              "10 mW/g", 0.0, 1e6),
        *_COMMON,
    ),
    "arc": (
        _START,
        Entry("step", "K", "K", "temperature step between two searches", "5 K", 0.01, 200.0,
              positive=True),
        _duration("wait", "time to come to rest after a step", "15 min"),
        _duration("seek", "time over which self-heating is sought", "10 min"),
        Entry("sensitivity", "K/s", "K/min", "self-heating rate that counts as an onset",
              "0.02 K/min", 1e-8, 10.0, positive=True),
        Entry("phi", "1", "1", "heat capacity of cell and holder over that of the cell", "1.1",
              1.0, 100.0, below=("phi is below 1",
              "phi counts the cell and its holder over the cell alone: write 1 or more")),
        Entry("heating", "K/s", "K/min", "heating rate between two searches", "2 K/min", 1e-4, 10.0,
              positive=True),
        _END,
        *_COMMON,
    ),
    "oven": (
        _START,
        _temperature("temperature", "temperature of the oven", "130 degC"),
        _RATE,
        _duration("hold", "time at the temperature of the oven", "30 min"),
        _duration("observe", "time of observation after it", "1 h"),
        *_LOSSES,
        *_COMMON,
    ),
    "ramp": (_START, _RATE, _END, *_COMMON),
    "heater": (
        Entry("power", "W", "W", "power of the heater; from the energy of the cell if not given",
              "300 W", 0.0, 1e6, positive=True),
        _temperature("stop", "temperature at which the heater is switched off", "300 degC"),
        _START,
        *_LOSSES,
        _DURATION,
        *_COMMON,
    ),
    "internal_short": (*_SHORT, *_BRIDGE, *_COMMON),
    "nail": (
        Entry("diameter", "m", "mm", "diameter of the nail", "3 mm", 0.0, 0.1, positive=True),
        *_SHORT,
        *_BRIDGE,
        *_COMMON,
    ),
    "external_short": (*_SHORT, *_COMMON),
    "overcharge": (
        Entry("current", "A", "A", "charging current", "2 A", 0.0, 1e4, positive=True),
        Entry("c_rate", "1", "1", "charging rate per hour, instead of a current", "1 C", 0.0, 100.0,
              positive=True, suffix="C"),
        Entry("until", "1", "%", "charge at which charging ends, over the full charge", "115 %",
              1.0, 5.0, below=("charging ends before the cell is full", "give more than 100 %")),
        Entry("voltage", "V", "V", "largest voltage of the charger", "8.6 V", 0.1, 100.0),
        _CELL_RESISTANCE,
        _START,
        *_LOSSES,
        _DURATION,
        # The cell is full: it has no state of charge to choose.
        *_COMMON[1:],
    ),
}  # fmt: skip

#: Names of the tests.
KINDS: Final = tuple(ENTRIES)


def entries_of(kind: str) -> Mapping[str, Entry]:
    """Return the fields of a test by name."""
    return {entry.name: entry for entry in ENTRIES[kind]}
