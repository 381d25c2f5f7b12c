"""Published answers on concentrations beside limits, and on harm over time."""

from __future__ import annotations

import math
from functools import partial
from typing import Final

from davylamp.gas.mixture import ATMOSPHERE_PA, gas_volume_m3
from davylamp.gas.poison import equivalent_ppm, judge_exposure
from davylamp.gas.species import find_species
from davylamp.store.hazards import load_hazards
from davylamp.validation.case import Case

__all__ = ["gas_limit_cases"]

_GROUP: Final = "Gas: limits and doses"
_NIOSH: Final = "NTIS PB-94-195047, conversion factors of {gas}"
#: Gas, n of ten Berge, time of a test [s], published factor to half an hour, its last digit.
_FACTORS: Final = (
    ("HF", 2.0, 3600.0, 1.41, 0.005),
    ("HF", 2.0, 25200.0, 3.74, 0.005),
    ("HF", 2.0, 900.0, 0.71, 0.005),
    ("Cl2", 3.5, 3600.0, 1.22, 0.005),
    ("Cl2", 3.5, 10800.0, 1.67, 0.005),
    ("Cl2", 3.5, 300.0, 0.60, 0.005),
)


def gas_limit_cases() -> tuple[Case, ...]:
    """Return IDLH of a release, time scaling of lethal concentrations and of guidelines."""
    return (
        Case(
            id="limits-hf-100wh",
            group=_GROUP,
            question="HF of 100 Wh at 200 mg/Wh in 100 m3 over its IDLH",
            published=8.0,
            compute=_hf_ratio,
            tolerance=0.5,
            source="10.1038/s41598-017-09784-z (200 mg/Wh); NIOSH IDLH of 1994",
            note="245 ppm at 25 degC and 1 atm, evenly mixed and without ventilation; published as "
            "a whole number.",
        ),
        *(
            Case(
                id=f"limits-time-{gas}-{seconds:.0f}s",
                group=_GROUP,
                question=f"factor from {seconds / 60.0:g} min to 30 min for {gas}, n = {n:g}",
                published=published,
                compute=partial(equivalent_ppm, 1.0, seconds, 1800.0, n),
                tolerance=tolerance,
                source=_NIOSH.format(gas=gas),
            )
            for gas, n, seconds, published, tolerance in _FACTORS
        ),
        Case(
            id="limits-hf-exponent",
            group=_GROUP,
            question="n between the levels of HF for 30 min and 4 h, AEGL-3",
            published=2.0,
            compute=_hf_exponent,
            tolerance=0.07,
            source="NRC, AEGL volume 4 (2004), page 124: C^2 t",
            note="The levels are rounded to two digits: half a digit of 22 ppm is 0.05 in n.",
        ),
    )


def _hf_ratio() -> float:
    mol = 0.2e-3 * 100.0 / find_species("HF").molar_mass_kg_per_mol
    ppm = 1e6 * gas_volume_m3(mol, pressure_Pa=ATMOSPHERE_PA) / 100.0
    worst = judge_exposure({"HF": ppm}, quantities=("IDLH",)).worst
    return math.nan if worst is None else worst.ratio


def _hf_exponent() -> float:
    table = load_hazards()
    short, long = (table.lowest("HF", "AEGL-3", seconds) for seconds in (1800.0, 14400.0))
    if short is None or long is None or not short.value or not long.value:
        return math.nan
    return math.log(14400.0 / 1800.0) / math.log(short.value / long.value)
