"""Oxides that take up H2S: equilibrium beside the exchange by hand."""

from __future__ import annotations

import math

import pytest

from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind
from davylamp.gas.dryroom import GETTERS, getters
from davylamp.materials import moist_air

AIR = moist_air(298.15, dew_point_K=233.15)


@pytest.fixture(scope="module")
def found():
    return {item.oxide: item for item in getters(AIR)}


def test_the_order_of_what_is_left(found):
    order = list(found)
    # Zinc and bismuth differ by 2 kJ/mol, less than the energies are known to.
    assert max(order.index("ZnO"), order.index("Bi2O3")) < order.index("MnO")
    assert order.index("CuO") < order.index("ZnO")
    assert order.index("MnO") < order.index("Fe2O3") < order.index("SnO2")
    assert order.index("SnO2") < order.index("Al2O3")


def test_zinc_oxide_by_hand(found):
    zinc = found["ZnO"]
    # Heats and entropies of the CRC Handbook: oxide, sulfide, H2S, H2O.
    heat = (-206.0 - 241.8) - (-350.5 - 20.6)
    entropy = (57.7 + 188.8) - (43.7 + 205.8)
    gibbs = heat - 0.29815 * entropy
    assert 1e-3 * zinc.exchange.gibbs_J_per_mol_h2s == pytest.approx(gibbs, abs=0.2)
    residual = AIR.water_Pa * math.exp(zinc.exchange.gibbs_J_per_mol_h2s / (8.314462618 * 298.15))
    assert zinc.exchange.residual_Pa == pytest.approx(residual, rel=1e-9)
    # The engine finds the same threshold, to the half per cent of a decade that it halves to.
    assert math.log10(zinc.equilibrium_Pa) == pytest.approx(math.log10(residual), abs=0.01)
    assert zinc.cm3_per_g == pytest.approx(24789.6 / 81.38, rel=1e-3)
    assert zinc.grams_per_gram(100.0) == pytest.approx(100.0 * 81.38 / 24789.6, rel=1e-3)
    assert dict(zinc.products) == pytest.approx({"ZnS": 1.0})


def test_equations_balance(found):
    from davylamp.core.composition import Composition

    for item in found.values():
        if item.exchange is None:
            continue
        sides = []
        for side in item.exchange.equation.split(" -> "):
            total: dict[str, float] = {}
            for term in side.split(" + "):
                number, _, formula = term.rpartition(" ")
                for element, amount in Composition.parse(formula).items():
                    count = float(number or 1.0) * amount
                    total[element] = total.get(element, 0.0) + count
            sides.append(total)
        assert sides[0] == pytest.approx(sides[1], abs=1e-9)


def test_moister_air_leaves_more(found):
    wet = {item.oxide: item for item in getters(moist_air(298.15, relative_humidity=0.5),
                                                ["ZnO", "Fe2O3", "MnO"])}  # fmt: skip
    ratio = 1584.9 / AIR.water_Pa
    assert wet["ZnO"].residual_Pa / found["ZnO"].residual_Pa == pytest.approx(ratio, rel=0.02)
    # Iron leaves more than 1 ppm in room air, so nothing is taken up from 1 ppm.
    assert wet["Fe2O3"].residual_ppm > 1.0
    assert wet["Fe2O3"].h2s_mol == pytest.approx(0.0)
    assert wet["Fe2O3"].grams_per_gram(1.0) is None


def test_a_hydroxide_takes_the_place_of_its_oxide(found):
    lime = found["CaO"]
    assert lime.resting == ("Ca(OH)2",)
    assert lime.residual_Pa > 1e6 * lime.exchange.residual_Pa


def test_carbon_dioxide_takes_lime_and_leaves_zinc_oxide():
    with_gas = {item.oxide: item for item in getters(AIR, ["CaO", "ZnO"], carbon_dioxide_Pa=42.0)}
    assert with_gas["CaO"].resting == ("CaCO3",)
    assert with_gas["CaO"].h2s_mol == pytest.approx(0.0)
    assert with_gas["ZnO"].resting == ("ZnO",)
    assert with_gas["ZnO"].h2s_mol == pytest.approx(1.0)


def test_alumina_takes_none_and_says_so(found):
    alumina = found["Al2O3"]
    assert alumina.residual_Pa is None
    assert alumina.h2s_mol == pytest.approx(0.0)
    assert alumina.kind is not Kind.UNKNOWN


def test_an_element_without_energies_is_unknown_and_last():
    ranked = getters(AIR, ["CeO2", "ZnO"])
    assert [item.oxide for item in ranked] == ["ZnO", "CeO2"]
    assert ranked[1].kind is Kind.UNKNOWN
    assert ranked[1].residual_Pa is None
    assert ranked[1].unknown


def test_every_getter_says_that_its_rate_is_unknown(found):
    assert set(found) == set(GETTERS)
    for item in found.values():
        assert item.kind is not Kind.MEASURED
        assert any("how fast" in gap.what for gap in item.unknown)


def test_a_cold_room_counts_with_energies_of_25_degC():
    (cold,) = getters(moist_air(288.15, dew_point_K=233.15), ["ZnO"])
    (warm,) = getters(AIR, ["ZnO"])
    assert cold.residual_Pa == pytest.approx(warm.residual_Pa)


@pytest.mark.parametrize("oxide", ["LiCoO2", "ZnS", "H2O", "O2", "nonsense!"])
def test_what_is_no_oxide_of_one_metal_is_refused(oxide):
    with pytest.raises(InputError):
        getters(AIR, [oxide])


def test_impossible_air_is_refused():
    with pytest.raises(InputError, match="moist air"):
        getters(moist_air(298.15, relative_humidity=0.0), ["ZnO"])
    with pytest.raises(InputError, match="carbon dioxide"):
        getters(AIR, ["ZnO"], carbon_dioxide_Pa=-1.0)
