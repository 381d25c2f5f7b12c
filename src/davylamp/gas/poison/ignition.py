"""Whether air with several gases in it can burn: each over its lower flammability limit, summed."""

from __future__ import annotations

import math
from collections.abc import Mapping

from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.gas.poison.index import AdditiveIndex
from davylamp.gas.poison.traits import FLAMMABLE
from davylamp.gas.poison.verdict import checked_ppm
from davylamp.gas.species import find_species
from davylamp.store.hazards import HazardTable, load_hazards

__all__ = ["ignition_index"]


def ignition_index(ppm: Mapping[str, float], *, table: HazardTable | None = None) -> AdditiveIndex:
    """Return how far air with gases in it is up to burning, by Le Chatelier's rule.

    ``I = sum_i C_i / LFL_i`` with the lowest limit of all issuers: from 1 up it burns where it has
    the oxygen, or where it meets more air. The limits are those near 25 degC and 1 atm; warmer air
    burns earlier. A gas that burns and has no limit leaves the sum a lower bound.

    Parameters
    ----------
    ppm : mapping of str to float
        Concentrations at one moment [ppm]; nan where not known.
    table : HazardTable, optional
        Limits; the shipped ones by default.

    Raises
    ------
    InputError
        If a gas is not known or a concentration is negative.

    Examples
    --------
    >>> ignition_index({"H2": 5e4}).verdict.value, ignition_index({"H2": 1e4}).value
    ('above', 0.25)
    """
    limits = load_hazards() if table is None else table
    shares: dict[str, float] = {}
    used, missing, unknown = [], [], []
    for name, value in ppm.items():
        species = find_species(name).id
        concentration = checked_ppm(species, value)
        limit = limits.lowest(species, "LFL")
        if limit is not None and limit.ppm is not None and not math.isnan(concentration):
            shares[species] = concentration / limit.ppm
            used.append(limit)
        elif limit is not None and limit.ppm is not None:
            missing.append(species)
            unknown.append(Unknown(f"how much {species} is in the air", "measure or compute it"))
        elif species in FLAMMABLE:
            missing.append(species)
            unknown.append(
                Unknown(
                    f"from which concentration {species} burns",
                    f"its lower flammability limit by test (ISO 10156, ASTM E681) for {species}",
                )
            )
    return AdditiveIndex(
        quantity="LFL",
        value=math.fsum(shares.values()),
        shares=dict(sorted(shares.items(), key=lambda item: -item[1])),
        missing=tuple(missing),
        limits=tuple(used),
        kind=Kind.UNKNOWN
        if missing or not ppm
        else weakest([Kind.COMPUTED, *(i.kind for i in used)]),
        unknown=tuple(unknown),
        gases=len(ppm),
    )
