"""The same test with and without safeguards."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from davylamp.runaway.body import Body
from davylamp.runaway.safeguards.apply import Safeguard, apply_safeguards

__all__ = ["Change", "SafeguardEffect", "safeguard_effect"]


@dataclass(frozen=True, slots=True)
class Change:
    """One figure without and with safeguards; None where it does not occur or is not known."""

    name: str
    without: float | None
    with_them: float | None

    @property
    def difference(self) -> float | None:
        """With minus without, None where either is missing."""
        if self.without is None or self.with_them is None:
            return None
        return self.with_them - self.without


@dataclass(frozen=True, slots=True)
class SafeguardEffect:
    """What safeguards change in one test.

    Parameters
    ----------
    changes : tuple of Change
        Figures of the test.
    notes : tuple of str
        What each safeguard does, and what is assumed.
    """

    changes: tuple[Change, ...]
    notes: tuple[str, ...]

    def __getitem__(self, name: str) -> Change:
        for change in self.changes:
            if change.name == name:
                return change
        raise KeyError(name)


def safeguard_effect(
    body: Body,
    safeguards: Iterable[Safeguard],
    run: Callable[[Body], Mapping[str, float | None]],
) -> SafeguardEffect:
    """Run a test without and with safeguards.

    Parameters
    ----------
    body : Body
        Without them.
    safeguards : iterable of Safeguard
        What to add.
    run : callable
        Runs the test on a body and returns its figures by name, as ``{"T2_K": 471.2}``; None for
        what does not occur.
    """
    protected = apply_safeguards(body, safeguards)
    before, after = run(body), run(protected)
    names = dict.fromkeys((*before, *after))
    old = {*body.notes, *body.network.notes}
    notes = (*protected.notes, *protected.network.notes)
    return SafeguardEffect(
        tuple(Change(name, _known(before, name), _known(after, name)) for name in names),
        tuple(note for note in notes if note not in old),
    )


def _known(figures: Mapping[str, float | None], name: str) -> float | None:
    value = figures.get(name)
    return None if value is None or not math.isfinite(value) else float(value)
