"""How fast pressure rises in a closed volume: deflagration index of a laminar flame."""

from __future__ import annotations

import math
from dataclasses import dataclass

from davylamp.core.evidence import Kind
from davylamp.gas.burning.flame import Flame

__all__ = ["Deflagration", "deflagration"]


@dataclass(frozen=True, slots=True)
class Deflagration:
    """Rise of pressure in a closed sphere that is lit in the middle.

    Parameters
    ----------
    index_Pa_m_per_s : float
        K_G: highest rate of pressure rise times the cube root of the volume [Pa m/s].
    overpressure_Pa : float
        Highest pressure above that before [Pa].
    kind : Kind
        How it is known.
    sources : tuple of str
        Bibliography keys.
    notes : tuple of str
        What a reader must know.
    """

    index_Pa_m_per_s: float
    overpressure_Pa: float
    kind: Kind
    sources: tuple[str, ...]
    notes: tuple[str, ...]


def deflagration(found: Flame, velocity_m_per_s: float) -> Deflagration:
    """Return the deflagration index of a flame that stays thin, round and laminar.

    ``K = (36 pi)^(1/3) (p_max - p_0) (p_max / p_0)^(1 / gamma) S_u``, the end of the integral
    balance of a thin flame in a sphere (Dahoe 2005).

    Parameters
    ----------
    found : Flame
        The flame.
    velocity_m_per_s : float
        Laminar burning velocity at the state before burning [m/s].

    Examples
    --------
    >>> from davylamp.gas.burning.flame import flame
    >>> from davylamp.gas.mixture import mixture_of
    >>> found = deflagration(flame(mixture_of({"CH4": 1.0})), 0.37)
    >>> 5.5e6 < found.index_Pa_m_per_s < 8e6
    True
    """
    rise = found.closed_Pa - found.start_Pa
    squeezed = found.pressure_ratio ** (1.0 / found.heat_capacity_ratio)
    return Deflagration(
        index_Pa_m_per_s=(36.0 * math.pi) ** (1.0 / 3.0) * rise * squeezed * velocity_m_per_s,
        overpressure_Pa=rise,
        kind=Kind.ESTIMATED,
        sources=("dahoe2005",),
        notes=(
            "smooth laminar flame in gas at rest, burning velocity as before burning: turbulence, "
            "obstacles and wrinkling make it several times faster",
        ),
    )
