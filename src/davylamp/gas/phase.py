"""Mixtures of the room as ideal-gas phases of Cantera: heat capacity, enthalpy, equilibrium."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from davylamp.core.errors import MissingDatumError
from davylamp.gas.mixture import GasMixture
from davylamp.gas.species import find_species

__all__ = ["PHASE_SOURCE", "gas_phase", "phase_of"]

#: Bibliography key of the polynomials.
PHASE_SOURCE = "mcbride1993"


@cache
def _shipped() -> dict[str, Any]:
    """Return the species of Cantera's NASA file by name; read once in a process, in 0.15 s."""
    import cantera as ct

    return {item.name: item for item in ct.Species.list_from_file("nasa_gas.yaml")}


def gas_phase(species: Iterable[str], *, further: Iterable[str] = ()) -> Any:
    """Return a new ``cantera.Solution`` of ideal gases.

    Parameters
    ----------
    species : iterable of str
        Ids of species of the room.
    further : iterable of str
        Names of Cantera's own file, such as radicals.

    Raises
    ------
    MissingDatumError
        If a species has no polynomials.

    Notes
    -----
    A phase changes as it is used, so that each caller gets its own. Names inside are Cantera's:
    see `GasSpecies.nasa`.
    """
    import cantera as ct

    shipped, names = _shipped(), {}
    for ident in species:
        item = find_species(ident)
        if not item.nasa:
            raise MissingDatumError(
                f"no heat capacity and enthalpy of {item.name} ({item.id}) as a gas",
                remedy="leave it out, or give it as a gas that is known",
            )
        names[item.nasa] = shipped[item.nasa]
    names.update((name, shipped[name]) for name in further)
    return ct.Solution(thermo="ideal-gas", species=list(names.values()))


def phase_of(mixture: GasMixture) -> Any:
    """Return a new phase at the state of a mixture.

    Parameters
    ----------
    mixture : GasMixture
        The mixture; not empty.

    Examples
    --------
    >>> from davylamp.gas.mixture import mixture_of
    >>> air = phase_of(mixture_of({"N2": 0.79, "O2": 0.21}))
    >>> round(air.cp / air.cv, 2)
    1.4
    """
    amounts = mixture.amounts_mol
    phase = gas_phase(amounts)
    shares = {find_species(name).nasa: n for name, n in amounts.items()}
    phase.TPX = mixture.temperature_K, mixture.pressure_Pa, shares
    return phase
