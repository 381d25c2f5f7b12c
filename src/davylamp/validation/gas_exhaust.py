"""Published examples of scrubbing, packed columns and rankings."""

from __future__ import annotations

from functools import partial
from typing import Final

from davylamp.validation.case import Case

__all__ = ["gas_exhaust_cases"]

_EXHAUST: Final = "Exhaust gas: scrubbing"
_RANKING: Final = "Ranking of alternatives"
_BUFFER: Final = "10.6028/jres.073A.004"
_COULSON: Final = "Coulson and Richardson, Chemical Engineering, volume 2, example 12.4"
_STICHLMAIR: Final = "10.1016/0950-4214(89)80016-7, example"
_CRC: Final = "CRC Handbook of Chemistry and Physics, section 6, Diffusion in gases"
_JMCDM: Final = "10.21105/joss.03430, example of grey"
_SAATY: Final = "10.1504/IJSSCI.2008.017590"
_PYDECISION: Final = "pyDecision, fuzzy_ahp_method on the example of its authors"
_TUBITAK: Final = "10.3390/su172310495"
#: Diffusion in air at 20 degC and 1 atm [cm2/s].
_DIFFUSION: Final = {"CO2": 0.160, "CO": 0.208, "CH4": 0.210, "H2": 0.756, "H2O": 0.242}
#: Five alternatives by six criteria, which of them are better higher, and weights.
_GREY: Final = (
    (105000.0, 105.0, 10.0, 4.0, 300.0, 10.0),
    (120000.0, 110.0, 15.0, 4.0, 500.0, 8.0),
    (150000.0, 120.0, 12.0, 3.0, 550.0, 12.0),
    (115000.0, 105.0, 20.0, 4.0, 600.0, 9.0),
    (135000.0, 115.0, 15.0, 5.0, 400.0, 9.0),
)
_GREY_HIGHER: Final = (False, True, False, True, True, False)
_GREY_WEIGHTS: Final = (0.05, 0.20, 0.10, 0.15, 0.10, 0.40)
_GREY_ANSWERS: Final = (0.525, 0.7007142857, 0.5464285714, 0.5762820513, 0.6509523810)
#: Upper triangle of Saaty's judgements on drinks: coffee, wine, tea, beer, sodas, milk, water.
_DRINKS: Final = (
    (9.0, 5.0, 2.0, 1.0, 1.0, 1 / 2),
    (1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9),
    (1 / 3, 1 / 4, 1 / 3, 1 / 9),
    (1 / 2, 1.0, 1 / 3),
    (2.0, 1 / 2),
    (1 / 3,),
)
_TRIANGLES: Final = ((4, 5, 6), (3, 4, 5), (6, 7, 8), (1 / 3, 1 / 2, 1), (2, 3, 4), (2, 3, 4))


def gas_exhaust_cases() -> tuple[Case, ...]:
    """Return the examples."""
    cases = [
        Case(
            id="exhaust-carbonate-ph",
            group=_EXHAUST,
            question="pH of 0.025 mol/kg each of sodium hydrogen carbonate and carbonate, 25 °C",
            published=10.012,
            compute=_buffer_ph,
            source=_BUFFER,
            tolerance=0.03,
        ),
        Case(
            id="exhaust-packed-height",
            group=_EXHAUST,
            question="packing that takes 3 % of a gas down to 0.03 %",
            published=7.79,
            compute=_height_m,
            unit="m",
            tolerance=0.05,
            source=_COULSON,
            note="Numbers of the example as in its Scilab companion; the book was not read.",
        ),
        Case(
            id="exhaust-flooding",
            group=_EXHAUST,
            question="gas velocity at which a packing of 260 m²/m³ floods",
            published=0.6394,
            compute=_flooding_m_per_s,
            unit="m/s",
            tolerance=0.001,
            source=_STICHLMAIR,
            note="As in the documentation of fluids, whose function is used.",
        ),
        Case(
            id="exhaust-h2s-before-co2",
            group=_EXHAUST,
            question="caustic that takes 98 % of 2200 ppm H2S takes under 20 % of 26.75 % CO2",
            published="yes",
            compute=_selective,
            source=_TUBITAK,
            note="Measured 79 to 98 % of the H2S and 6 to 20 % of the CO2; of pH and liquid only "
            "what is reckoned here.",
        ),
        *(
            Case(
                id=f"exhaust-diffusion-{gas}",
                group=_EXHAUST,
                question=f"diffusion of {gas} in air at 20 °C",
                published=value,
                compute=partial(_diffusion_cm2_per_s, gas),
                unit="cm²/s",
                tolerance=0.1 * value,
                source=_CRC,
                note="Chapman and Enskog know nothing of its dipole." if gas == "H2O" else "",
            )
            for gas, value in _DIFFUSION.items()
        ),
        *(
            Case(
                id=f"ranking-grey-{place + 1}",
                group=_RANKING,
                question=f"grey relational grade of alternative {place + 1} of 5",
                published=value,
                compute=partial(_grey, place),
                tolerance=1e-9,
                source=_JMCDM,
            )
            for place, value in enumerate(_GREY_ANSWERS)
        ),
        *(
            Case(
                id=f"ranking-buckley-{place + 1}",
                group=_RANKING,
                question=f"weight of criterion {place + 1} of 4 by Buckley's geometric mean",
                published=value,
                compute=partial(_buckley, place),
                tolerance=5e-4,
                source=_PYDECISION,
            )
            for place, value in enumerate((0.601, 0.138, 0.197, 0.065))
        ),
        Case(
            id="ranking-consistency",
            group=_RANKING,
            question="consistency ratio of judgements on seven drinks",
            published=0.022,
            compute=_drinks_ratio,
            tolerance=0.001,
            source=_SAATY,
            note="Judgements and answer as remembered: of the article only the abstract was read.",
        ),
    ]
    return tuple(cases)


def _buffer_ph() -> float:
    from davylamp.gas.exhaust import solve_solution

    return solve_solution({"sodium": 0.075, "carbonate": 0.05}, 1000.0 / 18.01528).ph


def _height_m() -> float:
    from davylamp.gas.exhaust import transfer_units

    inlet, outlet, in_equilibrium = 0.03, 0.0003, 0.026
    factor = (inlet - outlet) / in_equilibrium
    return transfer_units(inlet, outlet, absorption_factor=factor) * 0.015 / 0.04


def _flooding_m_per_s() -> float:
    from davylamp.gas.exhaust import find_packing, flooding_velocity_m_per_s

    return flooding_velocity_m_per_s(
        find_packing("Berl"),
        5e-3,
        gas_density_kg_per_m3=5.0,
        gas_viscosity_Pa_s=5e-5,
        liquid_density_kg_per_m3=1200.0,
        liquid_viscosity_Pa_s=1e-3,
    )


def _selective() -> str:
    from davylamp.gas.exhaust import treat

    air = 1.0 - 2200e-6 - 0.2675
    stream = {"H2S": 2200e-6, "CO2": 0.2675, "N2": air}
    found = treat(stream, 1.0, removal=0.98, fuel=False)
    return "yes" if found.co2_share < 0.2 else "no"


def _diffusion_cm2_per_s(gas: str) -> float:
    from davylamp.gas.exhaust import air_diffusion_m2_per_s

    return 1e4 * air_diffusion_m2_per_s(gas, 293.15)


def _grey(place: int) -> float:
    from davylamp.gas.ranking import gray_coefficients, gray_grades

    return float(gray_grades(gray_coefficients(_GREY, _GREY_HIGHER), _GREY_WEIGHTS)[place])


def _buckley(place: int) -> float:
    from davylamp.gas.ranking import buckley_weights

    pairs = iter(_TRIANGLES)
    matrix = [[(1.0, 1.0, 1.0)] * 4 for _ in range(4)]
    for row in range(4):
        for column in range(row + 1, 4):
            low, middle, high = map(float, next(pairs))
            matrix[row][column] = (low, middle, high)
            matrix[column][row] = (1.0 / high, 1.0 / middle, 1.0 / low)
    return float(buckley_weights(matrix).crisp[place])


def _drinks_ratio() -> float:
    from davylamp.gas.ranking import consistency

    matrix = [[(1.0, 1.0, 1.0)] * 7 for _ in range(7)]
    for row, values in enumerate(_DRINKS):
        for column, value in enumerate(values, start=row + 1):
            matrix[row][column] = (value,) * 3
            matrix[column][row] = (1.0 / value,) * 3
    ratio = consistency(matrix).ratio
    return float("nan") if ratio is None else ratio
