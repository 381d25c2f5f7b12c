"""Flooding and pressure drop of dumped packings.

References
----------
.. [1] J. Stichlmair, J. L. Bravo, J. R. Fair, *General model for prediction of pressure drop and
   capacity of countercurrent gas/liquid packed columns*, Gas Sep. Purif. 3 (1989) 19,
   10.1016/0950-4214(89)80016-7.
.. [2] H. Z. Kister, D. R. Gill, Chem. Eng. Prog. 87 (2) (1991) 32: pressure drop at flooding.
.. [3] Robbins, Chem. Eng. Prog. (May 1991) 87: pressure drop of dumped packings.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from davylamp.core.errors import NoConvergenceError
from davylamp.gas.exhaust.constants import Packing

__all__ = ["flooding_velocity_m_per_s", "hydraulic_sources", "pressure_drop_Pa_per_m"]

_FOOT_M: Final = 0.3048
_INCH_WATER_PA: Final = 249.089


@lru_cache(maxsize=256)
def flooding_velocity_m_per_s(
    packing: Packing,
    liquid_m_per_s: float,
    *,
    gas_density_kg_per_m3: float,
    gas_viscosity_Pa_s: float,
    liquid_density_kg_per_m3: float,
    liquid_viscosity_Pa_s: float,
) -> float:
    """Return the gas velocity at which a packing floods [m/s].

    By Stichlmair's model where its constants are known; else where the pressure drop of Robbins
    reaches that of Kister and Gill at flooding, with the packing factor in both.

    Raises
    ------
    NoConvergenceError
        If the packing is flooded by the liquid alone.
    """
    if packing.stichlmair:
        from fluids.packed_tower import Stichlmair_flood

        try:
            found = Stichlmair_flood(
                Vl=liquid_m_per_s,
                rhog=gas_density_kg_per_m3,
                rhol=liquid_density_kg_per_m3,
                mug=gas_viscosity_Pa_s,
                **_shape(packing),
            )
        except ValueError as error:
            raise NoConvergenceError(f"{packing.id}: no flooding velocity: {error}") from None
        return float(found)
    assert packing.factor_per_m is not None
    per_foot = packing.factor_per_m * _FOOT_M
    limit = 0.115 * per_foot**0.7 * _INCH_WATER_PA / _FOOT_M
    low, high = 0.0, 20.0
    for _ in range(80):
        middle = 0.5 * (low + high)
        drop = _robbins(
            packing,
            middle,
            liquid_m_per_s,
            gas_density_kg_per_m3,
            liquid_density_kg_per_m3,
            liquid_viscosity_Pa_s,
        )
        low, high = (middle, high) if drop < limit else (low, middle)
    if low <= 1e-6:
        raise NoConvergenceError(f"{packing.id}: the liquid alone floods it")
    return low


def _shape(packing: Packing) -> dict[str, float]:
    """Return what Stichlmair's model asks of a packing, in the names of `fluids`."""
    constants = dict(zip(("C1", "C2", "C3"), packing.stichlmair, strict=True))
    return {"voidage": packing.voidage, "specific_area": packing.area_per_m, **constants}


def _robbins(
    packing: Packing,
    gas_m_per_s: float,
    liquid_m_per_s: float,
    gas_density: float,
    liquid_density: float,
    liquid_viscosity: float,
) -> float:
    from fluids.packed_tower import Robbins

    assert packing.factor_per_m is not None
    return float(
        Robbins(
            L=liquid_m_per_s * liquid_density,
            G=gas_m_per_s * gas_density,
            rhol=liquid_density,
            rhog=gas_density,
            mul=liquid_viscosity,
            H=1.0,
            Fpd=packing.factor_per_m * _FOOT_M,
        )
    )


def pressure_drop_Pa_per_m(
    packing: Packing,
    gas_m_per_s: float,
    liquid_m_per_s: float,
    *,
    gas_density_kg_per_m3: float,
    gas_viscosity_Pa_s: float,
    liquid_density_kg_per_m3: float,
    liquid_viscosity_Pa_s: float,
) -> float:
    """Return the pressure drop over a metre of wet packing, below flooding [Pa/m]."""
    if not packing.stichlmair:
        return _robbins(
            packing,
            gas_m_per_s,
            liquid_m_per_s,
            gas_density_kg_per_m3,
            liquid_density_kg_per_m3,
            liquid_viscosity_Pa_s,
        )
    from fluids.packed_tower import Stichlmair_wet

    return float(
        Stichlmair_wet(
            Vg=gas_m_per_s,
            Vl=liquid_m_per_s,
            rhog=gas_density_kg_per_m3,
            rhol=liquid_density_kg_per_m3,
            mug=gas_viscosity_Pa_s,
            **_shape(packing),
        )
    )


def hydraulic_sources(packing: Packing) -> tuple[str, ...]:
    """Return the bibliography keys of the models that a packing is reckoned with."""
    return ("stichlmair1989",) if packing.stichlmair else ("kistergill1991", "robbins1991")
