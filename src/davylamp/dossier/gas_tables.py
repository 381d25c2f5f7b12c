"""Tables of gas: by source, in the places where it comes out, and the limits with their sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from davylamp.core.evidence import NOT_REPORTED
from davylamp.dossier.numbers import number
from davylamp.dossier.parts import UPPER_BOUND, Column, Table
from davylamp.gas.source import Basis

if TYPE_CHECKING:
    from davylamp.core.parameter import Parameter
    from davylamp.gas.assessment import Check, GasAssessment, GasCase, Level
    from davylamp.gas.source import GasSource
    from davylamp.store.hazards import HazardLimit

__all__ = [
    "case_table",
    "dilution_table",
    "limit_table",
    "sensor_table",
    "source_table",
    "uncertainty_of",
]

#: Gases of a source or a case that are listed, and limits that a table of them holds.
_GASES: Final = 5
#: Share of the gas of a source below which a gas is listed with the others.
_SMALL: Final = 1e-4
_LIMITS: Final = ("IDLH", "AEGL-2", "AEGL-3", "TWA", "STEL", "ceiling")


def uncertainty_of(amount: Parameter, without: str = NOT_REPORTED) -> str:
    """Return what a number may be, as text; `without` where it has no distribution."""
    if amount.distribution.shape == "fixed":
        return without
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
    least = _SMALL * source.total_mol
    listed = [item for item in ordered if item[1].value >= least][:_GASES]
    rest = ordered[len(listed) :]
    bound = UPPER_BOUND if source.basis is Basis.CEILING else NOT_REPORTED
    for name, amount in listed:
        yield (
            source.when.value,
            source.title,
            name,
            amount.value,
            uncertainty_of(amount, bound),
            1e3 * gas_volume_m3(amount.value),
            "–" if per_g is None else per_g[name],
            "–" if per_Ah is None else per_Ah[name],
            source.basis.value,
            amount.kind.value,
        )
    if rest:
        names = ", ".join(name for name, _ in rest)
        total = sum(amount.value for _, amount in rest)
        yield (
            source.when.value,
            source.title,
            f"others: {names}",
            total,
            bound,
            1e3 * gas_volume_m3(total),
            "–" if per_g is None else sum(per_g[name] for name, _ in rest),
            "–" if per_Ah is None else sum(per_Ah[name] for name, _ in rest),
            source.basis.value,
            source.kind.value,
        )
    if not ordered:
        gap = source.unknown[0].what if source.unknown else "no gas"
        head = (source.when.value, source.title)
        if source.unknown:
            yield (*head, "?", None, gap, None, None, None, source.basis.value, "unknown")
        else:
            yield (*head, "none", 0.0, "", 0.0, "–", "–", source.basis.value, source.kind.value)


def case_table(answer: GasAssessment) -> Table:
    """Return the gases that matter in the places of the leading cases, beside their limits."""
    rows = tuple(row for case in answer.leading for row in _case_rows(case))
    return Table(
        id="gas-levels",
        title="Concentration in the air of each place",
        columns=(
            Column("case", "Case"),
            Column("gas", "Gas"),
            Column("peak_ppm", "Peak [ppm]"),
            Column("range_ppm", "5 to 95 % [ppm]"),
            Column("idlh_ppm", "IDLH [ppm]"),
            Column("over_idlh", "Peak over IDLH"),
            Column("aegl2_min", "Worst mean: of [min]"),
            Column("mean_ppm", "That mean [ppm]"),
            Column("aegl2_ppm", "AEGL-2 [ppm]"),
            Column("over_aegl2", "Mean over AEGL-2"),
            Column("other", "Exceeded most, or nearest"),
            Column("other_ratio", "Over that limit"),
            Column("reached_min", "Reached after [min]"),
        ),
        rows=rows,
        note="A peak is held against IDLH and ceilings, the highest mean over its averaging time "
        "against every other limit. A gas without a limit is not known to be harmless.",
    )


def _case_rows(case: GasCase) -> Iterator[tuple[str | float | None, ...]]:
    for level in case.levels[:_GASES]:
        span = "not reported"
        if level.low_ppm is not None and level.high_ppm is not None:
            span = f"{number(level.low_ppm)} to {number(level.high_ppm)}"
        idlh = _check(level, "IDLH")
        aegl = _check(level, "AEGL-2")
        worst = max(level.checks, key=lambda item: item.ratio, default=None)
        reached: str | float | None = "no limit is known"
        if worst is not None:
            reached = "never" if worst.reached_s is None else worst.reached_s / 60.0
        yield (
            case.title,
            level.species,
            level.peak_ppm,
            span,
            "none" if idlh is None else idlh.limit.value,
            "–" if idlh is None else idlh.ratio,
            "–" if aegl is None else (aegl.limit.averaging_s or 0.0) / 60.0,
            "–" if aegl is None else aegl.ppm,
            "none" if aegl is None else aegl.limit.value,
            "–" if aegl is None else aegl.ratio,
            "none" if worst is None else _limit_name(worst.limit),
            None if worst is None else worst.ratio,
            reached,
        )


def _check(level: Level, quantity: str) -> Check | None:
    """Return how a gas stands beside a limit, at the averaging time that is exceeded most."""
    found = [item for item in level.checks if item.limit.quantity == quantity]
    return max(found, key=lambda item: item.ratio, default=None)


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
        for case in answer.leading
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


def sensor_table(answer: GasAssessment) -> Table:
    """Return the sensors that see the worst case of each moment, with their set points."""
    works = {True: "yes", False: "no", None: "humidity not known"}
    rows = tuple(
        (
            item.case,
            item.title,
            item.by_gas,
            item.warn,
            item.alarm,
            item.unit,
            item.reads,
            ", ".join(f"{event}: {_lead(lead)}" for event, lead in item.leads_s.items()) or "–",
            works[item.works],
            item.kind.value,
        )
        for item in answer.sensors
    )
    return Table(
        id="gas-sensors",
        title="Sensors that would see it, the earliest first",
        columns=(
            Column("case", "Case"),
            Column("sensor", "Sensor"),
            Column("by_gas", "Sees"),
            Column("warn", "Warns at"),
            Column("alarm", "Alarms at"),
            Column("unit", "Unit"),
            Column("reads", "Reads at most"),
            Column("lead", "Before"),
            Column("works", "Suits the air"),
            Column("kind", "Known by"),
        ),
        rows=rows,
        note="In the evenly mixed air of the place; set points by limits at work and shares of "
        "the lower flammability limit. How early is known only where the gas over time is.",
    )


def _lead(lead_s: float | None) -> str:
    if lead_s is None:
        return "no rate known"
    if lead_s < 0.0:
        return f"{number(-lead_s, 2)} s too late"
    return f"{number(lead_s, 2)} s"


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
        for limit in _shown_limits(answer)
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


def _shown_limits(answer: GasAssessment) -> Iterator[HazardLimit]:
    """Yield the limits of the gases of the leading cases: of acute harm, and of work."""
    shown: dict[HazardLimit, None] = {}
    for case in answer.leading:
        for level in case.levels[:_GASES]:
            for check in level.checks:
                limit = check.limit
                hour = not limit.quantity.startswith("AEGL") or limit.averaging_s == 3600.0
                worst = _check(level, limit.quantity)
                if limit.quantity in _LIMITS and (hour or (worst and worst.limit == limit)):
                    shown[limit] = None
    for item in answer.bounds:
        shown.update({check.limit: None for check in (item.idlh, item.aegl2) if check is not None})
    yield from sorted(
        shown, key=lambda item: (item.species, _LIMITS.index(item.quantity), item.averaging_s or 0)
    )
