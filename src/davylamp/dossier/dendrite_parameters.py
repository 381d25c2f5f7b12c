"""Table of what a section on short circuits drew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from davylamp.dossier.numbers import number, pretty_unit
from davylamp.dossier.parts import Column, Table

if TYPE_CHECKING:
    from davylamp.core.parameter import Parameter
    from davylamp.dendrites.assessment import DendriteAssessment

__all__ = ["parameter_table"]

#: Units that battery people read, and how many of them one SI unit is.
_READ: Final = {
    "m": ("um", 1e6),
    "Pa": ("MPa", 1e-6),
    "Pa*m^0.5": ("MPa*m^0.5", 1e-6),
    "ohm*m2": ("ohm*cm2", 1e4),
    "S/m": ("S/cm", 1e-2),
    "A/m2": ("mA/cm2", 0.1),
    "J/mol": ("kJ/mol", 1e-3),
    "mol/m3": ("mol/L", 1e-3),
    "m2/s": ("cm2/s", 1e4),
}
_GPA_FROM_PA: Final = 1e9


def parameter_table(answer: DendriteAssessment) -> Table:
    """Return what the limits vary, what the cell's critical current follows most closely first."""
    parameters: dict[str, Parameter] = {}
    for item in answer.limits:
        parameters.update(item.parameters)
    follows = {item.parameter: item.rank_correlation for item in answer.influences}
    varied = [
        (name, parameter)
        for name, parameter in parameters.items()
        if parameter.distribution.shape != "fixed"
    ]
    rows = [
        (
            name.replace("_", " "),
            _range(parameter),
            number(follows.get(name, 0.0), 2),
            parameter.kind.value,
            ", ".join(parameter.sources),
            parameter.note,
        )
        for name, parameter in sorted(varied, key=lambda item: -abs(follows.get(item[0], 0.0)))
    ]
    return Table(
        "short-parameters",
        "What was drawn",
        (
            Column("parameter", "Parameter"),
            Column("value", "Median (5 to 95 %)"),
            Column("matters", "Rank correlation"),
            Column("kind", "Known by"),
            Column("sources", "Sources"),
            Column("note", "Note"),
        ),
        tuple(rows),
        "Rank correlation is that with the critical current of the cell. "
        "A parameter that several mechanisms share is drawn once for all of them.",
    )


def _range(parameter: Parameter) -> str:
    unit, factor = _READ.get(parameter.unit, (parameter.unit, 1.0))
    if parameter.unit == "Pa" and parameter.value >= _GPA_FROM_PA:
        unit, factor = "GPa", 1e-9
    low, middle, high = (factor * float(value) for value in parameter.quantile([0.05, 0.5, 0.95]))
    shown = "" if unit == "1" else pretty_unit(unit)
    return f"{number(middle, 2)} ({number(low, 2)} to {number(high, 2)}) {shown}".strip()
