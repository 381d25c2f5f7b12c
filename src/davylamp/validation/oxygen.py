"""Published orders of oxygen release from cathodes."""

from __future__ import annotations

from functools import partial
from typing import Final

from davylamp.materials.oxygen_order import compare_oxygen_release, oxygen_against_lithium
from davylamp.validation.case import Case

__all__ = ["oxygen_cases"]

_ANSWERS: Final = {
    "hit": "yes",
    "miss": "no",
    "undecided": "undecided: differences within their uncertainty",
    "unknown": "unknown",
}
_GROUP: Final = "Oxygen from charged cathodes"
_REVIEW: Final = "10.1039/d4ee02358g, sections 2.2 and 3.1"


def oxygen_cases() -> tuple[Case, ...]:
    """Return the orders by metal and by lithium content."""
    questions = (
        (
            "oxygen-metal-order",
            "nickel gives off oxygen before cobalt, manganese and phosphate (x = 0.5)",
            partial(_order, ("LiNiO2", "LiCoO2", "LiMn2O4", "LiFePO4")),
        ),
        (
            "oxygen-nickel-content",
            "the more nickel the easier: NCM811, 622, 523, 111 (x = 0.5)",
            partial(_order, ("NCM811", "NCM622", "NCM523", "NCM111")),
        ),
        (
            "oxygen-lithium-LiCoO2",
            "LixCoO2 gives off oxygen more easily with less lithium",
            partial(_less_lithium, "LiCoO2", (0.5, 0.6, 0.7, 0.8, 0.9)),
        ),
        (
            "oxygen-lithium-NCM811",
            "NCM811 gives off oxygen more easily with less lithium",
            partial(_less_lithium, "NCM811", (0.3, 0.5, 0.7, 0.9)),
        ),
    )
    return tuple(
        Case(
            id=name,
            group=_GROUP,
            question=question,
            published="yes",
            compute=compute,
            source=_REVIEW,
        )
        for name, question, compute in questions
    )


def _order(materials: tuple[str, ...]) -> str:
    return _ANSWERS[compare_oxygen_release(materials, 0.5).verdict]


def _less_lithium(material: str, contents: tuple[float, ...]) -> str:
    return _ANSWERS[oxygen_against_lithium(material, contents).verdict]
