"""Gas that cells and materials were measured to give, to compare a source with."""

from __future__ import annotations

from davylamp.core.constants import ATMOSPHERE_PA, STANDARD_TEMPERATURE_K
from davylamp.core.errors import InputError, MissingDatumError
from davylamp.gas.mixture import GasMixture, gas_volume_m3, mixture_of
from davylamp.store.vent_gas import MeasuredVentGas, load_vent_gas

__all__ = ["measured_mixture", "measured_vent_gas", "volume_L_per_Ah"]


def measured_vent_gas(ident: str | None = None) -> tuple[MeasuredVentGas, ...]:
    """Return what is stored of measured gas, all of it or one entry.

    Raises
    ------
    InputError
        If there is no entry of that id.

    Examples
    --------
    >>> measured_vent_gas("li-ion-fire-hf")[0].value("mass_per_energy", "HF").upper
    200.0
    """
    table = load_vent_gas()
    if ident is None:
        return tuple(table.values())
    if ident not in table:
        raise InputError(f"no measured gas {ident!r}", remedy=f"known are {', '.join(table)}")
    return (table[ident],)


def measured_mixture(
    ident: str, temperature_K: float = STANDARD_TEMPERATURE_K, pressure_Pa: float = ATMOSPHERE_PA
) -> GasMixture:
    """Return one mole of the gas of an entry, as far as it was named.

    Raises
    ------
    InputError
        If there is no entry of that id.
    MissingDatumError
        If its composition is not stored.

    Examples
    --------
    >>> round(measured_mixture("lfp-280ah-40kpa").fractions["H2"], 3)
    0.585
    """
    shares = measured_vent_gas(ident)[0].shares
    total = sum(shares.values())
    # The largest shares of a series do not make up one gas.
    if total < 90.0:
        raise MissingDatumError(
            f"of the gas of {ident} only {total:g} % is named", remedy="take another entry"
        )
    return mixture_of({k: v / total for k, v in shares.items()}, temperature_K, pressure_Pa)


def volume_L_per_Ah(ident: str) -> float | None:
    """Return the volume of an entry at 25 degC and 1 bar per ampere hour [L/Ah]; None if unknown.

    Examples
    --------
    >>> round(volume_L_per_Ah("lfp-18650"), 2)
    1.13
    """
    entry = measured_vent_gas(ident)[0]
    amount = entry.value("amount")
    if amount is None or not entry.capacity_Ah:
        return None
    return 1e3 * gas_volume_m3(amount.value) / entry.capacity_Ah
