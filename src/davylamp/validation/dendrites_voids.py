"""Published stripping currents and stack pressures beside the models of voids and extrusion."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import STANDARD_TEMPERATURE_K
from davylamp.validation.case import Case

if TYPE_CHECKING:
    from davylamp.dendrites import Subject

__all__ = ["dendrite_void_cases"]

_GROUP: Final = "Voids and stack pressure"
#: Share of the published current within which a median counts as a hit, set beforehand.
_HALF: Final = 0.5
_DRAWS: Final = 2000
#: Layer of the pressure tests, whose thickness was not seen [m].
_PELLET_M: Final = 5e-4
_ROY: Final = "10.1016/j.eml.2021.101307"
_NOTE: Final = (
    "Nothing is fitted: creep, self-diffusion, distance of voids and path of vacancies are as "
    "stored or assumed, and the creep laws alone disagree by four decades."
)
_DOUX: Final = "10.1002/aenm.201903253"


def dendrite_void_cases() -> tuple[Case, ...]:
    """Return stripping currents, focusing of current and outcomes of stack pressure."""
    return (*_stripping(), *_focusing(), *_pressures())


def _stripping() -> list[Case]:
    from davylamp.dendrites.voids import stripping_figures
    from davylamp.store.load import load_sources

    cases = []
    for figure in stripping_figures():
        published = 0.1 * figure.current_A_per_m2
        where = f"Li | {figure.electrolyte} at {figure.pressure_Pa / 1e6:g} MPa"
        source = load_sources()[figure.source].identifier
        read = f" Published value: {figure.note}." if figure.note else ""
        for law, words in (("pooled", "all creep laws alike"), ("roy2021", "law of Roy et al.")):
            cases.append(
                Case(
                    id=f"voids-{figure.id}-{law}",
                    group=_GROUP,
                    question=f"largest stripping current without voids, {where} ({words}, median)",
                    published=published,
                    compute=partial(_median, figure.pressure_Pa, figure.temperature_K, law),
                    unit="mA/cm2",
                    tolerance=_HALF * published,
                    source=source,
                    note=_NOTE + read,
                )
            )
        cases.append(
            Case(
                id=f"voids-{figure.id}-band",
                group=_GROUP,
                question=f"the stripping current measured on {where} lies within 5 to 95 % of the "
                "draws",
                published="yes",
                compute=partial(
                    _within, figure.pressure_Pa, figure.temperature_K, figure.current_A_per_m2
                ),
                source=source,
                note="The band spans up to four decades.",
            )
        )
    return cases


def _focusing() -> list[Case]:
    return [
        Case(
            id=f"voids-focusing-{shape}",
            group=_GROUP,
            question=f"width of a debonded {shape} whose edge sees twice the current, kappa Z of "
            "20 um",
            published=60.0,
            compute=partial(_width, shape),
            unit="um",
            tolerance=6.0,
            source=_ROY,
            note="Quoted as the diameter of a disc. A half-space and one debonded place here: a "
            "strip gives the quoted width, a disc gathers less current for its size.",
        )
        for shape in ("strip", "disc")
    ]


def _pressures() -> list[Case]:
    rows = ((5.0, 1000.0, "runs"), (25.0, 48.0, "shorts"), (75.0, 1.0, "shorts"))
    return [
        Case(
            id=f"extrusion-argyrodite-{pressure:g}",
            group=_GROUP,
            question=f"lithium on Li6PS5Cl at {pressure:g} MPa for {hours:g} h (most draws)",
            published=outcome,
            compute=partial(_outcome, pressure * 1e6, hours * 3600.0),
            source=_DOUX,
            note=note,
        )
        for (pressure, hours, outcome), note in zip(
            rows,
            (
                "Layer of 500 um, porosity and pores assumed: none was seen in the abstract.",
                "Published outcome and time not checked against the source. Creep through pores of "
                "0.1 to 10 um takes years in most draws: cracks, which it leaves out, are faster.",
                "Published as a short at once, not checked against the source; taken as 1 h.",
            ),
            strict=True,
        )
    ]


def _currents(pressure_Pa: float, temperature_K: float, law: str) -> npt.NDArray[np.float64]:
    from dataclasses import replace

    from davylamp.core.errors import MissingDatumError
    from davylamp.dendrites.voids import VoidMechanism, void_mechanism

    subject = replace(_subject(), stack_pressure_Pa=pressure_Pa, temperature_K=temperature_K)
    mechanism = void_mechanism(subject, creep=law)
    if not isinstance(mechanism, VoidMechanism):
        raise MissingDatumError("no voids in this cell")
    draws = mechanism.sample(_DRAWS)
    # The tests had lithium thicker than voids are wide.
    draws.pop("lithium_thickness", None)
    return mechanism.critical_current_A_per_m2(draws)


def _median(pressure_Pa: float, temperature_K: float, law: str) -> float:
    return 0.1 * float(np.median(_currents(pressure_Pa, temperature_K, law)))


def _within(pressure_Pa: float, temperature_K: float, measured_A_per_m2: float) -> str:
    low, high = np.quantile(_currents(pressure_Pa, temperature_K, "pooled"), (0.05, 0.95))
    return "yes" if low <= measured_A_per_m2 <= high else "no"


def _width(shape: str) -> float:
    from davylamp.dendrites.voids import width_of_focusing_m

    # 4e-4 S/cm and 5 ohm cm2.
    if shape == "strip":
        return 1e6 * width_of_focusing_m(2.0, 0.04, 5e-4, shape="strip")
    return 1e6 * width_of_focusing_m(2.0, 0.04, 5e-4)


def _outcome(pressure_Pa: float, time_s: float) -> str:
    from dataclasses import replace

    from davylamp.core.errors import MissingDatumError
    from davylamp.dendrites.voids import ExtrusionMechanism, extrusion_mechanism

    subject = _subject()
    layer = replace(subject.layer, thickness_m=_PELLET_M, porosity=None, grain_size_m=None)
    subject = replace(
        subject,
        layer=layer,
        stack_pressure_Pa=pressure_Pa,
        temperature_K=STANDARD_TEMPERATURE_K,
    )
    mechanism = extrusion_mechanism(subject)
    if not isinstance(mechanism, ExtrusionMechanism):
        raise MissingDatumError("no extrusion in this cell")
    crossed = mechanism.time_to_short_s(mechanism.sample(_DRAWS)) <= time_s
    return "shorts" if float(np.mean(crossed)) > 0.5 else "runs"


def _subject() -> Subject:
    from davylamp.cell import example_path, read_cell
    from davylamp.dendrites import subject_of

    return subject_of(read_cell(example_path("sulfide")))
