"""The same mixtures put to the package chemicals and to all gases of Cantera's file."""

from __future__ import annotations

import pytest

from davylamp.gas.burning import flame, flammability, le_chatelier
from davylamp.gas.mixture import mixture_of
from davylamp.gas.species import find_species
from davylamp.store.burning import load_burning

MIXTURES = (
    {"H2": 0.55, "CO2": 0.2, "CO": 0.15, "CH4": 0.1},
    {"H2": 0.15, "CH4": 0.15, "CO2": 0.3, "N2": 0.4},
    {"C2H6": 0.1, "CO": 0.3, "Ar": 0.6},
    {"H2S": 0.4, "SO2": 0.2, "N2": 0.4},
)


@pytest.mark.parametrize("parts", MIXTURES)
def test_lower_limits_of_chemicals(parts: dict[str, float]) -> None:
    from chemicals.safety import LFL, LFL_ISO_10156_2017

    numbers = [find_species(name).cas for name in parts]
    limits = [LFL(CASRN=cas, method="IEC 60079-20-1 (2010)") for cas in numbers]
    peer = LFL_ISO_10156_2017(list(parts.values()), limits, numbers)
    found = flammability(mixture_of(parts), issuer="IEC")
    assert found.lfl == pytest.approx(peer, rel=1e-10)


def test_le_chatelier_of_chemicals() -> None:
    from chemicals.safety import fire_mixing

    shares, limits = [0.2, 0.5, 0.3], [0.04, 0.1, 0.02]
    names = ("a", "b", "c")
    found = le_chatelier(
        dict(zip(names, shares, strict=True)), dict(zip(names, limits, strict=True))
    )
    assert found == pytest.approx(fire_mixing(shares, limits), rel=1e-14)


def test_coefficients_are_those_of_chemicals() -> None:
    from chemicals.safety import ISO_10156_2017_Kks

    stored = load_burning().properties["nitrogen_equivalence"]
    for name, datum in stored.items():
        peer = ISO_10156_2017_Kks.get(find_species(name).cas)
        if peer is not None:
            assert datum.value == pytest.approx(peer), name
        else:
            assert datum.kind.value == "assumed", name


@pytest.mark.parametrize("fuel", ["H2", "CH4", "H2S", "C2H2"])
def test_the_short_list_of_products_is_enough(fuel: str) -> None:
    import cantera as ct

    found = flame(mixture_of({fuel: 1.0}))
    elements = {e for name in found.fresh for e in find_species(name).composition}
    species = [
        item
        for item in ct.Species.list_from_file("nasa_gas.yaml")
        if set(item.composition) <= elements and not item.charge
    ]
    whole = ct.Solution(thermo="ideal-gas", species=species)
    whole.TPX = 298.15, 101325.0, {find_species(n).nasa: x for n, x in found.fresh.items()}
    whole.equilibrate("HP")
    assert found.temperature_K == pytest.approx(whole.T, abs=0.5)
