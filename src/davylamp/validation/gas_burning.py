"""Published flammability limits of mixtures, flames and a burning velocity."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

from davylamp.core.errors import MissingDatumError
from davylamp.gas.burning import (
    burning_velocity,
    flame,
    flammability,
    le_chatelier,
)
from davylamp.gas.mixture import mixture_of
from davylamp.validation.case import Case

__all__ = ["LFP_VENT_GAS", "gas_burning_cases"]

_GROUP: Final = "Burning of gas"
_CROWL: Final = "Crowl and Louvar, Chemical Process Safety, 2nd edition (2001)"
_ISO: Final = "ISO 10156:2017 (worked examples)"
_LFP: Final = "10.3390/batteries10080270"
_FLAMES: Final = "NASA polynomials of McBride, Gordon and Reno (1993), as Cantera gives them"
#: Percent by volume; the four gases named make 94 %.
LFP_VENT_GAS: Final[Mapping[str, float]] = {"H2": 55.0, "CO2": 18.0, "CO": 11.0, "CH4": 10.0}
#: Stoichiometric in 21 % oxygen and 79 % nitrogen at 298.15 K and 1 atm: flame temperature [K],
#: pressure in a closed volume over that before.
_ADIABATIC: Final = {
    "H2": (2380.0, 8.00), "CH4": (2225.0, 8.80), "CO": (2383.0, 7.96),
    "H2S": (2090.0, 7.82), "NH3": (2072.0, 8.75), "C2H2": (2540.0, 9.77),
}  # fmt: skip
_AIR: Final = {"O2": 0.21, "N2": 0.79}


def gas_burning_cases() -> tuple[Case, ...]:
    """Return the limits of mixtures, of the 280 Ah vent gas, and of flames."""
    return (*_rules(), *_vent_gas(), *_flames(), _velocity())


def _rules() -> tuple[Case, ...]:
    shares = {"a": 0.0024, "b": 0.0061, "c": 0.0015}
    rows = (
        ("lower", {"a": 0.012, "b": 0.053, "c": 0.031}, 2.7512),
        ("upper", {"a": 0.075, "b": 0.15, "c": 0.32}, 12.928),
    )
    mixtures = (
        ("ethane", "80 % methane with 20 % ethane", {"CH4": 0.8, "C2H6": 0.2}, 3.7714),
        ("nitrogen", "48 % hydrogen in nitrogen", {"H2": 0.48, "N2": 0.52}, 8.3333),
    )
    return (
        *(
            Case(
                id=f"burning-le-chatelier-{word}",
                group=_GROUP,
                question=f"{word} limit of three fuels by Le Chatelier",
                published=published,
                compute=partial(_le_chatelier, shares, limits),
                source=_CROWL,
                unit="%",
                tolerance=5e-4,
            )
            for word, limits, published in rows
        ),
        *(
            Case(
                id=f"burning-iso-{name}",
                group=_GROUP,
                question=f"lower limit of {words} by ISO 10156",
                published=published,
                compute=partial(_limit, parts, "lfl", "IEC"),
                source=_ISO,
                unit="%",
                tolerance=5e-5,
            )
            for name, words, parts, published in mixtures
        ),
    )


def _vent_gas() -> tuple[Case, ...]:
    whole = (
        "published: no measurement, but calculated by its authors by the formula of Le Chatelier; "
        "here by the limits of IEC, with the four gases named (94 %) as the whole; with the rest "
        "as nitrogen 5.9 and 69 %"
    )
    theirs = (
        ("lower", 6.42, "lfl", 0.642, f"lower than theirs, which is the safe side; {whole}"),
        ("upper", 63.0, "ufl", 6.3, whole),
    )
    rest = {**LFP_VENT_GAS, "CO2": 24.0}
    calculated = (
        ("lower-least", 5.65, LFP_VENT_GAS, "lfl_diluted", 0.005, "inerts as mere dilution"),
        ("lower-most", 6.06, rest, "lfl", 0.005, "the rest of 6 % as carbon dioxide"),
        ("upper-least", 60.7, LFP_VENT_GAS, "ufl", 0.05, "the four gases as the whole"),
        ("upper-most", 64.6, rest, "ufl", 0.05, "the rest of 6 % as an inert gas"),
    )
    return (
        *(
            Case(
                id=f"burning-lfp-280Ah-{word}",
                group=_GROUP,
                question=f"{word} limit of the vent gas of a 280 Ah LFP cell, beside what its "
                "authors calculated",
                published=published,
                compute=partial(_limit, LFP_VENT_GAS, name, "IEC"),
                source=_LFP,
                unit="%",
                tolerance=tolerance,
                note=note,
            )
            for word, published, name, tolerance, note in theirs
        ),
        *(
            Case(
                id=f"burning-lfp-280Ah-{word}",
                group=_GROUP,
                question=f"{word.split('-')[0]} limit of that gas by Le Chatelier and ISO 10156, "
                f"{note}",
                published=published,
                compute=partial(_limit, parts, name, "NFPA"),
                source=f"composition of {_LFP}, limits of NFPA 497",
                unit="%",
                tolerance=tolerance,
            )
            for word, published, parts, name, tolerance, note in calculated
        ),
    )


def _flames() -> tuple[Case, ...]:
    cases = []
    for name, (kelvin, ratio) in _ADIABATIC.items():
        for word, published, unit, tolerance, field in (
            ("flame temperature", kelvin, "K", 1.0, "temperature_K"),
            ("pressure in a closed volume over that before", ratio, "", 0.01, "pressure_ratio"),
        ):
            cases.append(
                Case(
                    id=f"burning-{name}-{field.split('_')[0]}",
                    group=_GROUP,
                    question=f"adiabatic {word}, {name} in as much air as it needs",
                    published=published,
                    compute=partial(_flame, name, field),
                    source=_FLAMES,
                    unit=unit,
                    tolerance=tolerance,
                )
            )
    return tuple(cases)


def _velocity() -> Case:
    return Case(
        id="burning-velocity-methane",
        group=_GROUP,
        question="laminar burning velocity of 10.25 % methane in air",
        published=0.383,
        compute=_methane,
        source="Edmondson and Heap, A precise test of the flame-stretch theory of blow-off",
        unit="m/s",
        tolerance=0.02,
        note="flat free flame with GRI-Mech 3.0; the published one is the highest of a burner",
    )


def _le_chatelier(shares: Mapping[str, float], limits: Mapping[str, float]) -> float:
    return 100.0 * le_chatelier(shares, limits)


def _limit(parts: Mapping[str, float], name: str, issuer: str) -> float:
    value: float | None = getattr(flammability(mixture_of(parts), issuer=issuer), name)
    if value is None:
        raise MissingDatumError(f"no {name} of the mixture")
    return 100.0 * value


def _flame(name: str, field: str) -> float:
    return float(getattr(flame(mixture_of({name: 1.0}), air=_AIR), field))


def _methane() -> float:
    found = burning_velocity(flame(mixture_of({"CH4": 1.0}), share=0.1025), cache=False)
    if found.value_m_per_s is None:
        raise MissingDatumError(found.unknown[0].what)
    return found.value_m_per_s
