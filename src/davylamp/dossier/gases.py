"""Which gases poison, which burn, and how a mixture of them is judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from davylamp.dossier.rules import RULES
from davylamp.dossier.severity import Severity, worst
from davylamp.gas.poison.traits import FLAMMABLE as BURNING
from davylamp.gas.poison.traits import TOXIC

__all__ = ["FLAMMABLE", "TOXIC", "gas_severity", "gas_words"]

#: Gases that burn, and oxygen, which feeds any fire.
FLAMMABLE: Final = BURNING | {"O2"}


def gas_severity(
    amounts: Mapping[str, float],
    *,
    toxic: str = "toxic-gas",
    flammable: str = "flammable-gas",
) -> tuple[Severity, str]:
    """Return the worst severity over gases and the rule that set it.

    A gas that neither poisons nor burns is a notice: it builds pressure.

    Parameters
    ----------
    amounts : mapping of str to float
        Amount of each gas, in the unit of the rules.
    toxic, flammable : str
        Ids of the rules.

    Examples
    --------
    >>> gas_severity({"H2S": 456.0, "CO2": 10.0})[0].value
    'danger'
    >>> gas_severity({"CO2": 10.0})[0].value
    'notice'
    """
    found: list[tuple[Severity, str]] = []
    for species, amount in amounts.items():
        rules = [
            rule for rule, group in ((toxic, TOXIC), (flammable, FLAMMABLE)) if species in group
        ]
        found.extend((RULES[rule].judge(amount), rule) for rule in rules)
        if not rules:
            found.append((Severity.NOTICE if amount > 0.0 else Severity.OK, ""))
    if not found:
        return Severity.OK, ""
    severity = worst(item for item, _ in found)
    return severity, next(rule for item, rule in found if item is severity)


def gas_words(species: Iterable[str]) -> str:
    """Return the gases with what they do: ``H2S (toxic, flammable), O2 (feeds fire)``."""
    words = []
    for name in species:
        traits = [word for word, group in (("toxic", TOXIC), ("flammable", FLAMMABLE))
                  if name in group and name != "O2"]  # fmt: skip
        if name == "O2":
            traits = ["feeds fire"]
        words.append(f"{name} ({', '.join(traits)})" if traits else name)
    return ", ".join(words)
