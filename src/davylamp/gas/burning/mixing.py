"""Flammability limits of mixtures of fuels and inert gases: Le Chatelier and ISO 10156."""

from __future__ import annotations

import math
from collections.abc import Mapping

from davylamp.core.errors import InputError

__all__ = ["iso_10156_lfl", "le_chatelier", "max_inerted_sum"]


def le_chatelier(fractions: Mapping[str, float], limits: Mapping[str, float]) -> float:
    """Return a limit of a mixture by Le Chatelier's rule: ``sum x / sum (x / L)`` over fuels.

    Parameters
    ----------
    fractions : mapping of str to float
        Amounts or shares of the fuels [any one unit].
    limits : mapping of str to float
        Limit of each fuel in air [mole fraction].

    Returns
    -------
    float
        Limit as share of all fuels together in air [mole fraction].

    Raises
    ------
    InputError
        If there is no fuel, an amount is negative, or a limit is missing or not positive.

    Notes
    -----
    Rests on each fuel bringing its share of the heat that a flame at the limit needs; it holds for
    lower limits within some percent and fails for some upper ones. Le Chatelier, Annales des Mines
    19 (1891) 388.

    Examples
    --------
    The worked example of Crowl and Louvar:

    >>> fuels = {"C6H14": 0.0024, "CH4": 0.0061, "C2H4": 0.0015}
    >>> round(100 * le_chatelier(fuels, {"C6H14": 0.012, "CH4": 0.053, "C2H4": 0.031}), 4)
    2.7512
    """
    total = math.fsum(fractions.values())
    if not (total > 0.0 and all(share >= 0.0 for share in fractions.values())):
        raise InputError("a limit of a mixture needs amounts of fuel of at least 0, and one above")
    found = 0.0
    for name, share in fractions.items():
        limit = limits.get(name)
        if limit is None or not limit > 0.0:
            raise InputError(f"flammability limit {limit!r} of {name} is not a mole fraction")
        found += share / limit
    return total / found


def iso_10156_lfl(
    fuels: Mapping[str, float],
    inerts: Mapping[str, float],
    limits: Mapping[str, float],
    equivalence: Mapping[str, float],
) -> float:
    """Return the lower limit of a mixture with inert gases by ISO 10156.

    Le Chatelier's limit L of the fuels without inerts is corrected for how much better the inerts
    put out than the nitrogen of air, ``L' = L (1 - L - (1 - K) (B / A) L) / (1 - L)``, with the
    share of fuel A, of inerts B, and their mean nitrogen equivalence K. The mixture's limit is
    ``L' / A``. For inerts weaker than nitrogen L' is not below ``K L``, which is the limit where
    nothing but they dilutes: the correction is one of the first order, and fails in much argon.

    Parameters
    ----------
    fuels, inerts : mapping of str to float
        Mole fractions in the mixture [1], together 1. Oxygen that comes with the nitrogen of air
        counts as inert with a coefficient of 1.
    limits : mapping of str to float
        Lower limit of each fuel in air [mole fraction].
    equivalence : mapping of str to float
        Nitrogen equivalence of each inert [1].

    Returns
    -------
    float
        Limit as share of the whole mixture in air [mole fraction]; above 1 where no share reaches
        it.

    Raises
    ------
    InputError
        As `le_chatelier`.

    Examples
    --------
    >>> limit = iso_10156_lfl({"H2": 0.48}, {"N2": 0.52}, {"H2": 0.04}, {"N2": 1.0})
    >>> round(100 * limit, 4)
    8.3333
    """
    limit = le_chatelier(fuels, limits)
    fuel, inert = math.fsum(fuels.values()), math.fsum(inerts.values())
    if inert > 0.0:
        mean = math.fsum(share * equivalence[name] for name, share in inerts.items()) / inert
        moved = (1.0 - limit - (1.0 - mean) * inert / fuel * limit) / (1.0 - limit)
        limit *= max(moved, min(1.0, mean))
    return limit / fuel


def max_inerted_sum(
    fuels: Mapping[str, float],
    inerts: Mapping[str, float],
    inerted: Mapping[str, float],
    equivalence: Mapping[str, float],
) -> float:
    """Return ``sum A' / Tc`` of ISO 10156: up to 1 the mixture burns with no amount of air.

    Parameters
    ----------
    fuels, inerts : mapping of str to float
        Mole fractions in the mixture [1]; no oxidiser is in it.
    inerted : mapping of str to float
        Content of each fuel in nitrogen up to which that burns with no amount of air [1].
    equivalence : mapping of str to float
        Nitrogen equivalence of each inert [1].
    """
    whole = math.fsum(fuels.values()) + math.fsum(
        share * equivalence[name] for name, share in inerts.items()
    )
    return math.fsum(share / whole / inerted[name] for name, share in fuels.items())
