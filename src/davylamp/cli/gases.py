"""Gases named where a command takes solids."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from davylamp.cli.names import Named

__all__ = ["refuse_gas"]

#: Elements that are gases at room temperature, among those of the store.
_ELEMENTS: Final = frozenset({"H", "N", "O", "F", "Cl"})


def refuse_gas(named: Named) -> None:
    """Raise where a material is a gas: the table of compounds holds it as a frozen solid.

    Raises
    ------
    InputError
        If it is one of the gas species of the store, or an element that is a gas.
    """
    from davylamp.core.errors import InputError

    if named.material is not None or named.composition.reduced_key() not in _gas_keys():
        return
    raise InputError(
        f"{named.name} is a gas: the computed energies hold it as a frozen solid only, which "
        "would give a wrong heat",
        remedy="see 'davylamp hydrolyse' for water and moist air, 'davylamp oxygen' for oxygen "
        "from a cathode; gases that form are among the products",
    )


@cache
def _gas_keys() -> frozenset[Any]:
    from davylamp.store.load import load_thermochemistry

    species = [gas.composition for gas in load_thermochemistry().gases.values()]
    # S2, P4 or I2 are vapours of solids: sulfur by itself is asked about as the solid.
    return frozenset(
        item.reduced_key() for item in species if len(item) > 1 or set(item) <= _ELEMENTS
    )
