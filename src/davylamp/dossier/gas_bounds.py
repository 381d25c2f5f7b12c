"""Tables of what gas cannot exceed, and of what whole cells were measured to give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from davylamp.core.evidence import Kind, weakest
from davylamp.dossier.numbers import number
from davylamp.dossier.parts import Column, Table
from davylamp.gas.source import When

if TYPE_CHECKING:
    from davylamp.core.evidence import Datum
    from davylamp.gas.assessment import Check, GasAssessment, Most
    from davylamp.store.vent_gas import MeasuredVentGas

__all__ = ["bound_table", "measured_table"]

_VERDICTS: Final = {
    "above": "above a limit by models too",
    "unknown": "unknown: elements allow more than models give",
    "harmless": "harmless even if all of it came",
}
#: Gases of a composition that are listed, and percent below which one is left out.
_GASES: Final = 6
_SMALL: Final = 0.05
_FLUORIDES: Final = ("HF", "POF3")


def bound_table(answer: GasAssessment) -> Table:
    """Return the most of each toxic gas by the elements of the failing cell, beside its limits."""
    return Table(
        id="gas-bounds",
        title="Toxic gas of the failing cell: no more than its elements allow",
        columns=(
            Column("gas", "Gas"),
            Column("most_mol", "No more than [mol]"),
            Column("most_mg_per_Wh", "[mg/Wh]"),
            Column("most_ppm", "In the place, no more than [ppm]"),
            Column("models_ppm", "By models at most [ppm]"),
            Column("idlh_ppm", "IDLH [ppm]"),
            Column("over_idlh", "Bound over IDLH"),
            Column("aegl2_ppm", "AEGL-2 [ppm]"),
            Column("aegl2_min", "Over [min]"),
            Column("over_aegl2", "Bound over AEGL-2"),
            Column("verdict", "So it is"),
            Column("kind", "Known by"),
        ),
        rows=tuple(_bound_row(item) for item in answer.bounds),
        note="Each gas takes all of its element, so that the rows exclude each other and are never "
        "added up. Water and air bring hydrogen and oxygen; the plastics of the housing are left "
        "out. By models: equilibrium, decomposition and reaction network, none of which is a "
        "bound.",
    )


def _bound_row(item: Most) -> tuple[str | float | None, ...]:
    def beside(check: Check | None) -> tuple[str | float | None, str | float | None]:
        if check is None:
            return ("none" if item.mol is not None else "–"), "–"
        return check.limit.value, check.ratio

    idlh, over_idlh = beside(item.idlh)
    aegl, over_aegl = beside(item.aegl2)
    averaging = None if item.aegl2 is None else item.aegl2.limit.averaging_s
    return (
        item.species,
        item.mol,
        item.mg_per_Wh,
        item.peak_ppm,
        item.modelled_ppm,
        idlh,
        over_idlh,
        aegl,
        "–" if not averaging else averaging / 60.0,
        over_aegl,
        _VERDICTS[item.verdict] if item.mol is not None else "unknown: nothing bounds it",
        item.source.kind.value if item.mol is not None else Kind.UNKNOWN.value,
    )


def measured_table(answer: GasAssessment) -> Table:
    """Return the gas of the failing cell beside that of cells that were measured."""
    from davylamp.gas.sources import measured_vent_gas

    rows = [*_own_rows(answer)]
    rows += [_measured_row(item) for item in measured_vent_gas() if _of_a_cell(item)]
    return Table(
        id="gas-measured-cells",
        title="Gas of a failing cell, beside measured cells",
        columns=(
            Column("cell", "Cell"),
            Column("chemistry", "Chemistry"),
            Column("L_per_Ah", "L/Ah (25 °C, 1 bar)"),
            Column("composition_percent", "Composition [% by volume]"),
            Column("HF_mg_per_Wh", "HF [mg/Wh]"),
            Column("POF3_mg_per_Wh", "POF3 [mg/Wh]"),
            Column("other", "Other"),
            Column("conditions", "Conditions"),
            Column("kind", "Known by"),
            Column("source", "Source"),
        ),
        rows=tuple(rows),
        note="No amount of gas of a whole solid-state cell is stored: the measured ones have a "
        "liquid electrolyte and graphite, and show the size of what is to be expected, no more. "
        "A dash was not reported.",
    )


def _own_rows(answer: GasAssessment) -> Iterator[tuple[str | float | None, ...]]:
    by_id = {source.id: source for source in answer.sources}
    bounds = {item.species: item for item in answer.bounds}
    for case in answer.leading:
        if case.when is not When.FAILING:
            continue
        source = by_id[case.source_ids[0]]
        litres = source.litre_per_Ah
        total = source.total_mol
        yield (
            f"this cell: {source.title}",
            answer.cell,
            None if litres is None else sum(litres.values()),
            _composition({name: 100.0 * n / total for name, n in source.mol.items()}),
            *(
                _own_mg(answer, source.mol[name], name)
                if name in source.mol
                else "not named"
                if name in bounds
                else "no fluorine"
                for name in _FLUORIDES
            ),
            "–",
            case.way,
            source.kind.value,
            "–",
        )
    if any(name in bounds for name in _FLUORIDES):
        found = [bounds[name] for name in _FLUORIDES if name in bounds]
        mg = [bounds[name].mg_per_Wh if name in bounds else "none" for name in _FLUORIDES]
        yield (
            "this cell: no more than",
            answer.cell,
            "–",
            "–",
            *mg,
            "–",
            "all fluorine of its elements as this gas",
            weakest(item.source.kind for item in found).value,
            "–",
        )


def _own_mg(answer: GasAssessment, mol: float, name: str) -> float | None:
    """Return a gas over the energy of the cell [mg/Wh]."""
    from davylamp.gas.species import SPECIES

    if not answer.energy_Wh:
        return None
    return mol * 1e3 * SPECIES[name].composition.mass_g_per_mol / answer.energy_Wh


def _of_a_cell(item: MeasuredVentGas) -> bool:
    return item.form not in ("powder", "electrode")


def _measured_row(item: MeasuredVentGas) -> tuple[str | float | None, ...]:
    from davylamp.gas.sources import volume_L_per_Ah

    litres = volume_L_per_Ah(item.id)
    other = [
        f"{_value(datum)} {datum.unit} of gas"
        for name in ("volume", "volume_per_mass")
        if (datum := item.value(name)) is not None
    ]
    fluorides = [item.value("mass_per_energy", name) for name in _FLUORIDES]
    return (
        item.title,
        item.chemistry,
        "–" if litres is None else litres,
        _composition(item.shares) or "–",
        *("–" if datum is None else _value(datum) for datum in fluorides),
        "; ".join(other) or "–",
        item.conditions,
        weakest(value.datum.kind for value in item.values).value,
        item.source,
    )


def _value(datum: Datum) -> str:
    spread = "" if isinstance(datum.uncertainty, str) else f" ± {number(datum.uncertainty)}"
    upper = "" if datum.upper is None else f" to {number(datum.upper)}"
    return f"{number(datum.value)}{upper}{spread}"


def _composition(percent: Mapping[str, float]) -> str:
    ordered = sorted(percent.items(), key=lambda item: -item[1])
    named = [f"{name} {number(share, 2)}" for name, share in ordered if share >= _SMALL]
    return ", ".join(named[:_GASES]) + (", …" if len(named) > _GASES else "")
