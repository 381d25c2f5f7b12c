"""Whether the oxygen of the charged cathode feeds a fire inside the cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from davylamp.core.evidence import Kind
from davylamp.gas.assessment.parts import GasFigure
from davylamp.gas.assessment.result import Step
from davylamp.gas.source import When

if TYPE_CHECKING:
    from davylamp.gas.burning import OxygenBalance

__all__ = ["oxygen_step"]

_TITLE = "Oxygen from the cathode"


def oxygen_step(found: OxygenBalance) -> Step:
    """Return the oxygen that the cathode gives against what could burn in the cell."""
    feeds = found.burns_without_air
    share = found.share
    if feeds is None:
        answer = ""
    elif feeds and share is not None:
        answer = (
            f"a fire needs no air: it burns {100.0 * min(share, 1.0):.0f} % of what can burn inside"
        )
    else:
        answer = "it gives off none that could feed a fire inside the cell"
    return Step(
        id="balance",
        title=_TITLE,
        when=When.FAILING,
        answer=answer,
        figures=tuple(_figures(found)),
        kind=found.kind,
        sources=found.sources,
        notes=tuple(f"{_TITLE}: {note.rstrip('.')}." for note in found.notes),
        unknown=found.unknown,
        warns=bool(feeds),
    )


def _figures(found: OxygenBalance) -> Iterator[GasFigure]:
    hot = f"at {found.temperature_K - 273.15:.0f} degC"
    for key, label, value, note in (
        ("released_mmol", "oxygen that the cathode gives off by itself", found.released_mol, hot),
        ("bound_mmol", "oxygen in all of the cathode", found.bound_mol, "what it can never exceed"),
        ("needed_mmol", "oxygen that burns all that can burn inside", found.needed_mol,
         "parts of known formula"),
    ):  # fmt: skip
        yield GasFigure(
            key,
            label,
            None if value is None else 1e3 * value,
            "mmol",
            Kind.UNKNOWN if value is None else found.kind,
            sources=found.sources,
            note=note,
        )
