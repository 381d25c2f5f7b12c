"""Amounts of gas that were measured beside those of the sources of gas."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Final

from davylamp.core.errors import MissingDatumError
from davylamp.validation.case import Case

if TYPE_CHECKING:
    from davylamp.runaway.ceiling import HeatCeiling

__all__ = ["gas_source_cases"]

_GROUP: Final = "Gas: how much of it"
_LARSSON: Final = "10.1038/s41598-017-09784-z, abstract"
_GOLUBKOV: Final = "10.1039/C3RA45748F, not checked against the paper"
_LIQUID: Final = (
    "everything mixed at the adiabatic temperature, water left out; a liquid cell of assumed "
    "design with the capacity of an example"
)
#: Molar mass of HF [mg/mol].
_HF_MG_PER_MOL: Final = 20.006e3


def gas_source_cases() -> tuple[Case, ...]:
    """Return hydrogen of lithium, HF and gas of liquid cells, and ceilings beside measured H2S."""
    return (
        Case(
            id="gas-lithium-ethanol",
            group=_GROUP,
            question="H2 of one gram of lithium in 30 mL of 95 % ethanol, 25 degC and 1 atm",
            published=1.76,
            compute=_lithium,
            unit="L/g",
            tolerance=0.005,
            source="half a mole per mole; volume of ethanol from HSDB, lithium, disposal methods",
        ),
        Case(
            id="gas-hf-fluorine",
            group=_GROUP,
            question="HF of burning liquid cells per nominal energy, by all their fluorine",
            published=110.0,
            compute=_hf_ceiling,
            unit="mg/Wh",
            tolerance=90.0,
            source=_LARSSON,
            note="published: 20 to 200 over seven types of cells; salt and binder of an assumed "
            "design, NCM811. A cell with more salt gives more than this ceiling",
        ),
        Case(
            id="gas-hf-equilibrium",
            group=_GROUP,
            question="the same by equilibrium of everything in the cell",
            published=110.0,
            compute=_hf_equilibrium,
            unit="mg/Wh",
            tolerance=90.0,
            source=_LARSSON,
            note="equilibrium binds fluorine as LiF: HF leaves before it is reached, so that the "
            "fluorine ceiling is what hazards are judged by",
        ),
        *(
            Case(
                id=f"gas-liquid-{ident}",
                group=_GROUP,
                question=f"gas of a charged {words} 18650 cell heated in argon, per capacity",
                published=amount,
                compute=partial(_liquid_gas, example),
                unit="mmol/Ah",
                tolerance=tolerance,
                source=_GOLUBKOV,
                note=f"{_LIQUID}; tolerance: twice the uncertainty there",
            )
            for ident, words, example, amount, tolerance in (
                ("nmc", "NMC", "sulfide", 149.0 / 1.5, 48.0 / 1.5),
                ("lco", "LiCoO2 and NMC", "garnet", 265.0 / 2.6, 88.0 / 2.6),
                ("lfp", "LiFePO4", "polymer", 50.0 / 1.1, 8.0 / 1.1),
            )
        ),
        Case(
            id="gas-liquid-main-lfp",
            group=_GROUP,
            question="most plentiful gas of the LiFePO4 cell",
            published="CO2",
            compute=partial(_main_gas, "polymer"),
            source=_GOLUBKOV,
            note=_LIQUID,
        ),
        Case(
            id="gas-h2s-below-ceiling",
            group=_GROUP,
            question="H2S measured of eight sulfides stays below the ceiling of each",
            published="all below",
            compute=_below_ceilings,
            source="10.1039/d4ee02358g, section 3.1.1",
        ),
    )


def _lithium() -> float:
    from davylamp.gas.sources import lithium_with

    gram = 1.0 / 6.94
    return lithium_with("95 % ethanol", gram, volume_m3=30e-6).hydrogen_L_per_g()


@cache
def _ceiling(example: str) -> HeatCeiling:
    from davylamp.cell import example_path, read_cell
    from davylamp.runaway.ceiling import heat_ceiling

    return heat_ceiling(read_cell(example_path(example)), pairs=False)


def _energy_Wh(answer: HeatCeiling) -> float:
    energy = answer.everything.energy_J
    if not energy:
        raise MissingDatumError("the energy of the example is not known")
    return energy / 3600.0


def _hf_ceiling() -> float:
    from davylamp.cell import example_path, read_cell
    from davylamp.gas.sources import toxic_bounds
    from davylamp.runaway.ceiling import liquid_cell

    answer = _ceiling("sulfide")
    stock = liquid_cell(read_cell(example_path("sulfide")), answer.inventory)
    (bound,) = toxic_bounds(stock, species=("HF",))
    amount = bound.mol["HF"]
    return amount * _HF_MG_PER_MOL / _energy_Wh(answer)


def _hf_equilibrium() -> float:
    answer = _ceiling("sulfide")
    if answer.liquid is None:
        raise MissingDatumError("no liquid cell of this design")
    amount = sum(gas.mol for gas in answer.liquid.gases if gas.species == "HF")
    return amount * _HF_MG_PER_MOL / _energy_Wh(answer)


def _dry_gas(example: str) -> dict[str, float]:
    answer = _ceiling(example)
    if answer.liquid is None:
        raise MissingDatumError("no liquid cell of this design")
    return {gas.species: gas.mol for gas in answer.liquid.gases if not gas.condenses}


def _liquid_gas(example: str) -> float:
    capacity_Ah = _ceiling(example).inventory.capacity_C / 3600.0
    return 1e3 * sum(_dry_gas(example).values()) / capacity_Ah


def _main_gas(example: str) -> str:
    gases = _dry_gas(example)
    return max(gases, key=lambda name: gases[name])


def _below_ceilings() -> str:
    from davylamp.materials import gas_ceilings
    from davylamp.store.load import load_library

    above = []
    for material in load_library().values():
        for datum in material.all("h2s_release"):
            found = gas_ceilings(material.composition) if material.composition else None
            most = max((g.cm3_per_g for g in found or () if g.species == "H2S"), default=0.0)
            if datum.value > most:
                above.append(material.id)
    return f"above: {', '.join(above)}" if above else "all below"
