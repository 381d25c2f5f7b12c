"""Laminar burning velocity by a free flame of Cantera, kept on disk."""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from davylamp.core.evidence import Kind, Unknown, unknown_record
from davylamp.gas.burning.flame import Flame
from davylamp.gas.burning.mechanisms import MECHANISM_NAMES, Mechanism, mechanism_for

__all__ = ["BurningVelocity", "burning_velocity", "cache_directory"]

#: Changes whenever the same input would give another answer.
_EDITION: Final = 1
#: Refinement of the grid, at which halving it moves the velocity of methane by 1 %.
_REFINE: Final = {"ratio": 3.0, "slope": 0.06, "curve": 0.12}
_WIDTH_M: Final = 0.03
#: Velocities beyond these are no laminar flames but a solution that ran away [m/s].
_SLOWEST, _FASTEST = 0.005, 20.0
#: Adiabatic temperature below which branching does not keep up and no flat flame is looked for [K].
_COLDEST_K: Final = 1000.0

#: Told the share done, 0 to 1, and what is being done.
Tell = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class BurningVelocity:
    """Answer of `burning_velocity`.

    Parameters
    ----------
    value_m_per_s : float or None
        Speed at which a flat flame eats into gas at rest [m/s]; None where unknown.
    mechanism : str
        Reactions; empty where there are none.
    from_cache : bool
        Whether it was worked out in an earlier run.
    kind : Kind
        How it is known.
    sources : tuple of str
        Bibliography keys.
    unknown : tuple of Unknown
        Why there is none.
    """

    value_m_per_s: float | None
    mechanism: str
    from_cache: bool
    kind: Kind
    sources: tuple[str, ...] = ()
    unknown: tuple[Unknown, ...] = ()

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "value_m_per_s": self.value_m_per_s,
            "mechanism": self.mechanism,
            "kind": self.kind.value,
            "sources": list(self.sources),
            "unknown": unknown_record(self.unknown),
        }


def cache_directory() -> Path | None:
    """Return the folder of burning velocities: ``$DAVYLAMP_HOME/cache`` or the user's cache.

    None where this user has no home, as in some containers.
    """
    if home := os.environ.get("DAVYLAMP_HOME"):
        return Path(home) / "cache" / "burning"
    base = os.environ.get("LOCALAPPDATA") if os.name == "nt" else os.environ.get("XDG_CACHE_HOME")
    try:
        root = Path(base) if base else Path.home() / ".cache"
    except RuntimeError:
        return None
    return root / "davylamp" / "burning"


def burning_velocity(
    found: Flame, *, tell: Tell | None = None, cache: bool = True
) -> BurningVelocity:
    """Return the laminar burning velocity of the blend of a flame.

    Parameters
    ----------
    found : Flame
        The flame, whose `fresh` is the blend before burning.
    tell : callable, optional
        Told that a wait of some seconds begins.
    cache : bool
        Whether to look for an earlier answer, and to keep this one.

    Notes
    -----
    A flat, adiabatic, steady flame with mixture-averaged transport and without radiation. Only
    where a mechanism that Cantera ships was made for every gas in it; for H2S, NH3, PH3, vapours of
    electrolytes or halogens it is unknown, and not that of the rest.
    """
    item = mechanism_for(found.fresh)
    if item is None:
        gap = Unknown(
            "the burning velocity: no mechanism at hand was made for all of "
            + ", ".join(found.fresh),
            "measure it in a closed vessel or at a burner",
        )
        return BurningVelocity(None, "", False, Kind.UNKNOWN, (), (gap,))
    folder = cache_directory() if cache else None
    path = None if folder is None else folder / f"{_digest(found, item)}.json"
    if path is not None and (kept := _read(path)) is not None:
        return BurningVelocity(kept, item.name, True, Kind.COMPUTED, ("cantera-flames",))
    if tell is not None:
        tell(0.0, f"flame with {item.name}, about {item.seconds:.0f} s")
    value = _solve(found, item) if found.temperature_K > _COLDEST_K else None
    if value is None:
        gap = Unknown(
            "the burning velocity: no steady flame was found for this blend",
            "ask nearer to the stoichiometric ratio, or measure it",
        )
        return BurningVelocity(None, item.name, False, Kind.UNKNOWN, (), (gap,))
    if path is not None:
        _write(path, value)
    return BurningVelocity(value, item.name, False, Kind.COMPUTED, ("cantera-flames",))


def _named(fresh: Mapping[str, float]) -> dict[str, float]:
    return {MECHANISM_NAMES.get(name, name): part for name, part in fresh.items()}


def _solve(found: Flame, item: Mechanism) -> float | None:
    import cantera as ct

    phase = item.phase()
    phase.TPX = found.start_K, found.start_Pa, _named(found.fresh)
    free = ct.FreeFlame(phase, width=_WIDTH_M)
    free.set_refine_criteria(**_REFINE)
    free.transport_model = "mixture-averaged"
    try:
        free.solve(loglevel=0, auto=True)
    except (ct.CanteraError, IndexError):
        # Cantera's own first guess indexes past its grid where hardly anything burns.
        return None
    value = float(free.velocity[0])
    burnt = float(free.T[-1])
    if not (math.isfinite(value) and _SLOWEST < value < _FASTEST):
        return None
    # A flame that does not get hot has not burned; one that stops short is cut off by its domain.
    hot = found.start_K + 0.8 * (found.temperature_K - found.start_K)
    return value if burnt > hot else None


def _digest(found: Flame, item: Mechanism) -> str:
    import cantera as ct

    content = {
        "edition": _EDITION,
        "cantera": ct.__version__,
        "mechanism": item.name,
        "temperature_K": round(found.start_K, 2),
        "pressure_Pa": round(found.start_Pa, 0),
        "fresh": {name: round(part, 7) for name, part in sorted(found.fresh.items())},
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:24]


def _read(path: Path) -> float | None:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))["value_m_per_s"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    good = isinstance(value, float) and _SLOWEST < value < _FASTEST
    return float(value) if good else None


def _write(path: Path, value: float) -> None:
    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps({"value_m_per_s": value}), encoding="utf-8")
        part.replace(path)
    except OSError:
        # Nowhere to keep it: the next run works it out again.
        return
    finally:
        # An interrupted run leaves nothing behind.
        with suppress(OSError):
            part.unlink(missing_ok=True)
