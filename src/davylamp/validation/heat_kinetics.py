"""Published runaways beside those of the networks: liquid baseline, and solid-state pairs."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING, Final

from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.core.errors import MissingDatumError
from davylamp.validation.case import Case

if TYPE_CHECKING:
    from davylamp.cell import Cell
    from davylamp.runaway.abuse import TestResult
    from davylamp.runaway.body import Body
    from davylamp.runaway.lumped import History
    from davylamp.runaway.network import Network

__all__ = ["heat_kinetics_cases"]

_LIQUID: Final = "Heat: liquid baseline in an oven"
_SOLID: Final = "Heat: onset and heat of solid-state cells"
_KIM: Final = "10.1016/j.jpowsour.2007.04.018, read second-hand"
_START_K: Final = 298.15
_PASSED_K: Final = 473.15


def heat_kinetics_cases() -> tuple[Case, ...]:
    """Return oven tests of the liquid baseline, and onsets and heats of solid-state cells."""
    return (*_liquid_cases(), *_solid_cases())


def _liquid_cases() -> tuple[Case, ...]:
    cases = []
    for oven, peak, minutes in ((155.0, 582.6, 44.3), (150.0, 574.9, 50.1)):
        where = f"oven at {oven:g} degC, 1816 W/m3/K, from 25 degC"
        cases.append(
            Case(
                id=f"heat-liquid-peak-{oven:g}",
                group=_LIQUID,
                question=f"{where}: peak",
                published=peak,
                compute=partial(_peak_degC, oven),
                unit="degC",
                tolerance=0.1,
                source=_KIM,
            )
        )
        cases.append(
            Case(
                id=f"heat-liquid-time-{oven:g}",
                group=_LIQUID,
                question=f"{where}: time to 200 degC",
                published=minutes,
                compute=partial(_minutes, oven),
                unit="min",
                tolerance=0.1,
                source=_KIM,
            )
        )
    for factor, published in ((1.0, 135.3), (3.0, 145.7)):
        cases.append(
            Case(
                id=f"heat-liquid-critical-{factor:g}",
                group=_LIQUID,
                question=f"critical oven temperature at {1816 * factor:g} W/m3/K",
                published=published,
                compute=partial(_critical_degC, factor),
                unit="degC",
                tolerance=0.1,
                source=_KIM,
                note="100 K above the oven within 24 hours; criterion and length of the published "
                "test were not seen, and within three hours it is 135.3 degC"
                if factor < 2.0
                else "100 K above the oven within 24 hours",
            )
        )
    cases.append(
        Case(
            id="heat-liquid-critical-pack",
            group=_LIQUID,
            question="critical surroundings of a pack of 18650 cells with LiCoO2",
            published=148.0,
            compute=partial(_critical_degC, 1.0),
            unit="degC",
            tolerance=10.0,
            source="10.1039/d4ee02358g",
            note="one cell at 1816 W/m3/K; the exchange in the pack was not seen. No rates are "
            "stored for the packs with NCM (168 degC) and LiFePO4 (201 degC)",
        )
    )
    return tuple(cases)


def _solid_cases() -> tuple[Case, ...]:
    route = (
        "oxygen is taken to reach molten lithium at once when it leaves; other steps of unknown "
        "rate are left out. Input: the onset of oxygen from the cathode powder by itself, not the "
        "onset of the cell"
    )
    return (
        Case(
            id="heat-solid-ncm811-onset",
            group=_SOLID,
            question="NCM811 | LLZO | Li in DSC: onset",
            published=220.0,
            compute=partial(_onset_degC, "NCM811"),
            unit="degC",
            tolerance=20.0,
            source="10.1021/acsami.5c13030, abstract",
            note=route,
        ),
        Case(
            id="heat-solid-lco-onset",
            group=_SOLID,
            question="LiCoO2 | LLZO | Li: onset, modelled there as 200 to 250 degC",
            published=225.0,
            compute=partial(_onset_degC, "LiCoO2"),
            unit="degC",
            tolerance=25.0,
            source="Johnson, thesis 2023, read second-hand",
            note=route,
        ),
        Case(
            id="heat-solid-ncm811-heat",
            group=_SOLID,
            question="NCM811 | LLZO | Li: heat to 500 degC",
            published=15.0,
            compute=_heat_J_per_mAh,
            unit="J/mAh",
            tolerance=3.0,
            source="10.1021/acsami.5c13030, abstract",
            note="all steps run to their end, the most they can set free together: lithium then "
            "takes all oxygen of the cathode, which by 500 degC it has not; conductive carbon and "
            "binder of the measured sample are not in it",
        ),
        Case(
            id="heat-solid-ncm811-heat-oxygen",
            group=_SOLID,
            question="NCM811 | LLZO | Li: heat to 500 degC, by the oxygen that leaves alone",
            published=15.0,
            compute=_oxygen_heat_J_per_mAh,
            unit="J/mAh",
            tolerance=3.0,
            source="10.1021/acsami.5c13030, abstract",
            note=route,
        ),
        Case(
            id="heat-solid-argyrodite-ncm811",
            group=_SOLID,
            question="NCM811 with Li6PS5Cl: heat begins below 160 to 200 degC",
            published="yes",
            compute=_argyrodite_begins,
            source="10.1038/s41467-026-69472-3",
            note="input: charged composite burning at 150 degC, another study of the same pair "
            "(Chem. Mater. 2022, 34, 9159), and that charged cells of it are used at 60 degC; the "
            "tangent at the first peak must lie below 160 degC",
        ),
        Case(
            id="heat-solid-tin-onset",
            group=_SOLID,
            question="cell with Li10SnP2S12 and lithium in ARC: onset",
            published=295.0,
            compute=_tin_onset_degC,
            unit="degC",
            tolerance=20.0,
            source="ACS Energy Lett. 2022, 8, 398, as quoted in 10.1039/d4ee02358g",
            note="its own onset would be the only input there is",
        ),
    )


@cache
def _body() -> Body:
    from davylamp.runaway.networks import liquid_body

    return liquid_body()


def _oven(oven_degC: float, factor: float, duration_s: float) -> History:
    from davylamp.runaway.lumped import Exchange, simulate
    from davylamp.runaway.networks import EXCHANGE_W_PER_M3_K

    body = _body()
    return simulate(
        body,
        start_K=_START_K,
        duration_s=duration_s,
        exchange=Exchange(factor * EXCHANGE_W_PER_M3_K * body.volume_m3),
        surroundings_K=oven_degC + ZERO_CELSIUS_K,
        thresholds_K=(_PASSED_K,),
    )


def _peak_degC(oven_degC: float) -> float:
    return _oven(oven_degC, 1.0, 7200.0).peak_K - ZERO_CELSIUS_K


def _minutes(oven_degC: float) -> float:
    when = _oven(oven_degC, 1.0, 7200.0).crossings[_PASSED_K]
    if when is None:
        raise MissingDatumError("200 degC are not reached")
    return when / 60.0


@cache
def _critical_degC(factor: float) -> float:
    from davylamp.runaway.critical import critical_temperature
    from davylamp.runaway.lumped import Exchange
    from davylamp.runaway.networks import EXCHANGE_W_PER_M3_K

    body = _body()
    exchange = Exchange(factor * EXCHANGE_W_PER_M3_K * body.volume_m3)
    found = critical_temperature(body, exchange, tolerance_K=0.01)
    if found.value is None:
        raise MissingDatumError("no critical temperature is found")
    return found.value - ZERO_CELSIUS_K


def _cell(cathode: str) -> Cell:
    """Return the garnet example with another cathode, fully charged."""
    from davylamp.cell import example_path, parse_cell

    text = example_path("garnet").read_text(encoding="utf-8")
    if cathode == "NCM811":
        before, _, rest = text.partition("    properties:\n")
        _, _, after = rest.partition("  catholyte:")
        text = f"{before}  catholyte:{after}".replace("LiCoO2", cathode)
    return parse_cell(text.replace("4.05 V", "4.2 V"), "validation.yaml")


@cache
def _network(cathode: str) -> Network:
    from davylamp.runaway.inventory import inventory
    from davylamp.runaway.networks import cell_network

    cell = _cell(cathode)
    return cell_network(cell, inventory(cell))


@cache
def _calorimeter(cathode: str) -> TestResult:
    """Return the DSC of the cell by release of oxygen and lithium that burns in it."""
    from davylamp.runaway.abuse import run_test
    from davylamp.runaway.cell_body import cell_body
    from davylamp.runaway.networks import bounded

    network = _network(cathode)
    steps = tuple(s for s in network.steps if s.rate is not None or s.id == "Li-oxygen")
    _, at_once = bounded(replace(network, steps=steps))
    return run_test(cell_body(_cell(cathode), network=at_once), "dsc")


def _oxygen_heat_J_per_mAh() -> float:
    from davylamp.runaway.inventory import inventory

    return _figure(_calorimeter("NCM811"), "heat") / (inventory(_cell("NCM811")).charge_C / 3.6)


def _onset_degC(cathode: str) -> float:
    return _figure(_calorimeter(cathode), "onset") - ZERO_CELSIUS_K


def _figure(result: TestResult, name: str) -> float:
    figure = result.figure(name)
    value = None if figure is None else figure.values[0]
    if value is None:
        raise MissingDatumError(f"the calorimeter finds no {name}")
    return float(value)


def _heat_J_per_mAh() -> float:
    from davylamp.runaway.inventory import inventory
    from davylamp.runaway.networks import bounded, largest_heat

    stock = inventory(_cell("NCM811"))
    _, at_once = bounded(_network("NCM811"))
    return largest_heat(at_once) * stock.mass_kg / (stock.charge_C / 3.6)


def _argyrodite_begins() -> str:
    from davylamp.cell import example_path, read_cell
    from davylamp.runaway.abuse import run_test
    from davylamp.runaway.cell_body import cell_body

    body = cell_body(read_cell(example_path("sulfide")))
    steps = replace(body, network=body.network.with_rates)
    return "yes" if _figure(run_test(steps, "dsc"), "onset") < 160.0 + ZERO_CELSIUS_K else "no"


def _tin_onset_degC() -> float:
    from davylamp.cell import example_path, parse_cell
    from davylamp.runaway.inventory import inventory
    from davylamp.runaway.networks import cell_network

    text = example_path("sulfide").read_text(encoding="utf-8").replace("Li6PS5Cl", "Li10SnP2S12")
    cell = parse_cell(text, "validation.yaml")
    network = cell_network(cell, inventory(cell))
    lithium = next(step for step in network.steps if step.id == "Li-electrolyte.0")
    if lithium.rate is None or lithium.rate.peak_K is None:
        raise MissingDatumError("the rate of Li10SnP2S12 with lithium is unknown")
    return lithium.rate.peak_K.value - ZERO_CELSIUS_K
