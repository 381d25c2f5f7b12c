"""Tables of gas: by source, in the places where it comes out, and the limits with their sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from davylamp.dossier.numbers import number
from davylamp.dossier.parts import Column, Table

if TYPE_CHECKING:
    from davylamp.core.parameter import Parameter
    from davylamp.gas.assessment import GasAssessment, GasCase
    from davylamp.gas.source import GasSource
    from davylamp.store.hazards import HazardLimit

__all__ = ["case_table", "dilution_table", "limit_table", "source_table", "uncertainty_of"]


def uncertainty_of(amount: Parameter) -> str:
    """Return what a number may be, as text."""
    if amount.distribution.shape == "fixed":
        return "not reported"
    low, high = (float(value) for value in amount.quantile([0.05, 0.95]))
    return f"{number(low)} to {number(high)} (5 to 95 %)"


def source_table(answer: GasAssessment) -> Table:
    """Return every gas of every source: moles, litres, per gram and per ampere hour."""
    return Table(
        id="gas-sources",
        title="Gas by source",
        columns=(
            Column("moment", "Moment"),
            Column("source", "Source"),
            Column("gas", "Gas"),
            Column("amount_mol", "mol"),
            Column("uncertainty_mol", "Uncertainty [mol]"),
            Column("volume_L", "L (25 °C, 1 bar)"),
            Column("per_mass_cm3_per_g", "cm³/g"),
            Column("per_capacity_L_per_Ah", "L/Ah"),
            Column("basis", "Stands for"),
            Column("kind", "Known by"),
        ),
        rows=tuple(row for source in answer.sources for row in _source_rows(source)),
        note="A ceiling is the most that elements and equilibrium allow, and says nothing of how "
        "fast. Amounts that nobody knows are unknown, not zero.",
    )


def _source_rows(source: GasSource) -> Iterator[tuple[str | float | None, ...]]:
    from davylamp.gas.mixture import gas_volume_m3

    per_g, per_Ah = source.cm3_per_g, source.litre_per_Ah
    ordered = sorted(source.amounts.items(), key=lambda item: -item[1].value)
    for name, amount in ordered:
        yield (
            source.when.value,
            source.title,
            name,
            amount.value,
            uncertainty_of(amount),
            1e3 * gas_volume_m3(amount.value),
            "–" if per_g is None else per_g[name],
            "–" if per_Ah is None else per_Ah[name],
            source.basis.value,
            amount.kind.value,
        )
    if not ordered:
        gap = source.unknown[0].what if source.unknown else "no gas"
        head = (source.when.value, source.title)
        if source.unknown:
            yield (*head, "?", None, gap, None, None, None, source.basis.value, "unknown")
        else:
            yield (*head, "none", 0.0, "", 0.0, "–", "–", source.basis.value, source.kind.value)


def case_table(answer: GasAssessment) -> Table:
    """Return every gas in every place beside its limits."""
    rows = tuple(row for case in answer.cases for row in _case_rows(case))
    return Table(
        id="gas-levels",
        title="Concentration in the air of each place, beside each limit",
        columns=(
            Column("case", "Case"),
            Column("gas", "Gas"),
            Column("peak_ppm", "Peak [ppm]"),
            Column("range_ppm", "5 to 95 % [ppm]"),
            Column("limit", "Limit"),
            Column("limit_ppm", "Limit [ppm]"),
            Column("compared_ppm", "Compared [ppm]"),
            Column("ratio", "Over the limit"),
            Column("reached_min", "Reached after [min]"),
        ),
        rows=rows,
        note="A peak is held against IDLH and ceilings, the highest mean over its averaging time "
        "against every other limit. A gas without a limit is not known to be harmless.",
    )


def _case_rows(case: GasCase) -> Iterator[tuple[str | float | None, ...]]:
    for level in case.levels:
        span = "not reported"
        if level.low_ppm is not None and level.high_ppm is not None:
            span = f"{number(level.low_ppm)} to {number(level.high_ppm)}"
        head = (case.title, level.species, level.peak_ppm, span)
        for check in level.checks:
            reached = "never" if check.reached_s is None else check.reached_s / 60.0
            yield (
                *head, _limit_name(check.limit), check.limit.value, check.ppm, check.ratio, reached
            )  # fmt: skip
        if not level.checks:
            yield (*head, "none is known", None, None, None, None)


def _limit_name(limit: HazardLimit) -> str:
    time = ""
    if limit.averaging_s:
        time = f", {number(limit.averaging_s / 60.0)} min"
    return f"{limit.quantity}{time} ({limit.issuer})"


def dilution_table(answer: GasAssessment) -> Table:
    """Return the volume of air that each case needs."""
    rows = tuple(
        (
            case.title,
            item.target,
            item.volume_m3 if item.volume_m3 is not None else None,
            "" if item.complete else f"more: no limit of {', '.join(item.missing)}",
            item.by or "the mixture",
            case.place.volume_m3,
            "assumed" if case.place.is_reference else "given",
        )
        for case in answer.cases
        for item in case.dilution
    )
    return Table(
        id="gas-dilution",
        title="Air that dilutes the gas to a limit",
        columns=(
            Column("case", "Case"),
            Column("target", "To"),
            Column("volume_m3", "Air needed [m³]"),
            Column("bound", "Bound"),
            Column("by", "Most by"),
            Column("place_m3", "The place has [m³]"),
            Column("place", "Which is"),
        ),
        rows=rows,
        note="All gases of a case together, each over its limit, evenly mixed. It needs no room "
        "to be known.",
    )


def limit_table(answer: GasAssessment) -> Table:
    """Return every limit that was used, with who says so, in which edition and of when."""
    rows = tuple(
        (
            limit.species,
            limit.quantity,
            limit.value if limit.value is not None else "none set",
            limit.unit,
            "" if not limit.averaging_s else limit.averaging_s / 60.0,
            limit.issuer,
            limit.edition,
            limit.date,
            limit.kind.value,
            limit.source,
            limit.note,
        )
        for limit in answer.limits
    )
    return Table(
        id="gas-limits",
        title="Limits that were used",
        columns=(
            Column("gas", "Gas"),
            Column("quantity", "Limit"),
            Column("value", "Value"),
            Column("unit", "Unit"),
            Column("averaging_min", "Over [min]"),
            Column("issuer", "Issuer"),
            Column("edition", "Edition"),
            Column("date", "Date"),
            Column("kind", "Known by"),
            Column("source", "Source"),
            Column("note", "Note"),
        ),
        rows=rows,
        note="The cautious value of several issuers; every one that is stored is in "
        "davylamp limits.",
    )
