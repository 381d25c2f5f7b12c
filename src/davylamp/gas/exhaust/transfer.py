"""Transfer units of a packed column in counter-current flow.

References
----------
.. [1] A. P. Colburn, *The simplified calculation of diffusional processes*, Trans. AIChE 35
   (1939) 211.
.. [2] W. J. DeCoursey, *Absorption with chemical reaction: development of a new relation for the
   Danckwerts model*, Chem. Eng. Sci. 29 (1974) 1867, 10.1016/0009-2509(74)80003-2.
"""

from __future__ import annotations

import math

from davylamp.core.errors import InputError

__all__ = ["enhancement", "outlet_fraction", "transfer_units"]


def transfer_units(
    inlet: float, outlet: float, *, in_equilibrium: float = 0.0, absorption_factor: float = math.inf
) -> float:
    r"""Return the overall gas-phase transfer units that a removal needs, by Colburn's equation.

    Parameters
    ----------
    inlet, outlet : float
        Mole fractions of the gas at the bottom and the top [1].
    in_equilibrium : float
        Mole fraction in equilibrium with the liquid that enters at the top [1].
    absorption_factor : float
        Liquid flow over slope of the equilibrium line times gas flow, L/(mG); infinite for a
        reaction that leaves no pressure above the liquid, or much liquid.

    Returns
    -------
    float
        0 where nothing is to be removed, infinite where no height is enough.

    Raises
    ------
    InputError
        If a fraction is not within 0 and 1, or the factor is not above 0.

    Notes
    -----
    For a dilute gas, a straight equilibrium line and straight operating line,

    .. math:: N = \frac{\ln\left[(1 - 1/A)\,\frac{y_1 - y^*}{y_2 - y^*} + 1/A\right]}{1 - 1/A}

    and :math:`(y_1 - y_2)/(y_2 - y^*)` for A = 1.

    Examples
    --------
    >>> round(transfer_units(0.01, 0.0001), 3)
    4.605
    >>> transfer_units(0.01, 0.001, in_equilibrium=0.001)
    inf
    """
    for value in (inlet, outlet, in_equilibrium):
        if not 0.0 <= value <= 1.0:
            raise InputError(f"a mole fraction of {value!r} is not within 0 and 1")
    if not absorption_factor > 0.0:
        raise InputError(f"an absorption factor of {absorption_factor!r} is not above 0")
    if outlet >= inlet:
        return 0.0
    if outlet <= in_equilibrium:
        return math.inf
    ratio = (inlet - in_equilibrium) / (outlet - in_equilibrium)
    inverse = 1.0 / absorption_factor
    rest = 1.0 - inverse
    # log1p of a small part over it, so that A = 1 is no special case.
    inside = rest * (ratio - 1.0)
    # At -1 the liquid that leaves is in equilibrium with the gas that comes, up to rounding.
    if inside <= -1.0 + 1e-14:
        return math.inf
    return (ratio - 1.0) * (math.log1p(inside) / inside if inside else 1.0)


def outlet_fraction(
    inlet: float, units: float, *, in_equilibrium: float = 0.0, absorption_factor: float = math.inf
) -> float:
    """Return the mole fraction that leaves a column of given transfer units [1].

    The inverse of `transfer_units`: the inlet for no height; for infinite height the equilibrium
    with the entering liquid, or, where the liquid cannot hold it all, what is left over.

    Raises
    ------
    InputError
        As for `transfer_units`, and if the number of units is negative.

    Examples
    --------
    >>> outlet_fraction(0.01, 0.0)
    0.01
    >>> outlet_fraction(0.01, float("inf"), absorption_factor=0.5)
    0.005
    """
    if not units >= 0.0:
        raise InputError(f"{units!r} transfer units is not a number of 0 or more")
    transfer_units(inlet, inlet, in_equilibrium=in_equilibrium, absorption_factor=absorption_factor)
    if in_equilibrium >= inlet:
        return inlet
    rest = 1.0 - 1.0 / absorption_factor
    if math.isinf(units):
        ratio = math.inf if rest >= 0.0 else 1.0 - 1.0 / rest
    else:
        power = units * rest
        if power > 700.0:
            return in_equilibrium
        ratio = 1.0 + units * (math.expm1(power) / power if power else 1.0)
    return in_equilibrium + (inlet - in_equilibrium) / ratio


def enhancement(hatta: float, instantaneous: float) -> float:
    """Return by how much a reaction speeds up absorption, by DeCoursey's relation.

    Parameters
    ----------
    hatta : float
        Root of rate constant, reactant and diffusion over the liquid's film coefficient.
    instantaneous : float
        Enhancement by an infinitely fast reaction, which diffusion of the reactant limits; more
        than 1.

    Raises
    ------
    InputError
        If `hatta` is negative or `instantaneous` less than 1.

    Examples
    --------
    >>> round(enhancement(3.0, 1e9), 3)
    3.162
    >>> round(enhancement(1e9, 20.0), 3)
    20.0
    """
    if not (hatta >= 0.0 and instantaneous >= 1.0):
        raise InputError(f"Hatta number {hatta!r} and enhancement {instantaneous!r} do not fit")
    if instantaneous == 1.0 or hatta == 0.0:
        return 1.0
    square = hatta * hatta
    if math.isinf(instantaneous):
        return math.sqrt(1.0 + square)
    if math.isinf(square):
        return instantaneous
    half = 0.5 * square / (instantaneous - 1.0)
    # The root less `half`, written so that nothing cancels.
    rest = instantaneous * square / (instantaneous - 1.0) + 1.0
    return rest / (math.sqrt(half * half + rest) + half)
