"""Published relief areas, opening pressures, and the fast runaway of an all-solid cell."""

from __future__ import annotations

from functools import partial
from typing import Final

from davylamp.gas.vent import (
    blast_distance_m,
    blast_overpressure_Pa,
    compare_times,
    constant_volume,
    relief_area,
)
from davylamp.store.casings import load_casings
from davylamp.validation.case import Case

__all__ = ["gas_vent_cases"]

_GROUP: Final = "Venting"
_API: Final = "API Standard 520, Part 1, examples"
_ALL_SOLID: Final = (
    "Preliminary study of all-solid-state batteries: evaluation of blast formation during the "
    "thermal runaway (abstract)"
)
#: Gas, free volume and vent of a made-up cell, the same for both durations: mol, m3, m2, K.
_REFERENCE: Final = ({"H2": 8e-3, "CO2": 6e-3, "CO": 4e-3, "CH4": 2e-3}, 5e-5, 60e-6, 900.0)


def gas_vent_cases() -> tuple[Case, ...]:
    """Return relief areas, overpressure, the all-solid runaway, and the 300 Ah cell."""
    return (
        Case(
            id="vent-api520-choked",
            group=_GROUP,
            question="relief area for 24,270 kg/h at 348 K and 670 kPa, Z 0.9, M 51, k 1.11",
            published=3699.0,
            compute=partial(_area_mm2, 101325.0),
            unit="mm2",
            tolerance=1.0,
            source=_API,
        ),
        Case(
            id="vent-api520-subsonic",
            group=_GROUP,
            question="the same against a back pressure of 532 kPa",
            published=4248.0,
            compute=partial(_area_mm2, 532e3),
            unit="mm2",
            tolerance=1.0,
            source=_API,
        ),
        Case(
            id="vent-blast-ten-tonnes",
            group=_GROUP,
            question="side-on overpressure 500 m from 10 t of TNT on the ground",
            published=5.055,
            compute=_ten_tonnes_kPa,
            unit="kPa",
            tolerance=0.001,
            source="ADA526744, as a public implementation of it gives it",
            note="Checks that the fits are entered rightly, and not what they fit.",
        ),
        *(
            Case(
                id=f"vent-{word}-steady",
                group=_GROUP,
                question=f"is a vent of 60 mm2 quick enough for gas of a {cell} cell, which comes "
                f"within {duration:g} ms",
                published=answer,
                compute=partial(_steady, 1e-3 * duration),
                source=_ALL_SOLID,
                note="The durations are published. That steady relief cannot be relied on at 5 ms "
                "is drawn from them here, for 20 mmol in 50 mL at 900 K and a vent that takes 1 ms "
                "to open, all assumed.",
            )
            for word, cell, duration, answer in (
                ("all-solid", "all-solid", 5.0, "no"),
                ("liquid", "liquid", 500.0, "yes"),
            )
        ),
        Case(
            id="vent-all-solid-blast",
            group=_GROUP,
            question="how far from 2.7 g of TNT the overpressure is 188 mbar",
            published="not told in the abstract",
            compute=_blast,
            source=_ALL_SOLID,
            note="An all-solid cell ran away within 5 ms; 188 mbar were measured in the air and "
            "2.7 g of TNT reckoned from them. Where the sensor was and by what correlation is not "
            "in the abstract, so that the two numbers can be put beside each other and not "
            "checked: on the ground they belong together at this distance.",
        ),
        Case(
            id="vent-lfp-300Ah",
            group=_GROUP,
            question="pressure inside a 300 Ah LFP cell at venting, beside the middle of the "
            "opening pressures assumed for prismatic cases",
            published=412.0,
            compute=_prismatic_kPa,
            unit="kPa",
            tolerance=41.2,
            source="10.1016/j.est.2024.114196",
            note="The stored pressure is an assumption for prismatic cases of unknown make, with a "
            "standard deviation of 0.2 decades, and is not set to one cell. Whether the published "
            "value is absolute was not seen.",
        ),
    )


def _area_mm2(back_Pa: float) -> float:
    found = relief_area(
        24270.0 / 3600.0, 348.0, 0.051, 1.11, 670e3, back_Pa=back_Pa, compressibility=0.9
    )
    return 1e6 * found.area_m2


def _ten_tonnes_kPa() -> float:
    return 1e-3 * blast_overpressure_Pa(1e4, 500.0)


def _steady(duration_s: float) -> str:
    gas, volume, area, warm = _REFERENCE
    times = compare_times(constant_volume(gas, warm, volume), volume, area, duration_s)
    return "yes" if times.steady else "no"


def _blast() -> str:
    return f"{blast_distance_m(2.7e-3, 18800.0):.1f} m"


def _prismatic_kPa() -> float:
    return 1e-3 * load_casings()["prismatic-vent"].parameter.value
