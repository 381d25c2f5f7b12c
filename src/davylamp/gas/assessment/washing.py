"""What it takes to make the gas of a case harmless before it leaves: caustic, acid, air."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from davylamp.core.errors import DavylampError
from davylamp.core.evidence import Kind, Unknown
from davylamp.gas.assessment._digits import digits
from davylamp.gas.assessment.parts import GasFigure
from davylamp.gas.assessment.result import GasCase, Step
from davylamp.gas.mixture import gas_volume_m3

if TYPE_CHECKING:
    from davylamp.gas.exhaust import Treatment

__all__ = ["exhaust_step"]

#: Share that is asked to be taken out where no limit of emission is given; assumed.
REMOVAL: Final = 0.99
#: Share of the gas below which a species is left out of the exhaust [1].
_TRACE: Final = 1e-4
#: At which sulfide and carbonate are held [1].
_PH: Final = 11.0
#: Molar mass of NaOH and H2SO4 [kg/mol].
_SODA, _ACID = 0.039997, 0.098079


def exhaust_step(case: GasCase) -> Step:
    """Return reagents and air for the exhaust of a case, of all its cells once."""
    from davylamp.gas.exhaust import treat

    ident = f"exhaust-{case.id}"
    title = f"Exhaust for: {case.title}"
    total = case.total_mol
    # Carbon dioxide takes caustic as well; how much depends on the column, so it is told apart.
    stream = {n: mol for n, mol in case.amounts_mol.items() if mol > _TRACE * total and n != "CO2"}
    try:
        # Of a liquor the least caustic is wanted here, not the pH that a column would settle at.
        found = treat(stream, removal=REMOVAL, fuel=False, ph=_PH)
    except DavylampError as error:
        gap = Unknown(
            f"how its exhaust is treated: {error.message}", error.remedy or "see davylamp exhaust"
        )
        return Step(ident, title, when=case.when, unknown=(gap,))
    return Step(
        id=ident,
        title=title,
        when=case.when,
        answer=_answer(found, case),
        figures=tuple(_figures(found, case)),
        kind=max((case.kind, found.kind), key=lambda kind: kind.rank),
        sources=found.sources,
        notes=_notes(found),
        unknown=(
            *(gap for gap in found.unknown if not _of_the_flow(gap)),
            *(case.unknown[:1] if case.kind is Kind.UNKNOWN else ()),
        ),
    )


def _of_the_flow(gap: Unknown) -> bool:
    """Return whether it is only said that no flow of air is given: the height says so."""
    return gap.what.startswith(("concentrations after", "flow of gas"))


def _notes(found: Treatment) -> tuple[str, ...]:
    return (
        "Exhaust: 99 % of each gas is asked to be taken out, an assumption; davylamp exhaust takes "
        "limits of emission, and with the flow sizes the column.",
        *found.notes,
    )


def _answer(found: Treatment, case: GasCase) -> str:
    ways: dict[str, list[str]] = {}
    for item in found.gases:
        ways.setdefault(item.way.value, []).append(item.gas)
    said = [
        f"{', '.join(ways[way])} by {words}"
        for way, words in (
            ("caustic", "caustic"),
            ("acid", "acid"),
            ("oxidise", "an oxidising scrubber or a dry bed, not by caustic"),
            ("burn or dilute", "burning or dilution"),
        )
        if way in ways
    ]
    if "unknown" in ways:
        said.append(f"not known for {', '.join(ways['unknown'])}")
    carbonic = case.amounts_mol.get("CO2", 0.0)
    if carbonic > 0.0 and found.caustic is not None:
        volume = 1e3 * gas_volume_m3(carbonic)
        said.append(f"its {digits(volume)} L of CO2 take caustic as well")
    return "; ".join(said) or "nothing that has to be taken out"


def _figures(found: Treatment, case: GasCase) -> Iterator[GasFigure]:
    kind = max((case.kind, found.kind), key=lambda item: item.rank)
    if found.caustic is not None:
        more = 2.0 * case.amounts_mol.get("CO2", 0.0)
        yield GasFigure(
            "caustic_g",
            "caustic soda (NaOH), at least",
            1e3 * _SODA * found.caustic.least_mol,
            "g",
            kind,
            sources=found.sources,
            note="where fresh reagent meets the gas as it leaves; a well-mixed liquor takes two to "
            "three times as much, and carbon dioxide of the air more: see davylamp exhaust",
        )
        if more > 0.0:
            yield GasFigure(
                "caustic_with_co2_g",
                "caustic soda (NaOH) if all of its CO2 is taken up as well",
                1e3 * _SODA * (found.caustic.least_mol + more),
                "g",
                kind,
                "an upper bound for CO2",
                found.sources,
                "two moles for each of CO2",
            )
    if found.acid is not None:
        yield GasFigure(
            "acid_g",
            "sulfuric acid",
            1e3 * _ACID * found.acid.least_mol,
            "g",
            kind,
            sources=found.sources,
            note="for ammonia",
        )
    yield GasFigure(
        "column_height_m",
        "height of the scrubber",
        None,
        "m",
        Kind.UNKNOWN,
        note="needs the flow of the exhaust: davylamp exhaust",
    )
