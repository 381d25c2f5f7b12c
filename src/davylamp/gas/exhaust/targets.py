"""How far each gas must come down: given, or its lowest stored limit at the workplace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from davylamp.core.errors import InputError
from davylamp.core.evidence import Unknown

__all__ = ["Target", "target_of", "workplace_limit"]

#: Limits of the workplace that stand in for one of emission, in the order of preference.
_WORKPLACE: Final = ("TWA", "ceiling", "STEL")


@dataclass(frozen=True, slots=True)
class Target:
    """What one gas must come down to.

    Parameters
    ----------
    removal : float or None
        Share to take out [1].
    fraction : float or None
        Mole fraction that may leave [1], where no share is given.
    limit_ppm : float or None
        What may leave [ppm]; None where neither was given nor a limit is stored.
    origin : str
        Where it comes from.
    unknown : Unknown or None
        What is missing.
    """

    removal: float | None
    fraction: float | None
    limit_ppm: float | None
    origin: str
    unknown: Unknown | None = None

    @property
    def known(self) -> bool:
        """Whether there is a target at all."""
        return self.removal is not None or self.fraction is not None


def target_of(
    gas: str,
    limit_ppm: Mapping[str, float] | None,
    removal: Mapping[str, float] | float | None,
) -> Target:
    """Return how far a gas must come down.

    Raises
    ------
    InputError
        If a limit is not above 0, a share not within 0 and 1, or both are given for one gas.
    """
    share = removal.get(gas) if isinstance(removal, Mapping) else removal
    limit = (limit_ppm or {}).get(gas)
    if limit is not None:
        if isinstance(removal, Mapping) and share is not None:
            raise InputError(f"{gas} has a limit and a removal", remedy="keep one of them")
        if not 0.0 < limit < 1e6:
            raise InputError(f"a limit of {limit!r} ppm of {gas} is not above 0")
        return Target(None, 1e-6 * limit, limit, "given")
    if share is not None:
        if not 0.0 <= share < 1.0:
            raise InputError(
                f"a removal of {share!r} of {gas} is not within 0 and 1",
                remedy="give for example 99.9 %: all of it would need an endless column",
            )
        return Target(share, None, None, f"{100.0 * share:g} % removal")
    stored, origin = workplace_limit(gas)
    if stored is not None:
        return Target(None, 1e-6 * stored, stored, origin)
    return Target(
        None,
        None,
        None,
        "",
        Unknown(
            f"how far {gas} must come down: no limit at the workplace is stored",
            f"give the limit of emission of {gas}",
        ),
    )


def workplace_limit(gas: str) -> tuple[float | None, str]:
    """Return the lowest stored limit of a gas at the workplace [ppm], and where it comes from.

    Examples
    --------
    >>> workplace_limit("H2")
    (None, '')
    """
    from davylamp.store.hazards import load_hazards

    table = load_hazards()
    for quantity in _WORKPLACE:
        stored = table.lowest(gas, quantity)
        if stored is not None and stored.value is not None and stored.value > 0.0:
            return stored.value, f"{quantity} of {stored.issuer}"
    return None, ""
