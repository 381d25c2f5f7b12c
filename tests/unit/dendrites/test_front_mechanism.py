"""Front stability of a cell: ranges, ratings, what is not known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from davylamp.cell import example_path, read_cell
from davylamp.core.composition import Composition
from davylamp.core.evidence import Kind
from davylamp.core.parameter import exact
from davylamp.dendrites import NotApplicable, Role, Undecided, subject_of
from davylamp.dendrites.assessment import draw_parameters
from davylamp.dendrites.stability import Front, front_mechanism
from davylamp.dendrites.stability.electrolyte_numbers import electrolyte_numbers, volume_ratio
from davylamp.store.load import load_library


def subject(example: str):
    return subject_of(read_cell(example_path(example)))


def with_material(example: str, material):
    base = subject(example)
    return replace(base, layer=replace(base.layer, material=material))


def drawn(front: Front):
    return draw_parameters(front.parameters, 2000, 1)


@pytest.mark.parametrize("example", ["garnet", "lagp", "sulfide", "polymer"])
def test_fronts_of_the_examples_are_unstable_and_answer_without_nan(example):
    front = front_mechanism(subject(example))
    assert isinstance(front, Front)
    assert front.role is Role.RATING
    current = front.critical_current_A_per_m2(drawn(front))
    assert not np.isnan(current).any()
    assert np.mean(current > 0.0) < 0.02
    assert np.median(front.critical_wavelength_m(drawn(front))) < 5e-9
    assert np.isnan(front.failure_capacity_C_per_m2(drawn(front), 1.0)[current < 1.0]).all()
    assert "Unstable" in front.notes[0]
    assert any("alone proves nothing" in note for note in front.notes)


def test_volume_ratios_are_ranges_with_their_reason():
    library = load_library()
    polymer, unknown = volume_ratio(library["PEO"])
    assert polymer.kind is Kind.ASSUMED
    assert polymer.quantile([0.0])[0] >= 1.0
    assert "Monroe and Newman" in polymer.note
    assert unknown
    doped, _ = volume_ratio(library["LATP"])
    assert (doped.distribution.low, doped.distribution.high) == (0.0, 1.0)
    garnet, _ = volume_ratio(library["LLZO"])
    assert garnet.kind is Kind.ESTIMATED
    assert garnet.value == pytest.approx(0.0653, abs=1e-4)


def test_a_stiffer_ceramic_is_not_safer():
    front = front_mechanism(subject("garnet"))
    draws = drawn(front)
    stiff = {**draws, "electrolyte_shear_modulus": 10.0 * draws["electrolyte_shear_modulus"]}
    assert np.all(front.critical_wavelength_m(stiff) < front.critical_wavelength_m(draws))


def test_a_soft_solid_with_small_ions_is_stable():
    front = front_mechanism(subject("garnet"))
    draws = drawn(front)
    small = {"electrolyte_shear_modulus": np.full(2000, 1e8), "volume_ratio": np.full(2000, 0.1)}
    soft = {**draws, **small}
    assert np.isinf(front.critical_current_A_per_m2(soft)).all()
    assert np.isinf(front.failure_capacity_C_per_m2(soft, 1e3)).all()
    assert np.isinf(front.critical_wavelength_m(soft)).all()
    assert front.stable_share(soft) == pytest.approx(1.0)


def test_missing_draws_are_at_their_median_and_impossible_ones_unknown():
    front = front_mechanism(subject("garnet"))
    assert front.critical_current_A_per_m2({}).shape == (1,)
    one = front.critical_current_A_per_m2({"temperature": np.full(7, 300.0)})
    assert one.shape == (7,)
    for name, value in (("electrolyte_shear_modulus", -1.0), ("front_poisson_ratio", 0.5),
                        ("volume_ratio", -0.1), ("lithium_shear_modulus", np.nan)):  # fmt: skip
        result = front.critical_current_A_per_m2({name: np.array([value])})
        assert np.isnan(result).all()
        assert not front.stable_share({name: np.array([value])})


def test_words_say_which_modulus_would_be_needed():
    front = front_mechanism(subject("garnet"))
    assert "have to be below" in front.words()
    large = replace(front, parameters={**front.parameters, "volume_ratio": exact(4.0, "1")})
    assert large.words().startswith("Stable at every wavelength")
    soft = replace(
        large,
        parameters={**large.parameters, "electrolyte_shear_modulus": exact(1e5, "Pa")},
    )
    assert "have to be above" in soft.words()
    equal = replace(front, parameters={**front.parameters, "volume_ratio": exact(1.0, "1")})
    assert "no modulus would hold it" in equal.words()


def test_an_anode_that_plates_nothing_has_no_front():
    assert isinstance(front_mechanism(subject("bilayer")), NotApplicable)


def test_a_liquid_has_no_shear():
    liquid = next(item for item in load_library().values() if item.family == "liquid")
    assert isinstance(front_mechanism(with_material("garnet", liquid)), NotApplicable)


def test_modulus_is_looked_up_by_composition_where_none_is_stored():
    bare = replace(load_library()["LLZO"], properties={})
    numbers = electrolyte_numbers(bare)
    assert numbers.shear_modulus is not None
    assert numbers.shear_modulus.sources == ("ahmad2018",)
    assert numbers.shear_modulus.kind is Kind.ESTIMATED
    assert numbers.shear_modulus.value / 1e9 == pytest.approx(56.5, abs=0.05)
    assert isinstance(front_mechanism(with_material("garnet", bare)), Front)


def test_youngs_modulus_stands_in():
    garnet = load_library()["LLZO"]
    kept = {name: garnet.properties[name] for name in ("youngs_modulus", "poisson_ratio")}
    numbers = electrolyte_numbers(replace(garnet, properties=kept, composition=None))
    assert numbers.shear_modulus is not None
    expected = garnet.properties["youngs_modulus"][0].value * 1e9 / (2.0 * 1.27)
    assert numbers.shear_modulus.value == pytest.approx(expected)
    assert numbers.shear_modulus.kind is Kind.COMPUTED


def test_an_unknown_modulus_leaves_it_undecided():
    bare = replace(load_library()["LATP"], properties={})
    answer = front_mechanism(with_material("lagp", bare))
    assert isinstance(answer, Undecided)
    assert any("shear modulus" in item.what for item in answer.unknown)


def test_own_numbers_of_no_solid_settle_nothing():
    garnet = load_library()["LLZO"]

    def with_own(name: str, value: float):
        properties = dict(garnet.properties)
        properties[name] = (replace(properties[name][0], value=value, upper=None),)
        return replace(garnet, properties=properties)

    # 60 Pa for 60 GPa: the front would come out as stable.
    soft = front_mechanism(with_material("garnet", with_own("shear_modulus", 60e-9)))
    assert isinstance(soft, Undecided)
    assert "of no solid" in " ".join(item.what for item in soft.unknown)
    numbers = electrolyte_numbers(with_own("poisson_ratio", 0.6))
    assert any("0.6 is above 0.5" in item.what for item in numbers.unknown)
    assert numbers.poisson_ratio.value < 0.5


def test_polymorphs_widen_the_spread():
    hydride = replace(load_library()["LLZO"], properties={}, composition=None)
    numbers = electrolyte_numbers(replace(hydride, composition=Composition.parse("LiBH4")))
    assert numbers.shear_modulus is not None
    assert numbers.shear_modulus.distribution.spread > 0.1
    assert "which polymorph" in numbers.shear_modulus.note
