"""Sections about the cell as a whole: windows, gas ceilings, capacity and energy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from davylamp.cell import Balance, Cell
from davylamp.core.evidence import NOT_REPORTED
from davylamp.core.units import convert_unit
from davylamp.dossier.findings import Section
from davylamp.dossier.gases import FLAMMABLE, TOXIC
from davylamp.dossier.numbers import number
from davylamp.dossier.parts import Entry, Plot, PlotKind, Series
from davylamp.dossier.question import Place, Question
from davylamp.dossier.stored import key_of
from davylamp.dossier.windows import windows_plot
from davylamp.materials import gas_ceilings

if TYPE_CHECKING:
    from davylamp.cell import Figure

__all__ = ["capacity_section", "ceilings_section", "windows_section"]

_LABELS: Final = {
    "cathode_capacity": "Areal capacity of the cathode",
    "anode_capacity": "Areal capacity of the anode as assembled",
    "n_to_p": "Capacity of the anode over that of the cathode (N/P)",
    "average_voltage": "Mean open-circuit voltage",
    "current_density": "Current density on charge",
    "energy_per_area": "Energy per area",
    "stack_mass": "Mass of the stack per area",
    "stack_thickness": "Thickness of the stack as assembled",
    "stack_thickness_charged": "Thickness of the stack, charged",
    "cathode_thickness": "Thickness of the cathode",
    "cathode_porosity": "Porosity of the cathode",
    "cathode_active_mass": "Active material per area",
    "anode_thickness": "Thickness of the anode as assembled",
    "specific_energy_stack": "Specific energy of the stack",
    "energy_density_stack": "Energy density of the stack",
    "cell_capacity": "Capacity of the cell",
    "cell_energy": "Energy of the cell",
    "cell_mass": "Mass of the cell",
    "cell_volume": "Volume of the cell",
    "specific_energy_cell": "Specific energy of the cell",
    "energy_density_cell": "Energy density of the cell",
    "cyclable_lithium": "Lithium that cycles",
    "lithium_inventory": "All lithium in both electrodes",
    "metallic_lithium_charged": "Metallic lithium in the charged cell",
}


def windows_section(question: Question, places: Sequence[Place]) -> Section | None:
    """Return the section that draws all windows beside the cell's voltage range."""
    plot = windows_plot(question, places)
    if plot is None:
        return None
    operation = question.cell.operation
    return Section(
        id="cell-windows",
        title="Windows and voltage",
        group="cell",
        lead=(
            f"The cell runs from {operation.voltage_min_V:.2f} to {operation.voltage_max_V:.2f} V."
        ),
        plots=(plot,),
    )


def ceilings_section(places: Sequence[Place]) -> Section | None:
    """Return the section with the most gas that each material can give to water."""
    labels: list[str] = []
    volumes: list[float] = []
    for place in places:
        if place.material.composition is None:
            continue
        for gas in gas_ceilings(place.material.composition) or ():
            if gas.cm3_per_g > 0.0 and gas.species in TOXIC | FLAMMABLE:
                labels.append(f"{place.material.id}: {gas.species}")
                volumes.append(gas.cm3_per_g)
    if not labels:
        return None
    words = "; ".join(
        f"{label} {number(volume)} cm³/g" for label, volume in zip(labels, volumes, strict=True)
    )
    plot = Plot(
        id="gas-ceilings",
        kind=PlotKind.BARS,
        title="The most gas that water can drive out.",
        alt=f"Ceilings by stoichiometry: {words}.",
        x_title="",
        y_title="gas at 25 °C and 1 bar [cm³/g]",
        series=(
            Series(
                "ceiling", tuple(labels), tuple(volumes), text=tuple("cm3/g" for _ in labels)
            ),
        ),
        note="By stoichiometry alone: all sulfur as H2S, all halogen as hydrogen halide, and so "
        "on. What leaves in the air of this cell is in the section of the material.",
    )  # fmt: skip
    return Section(
        id="cell-gas-ceilings",
        title="Gas ceilings",
        group="cell",
        lead="No air can drive out more than this, however long it acts.",
        plots=(plot,),
    )


def capacity_section(cell: Cell) -> Section:
    """Return the section with capacities, masses and energies."""
    balance = cell.balance
    return Section(
        id="cell-capacity",
        title="Capacity, mass and energy",
        group="cell",
        lead="What follows from the design. A figure that lacks a number stays unknown.",
        entries=(*_entries(balance), *_masses(balance)),
        notes=balance.notes,
    )


def _entries(balance: Balance) -> Iterator[Entry]:
    for name, figure in balance.figures():
        label = _LABELS.get(name, name.replace("_", " "))
        yield _entry(key_of(name, figure.show), label, figure)


def _masses(balance: Balance) -> Iterator[Entry]:
    for item in balance.masses:
        key = key_of(f"mass_{item.field.replace('.', '_')}", item.mass.show)
        yield _entry(key, f"Mass per area: {item.material} ({item.field})", item.mass)


def _entry(key: str, label: str, figure: Figure) -> Entry:
    value = None
    if figure.value is not None:
        value = convert_unit(figure.value, figure.unit, figure.show)
    note = figure.basis if value is not None else f"missing: {', '.join(figure.missing)}"
    return Entry(
        key=key,
        label=label,
        value=value,
        unit=figure.show,
        # What the design itself fixes is to be built, not measured.
        uncertainty=NOT_REPORTED if figure.kinds else "",
        kind=figure.kind,
        sources=figure.sources,
        note=note,
    )
