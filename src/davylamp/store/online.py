"""Phases from the live Materials Project, for users who have a key of their own."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import combinations

from davylamp.core.composition import Composition
from davylamp.core.errors import InputError, MissingDatumError
from davylamp.store.user import UserPhase

__all__ = ["KEY_VARIABLE", "fetch_materials_project"]

KEY_VARIABLE = "MP_API_KEY"


def fetch_materials_project(
    elements: Sequence[str], *, api_key: str | None = None
) -> tuple[UserPhase, ...]:
    """Fetch the lowest polymorph of every composition in a chemical system.

    Parameters
    ----------
    elements : sequence of str
        Elements of the system, at most eight.
    api_key : str, optional
        Materials Project key; taken from the environment variable ``MP_API_KEY`` when absent.

    Returns
    -------
    tuple of UserPhase
        With formation energies in the database's own corrections (2020).

    Raises
    ------
    MissingDatumError
        If the optional extra ``mp`` is not installed or no key is given.
    InputError
        If an element is unknown or the system too large.
    """
    chosen = Composition(dict.fromkeys(elements, 1.0)).elements
    if len(chosen) > 8:
        raise InputError(f"{len(chosen)} elements are too many for one request, at most 8")
    key = api_key or os.environ.get(KEY_VARIABLE)
    if not key:
        raise MissingDatumError(
            "the Materials Project needs a key",
            remedy=f"register there, then set {KEY_VARIABLE} in the environment",
        )
    try:
        from mp_api.client import MPRester
    except ImportError:
        raise MissingDatumError(
            "the client of the Materials Project is not installed",
            remedy="install it with: pip install 'davylamp[mp]'",
        ) from None
    systems = [
        "-".join(subset)
        for size in range(2, len(chosen) + 1)
        for subset in combinations(chosen, size)
    ]
    with MPRester(key) as client:
        documents = client.materials.summary.search(
            chemsys=systems,
            fields=[
                "material_id",
                "formula_pretty",
                "formation_energy_per_atom",
                "volume",
                "nsites",
                "band_gap",
            ],
        )
    best: dict[object, UserPhase] = {}
    for document in documents:
        if document.formation_energy_per_atom is None:
            continue
        composition = Composition.parse(document.formula_pretty)
        phase = UserPhase(
            name=document.formula_pretty,
            composition=composition,
            formation_energy_eV=float(document.formation_energy_per_atom),
            volume_A3=document.volume / document.nsites if document.volume else None,
            gap_eV=document.band_gap,
            origin=f"Materials Project {document.material_id}",
        )
        key_of = composition.reduced_key()
        if key_of not in best or phase.formation_energy_eV < best[key_of].formation_energy_eV:
            best[key_of] = phase
    return tuple(best.values())
