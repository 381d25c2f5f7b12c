"""The filament of a cell: what it takes from the file and the store, and what it leaves open."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from davylamp.cell import Cell, example_path, read_cell
from davylamp.cell.layers import Flaws, Interlayer, Part
from davylamp.core.errors import InputError
from davylamp.core.evidence import Datum, Kind
from davylamp.dendrites import NotApplicable, Role, Subject, Undecided, subject_of
from davylamp.dendrites.filament import (
    Filament,
    contact_resistance,
    critical_current_A_per_m2,
    filament_mechanism,
    flaw_depth,
    layer_toughness,
)
from davylamp.store.load import load_library
from davylamp.store.materials import Material


def untold(name: str) -> Cell:
    """Return an example whose file tells nothing of the contact."""
    cell = read_cell(example_path(name))
    return replace(cell, anode=replace(cell.anode, interface_resistance_ohm_m2=None))


def cell_with(name: str = "garnet", **layer: object) -> Cell:
    cell = untold(name)
    return replace(cell, electrolyte=(replace(cell.electrolyte[0], **layer), *cell.electrolyte[1:]))


def subject_with(name: str = "garnet", **layer: object) -> Subject:
    return subject_of(cell_with(name, **layer))


def anode_with(**anode: object) -> Subject:
    cell = untold("garnet")
    return subject_of(replace(cell, anode=replace(cell.anode, **anode)))


def filament_of(subject: Subject) -> Filament:
    found = filament_mechanism(subject)
    assert isinstance(found, Filament)
    return found


def without(material: Material, *names: str) -> Material:
    kept = {name: data for name, data in material.properties.items() if name not in names}
    return replace(material, properties=kept)


def own(material: Material, name: str, value: float, unit: str) -> Material:
    datum = Datum(value, unit, 0.1 * abs(value), "user", "cell file", Kind.MEASURED)
    return replace(material, properties={**material.properties, name: (datum,)})


def test_the_filament_is_a_limit_with_shared_names() -> None:
    filament = filament_of(subject_with())
    assert filament.role is Role.LIMIT
    assert filament.id == "filament"
    shared = {"flaw_depth", "interface_resistance", "conductivity", "layer_thickness"}
    assert shared <= set(filament.parameters)
    assert filament.parameters["layer_thickness"].value == pytest.approx(1e-4)
    assert any("contact" in note for note in filament.notes)


def test_draws_go_through_the_formula() -> None:
    filament = filament_of(subject_with())
    draws = {
        "fracture_toughness": np.array([1.25e6, 0.5e6]),
        "flaw_depth": np.array([1e-5, 2e-5]),
        "interface_resistance": np.array([5e-4, 1e-2]),
        "conductivity": np.array([0.04, 0.1]),
        "area_factor": np.array([1.0, 4.0]),
        "layer_thickness": np.array([1e-4, 1e-4]),
    }
    expected = critical_current_A_per_m2(
        draws["fracture_toughness"],
        draws["flaw_depth"],
        draws["interface_resistance"],
        draws["conductivity"],
        area_factor=draws["area_factor"],
        molar_volume_m3_per_mol=filament.molar_volume_m3_per_mol,
    )
    assert filament.critical_current_A_per_m2(draws) == pytest.approx(expected)
    # The stored density of lithium, close to the round number of the literature.
    assert filament.molar_volume_m3_per_mol == pytest.approx(1.3e-5, rel=1e-3)


def test_one_parameter_may_be_overridden_alone() -> None:
    filament = filament_of(subject_with())
    depth = np.array([1e-6, 1e-5, 9.9e-5, 1e-4, 2e-4])
    current = filament.critical_current_A_per_m2({"flaw_depth": depth, "stack_pressure": depth})
    assert current.shape == (5,)
    assert np.all(np.diff(current[:3]) < 0.0)
    assert current[3:] == pytest.approx([0.0, 0.0], abs=1e-300)


def test_a_draw_that_cannot_be_is_no_answer() -> None:
    filament = filament_of(subject_with())
    wrong = {"flaw_depth": np.array([np.nan, -1e-6, 1e-5]), "interface_resistance": np.full(3, 0.1)}
    current = filament.critical_current_A_per_m2(wrong)
    assert np.isnan(current).tolist() == [True, True, False]
    assert np.isnan(filament.failure_capacity_C_per_m2(wrong, 1e9)).tolist() == [True, True, False]


def test_charge_until_it_has_crossed() -> None:
    filament = filament_of(subject_with())
    depth = {"flaw_depth": np.array([1e-6, 1e-4])}
    critical = filament.critical_current_A_per_m2(depth)
    below = filament.failure_capacity_C_per_m2(depth, 0.5 * float(critical[0]))
    assert below[0] == np.inf
    # A hole has failed before any charge.
    assert below[1] == pytest.approx(0.0, abs=1e-300)
    above = filament.failure_capacity_C_per_m2(depth, 2.0 * float(critical[0]))
    assert 10.0 < above[0] < 1e4
    bare = replace(
        filament,
        parameters={k: v for k, v in filament.parameters.items() if "electrolyte_" not in k},
    )
    unknown = bare.failure_capacity_C_per_m2(depth, 2.0 * float(critical[0]))
    assert np.isnan(unknown[0])
    assert unknown[1] == pytest.approx(0.0, abs=1e-300)


def test_no_metal_no_filament() -> None:
    answer = filament_mechanism(subject_of(read_cell(example_path("bilayer"))))
    assert isinstance(answer, NotApplicable)
    assert "0 V" in answer.reason


@pytest.mark.parametrize(("name", "words"), [("graphite", "71 mV"), ("Si", "9 mV"), ("Sn", "not")])
def test_a_host_near_the_potential_of_lithium_may_plate_it(name: str, words: str) -> None:
    anode = anode_with(material=load_library()[name])
    assert not anode.plates_lithium
    answer = filament_mechanism(anode)
    assert isinstance(answer, Undecided)
    assert words in answer.unknown[0].what
    assert "reference" in answer.unknown[0].settle


@pytest.mark.parametrize(("share", "undecided"), [(0.3, False), (0.6, True)])
def test_a_polymer_that_is_mostly_ceramic_may_crack(share: float, undecided: bool) -> None:
    filler = Part(load_library()["LLZO"], share)
    answer = filament_mechanism(subject_with("polymer", filler=filler))
    assert isinstance(answer, Undecided) is undecided
    assert undecided or isinstance(answer, NotApplicable)
    binder = Part(load_library()["PVDF"], share)
    assert isinstance(filament_mechanism(subject_with("polymer", filler=binder)), NotApplicable)


def test_a_polymer_does_not_crack() -> None:
    answer = filament_mechanism(subject_of(read_cell(example_path("polymer"))))
    assert isinstance(answer, NotApplicable)
    assert "polymer" in answer.reason


def test_a_polymer_with_a_toughness_is_taken_at_its_word() -> None:
    subject = subject_of(read_cell(example_path("polymer")))
    material = own(subject.material, "fracture_toughness", 0.5, "MPa*m^0.5")
    filament = filament_of(subject_with("polymer", material=material))
    assert filament.parameters["fracture_toughness"].value == pytest.approx(5e5)


@pytest.mark.parametrize(
    ("missing", "words"),
    [("fracture_toughness", "fracture toughness"), ("ionic_conductivity", "ionic conductivity")],
)
def test_what_is_missing_leaves_it_undecided(missing: str, words: str) -> None:
    material = without(load_library()["LLZTO"], missing)
    answer = filament_mechanism(subject_with(material=material))
    assert isinstance(answer, Undecided)
    assert words in answer.unknown[0].what
    assert answer.unknown[0].settle


@pytest.mark.parametrize("value", [0.0, -1.0])
def test_a_toughness_that_cannot_be_is_named(value: float) -> None:
    material = own(load_library()["LLZTO"], "fracture_toughness", value, "MPa*m^0.5")
    with pytest.raises(InputError, match=r"electrolyte\.0: fracture_toughness"):
        filament_mechanism(subject_with(material=material))


def test_toughness_goes_with_density() -> None:
    llzto = load_library()["LLZTO"]

    def value(porosity: float | None) -> float:
        found = layer_toughness(llzto, porosity)
        assert found is not None
        return 1e-6 * found.value

    assert value(0.02) == pytest.approx(1.51)
    assert value(0.17) == pytest.approx(0.44)
    assert value(0.0) == pytest.approx(1.51)
    assert value(0.4) == pytest.approx(0.44)
    # Half-way in porosity is the geometric mean.
    assert value(0.095) == pytest.approx((1.51 * 0.44) ** 0.5)
    # A layer that tells nothing is not taken for the best one.
    assert value(None) == pytest.approx((1.51 * 0.44) ** 0.5)
    beyond = layer_toughness(llzto, 0.4)
    assert beyond is not None
    assert "end value" in beyond.note


def test_an_unknown_density_spreads_over_what_is_stored() -> None:
    told, untold = (layer_toughness(load_library()["LLZTO"], p) for p in (0.04, None))
    assert told is not None
    assert untold is not None
    assert untold.distribution.spread > 2.5 * told.distribution.spread
    assert 1e-6 * untold.quantile([0.16, 0.84]) == pytest.approx([0.44, 1.51], rel=0.01)
    assert "not told" in untold.note


def test_a_toughness_of_another_material_is_less_sure_than_its_source_says() -> None:
    store = load_library()
    glass, crystal = (
        store["Li6PS5Cl"],
        own(store["Li6PS5Cl"], "fracture_toughness", 0.23, "MPa*m^0.5"),
    )
    taken, measured = layer_toughness(glass, 0.1), layer_toughness(crystal, 0.1)
    assert taken is not None
    assert measured is not None
    assert taken.value == pytest.approx(measured.value)
    assert taken.kind is Kind.ESTIMATED
    assert taken.distribution.spread == pytest.approx(0.2)
    assert "factor of 2.5" in taken.note
    assert measured.distribution.spread < 0.05


def test_the_users_own_toughness_stands_alone() -> None:
    llzto = load_library()["LLZTO"]
    first = own(llzto, "fracture_toughness", 1.0, "MPa*m^0.5")
    both = (*first.all("fracture_toughness"), *llzto.all("fracture_toughness"))
    material = replace(llzto, properties={**llzto.properties, "fracture_toughness": both})
    found = layer_toughness(material, 0.1)
    assert found is not None
    assert found.value == pytest.approx(1e6)
    assert found.distribution.spread == pytest.approx(0.0434, rel=0.01)


def test_contact_as_given() -> None:
    contact, unknown = contact_resistance(anode_with(interface_resistance_ohm_m2=2e-3))
    assert contact.value == pytest.approx(2e-3)
    assert contact.kind is Kind.MEASURED
    assert not unknown


def test_a_contact_without_resistance_may_be_given() -> None:
    contact, _ = contact_resistance(anode_with(interface_resistance_ohm_m2=0.0))
    assert contact.quantile([0.1, 0.9]) == pytest.approx([0.0, 0.0], abs=1e-300)


def test_a_negative_contact_is_named() -> None:
    with pytest.raises(InputError, match=r"anode\.interface_resistance"):
        contact_resistance(anode_with(interface_resistance_ohm_m2=-1e-4))


def test_contacts_of_others_are_a_range_and_unknown() -> None:
    contact, unknown = contact_resistance(subject_with())
    assert contact.kind is Kind.ESTIMATED
    assert contact.distribution.spread > 0.5
    # 1 to 1710 ohm cm2 are stored.
    assert contact.value == pytest.approx(1e-4 * 1710.0**0.5)
    assert "symmetric" in unknown[0].settle


def test_without_any_contact_a_wide_range_is_assumed() -> None:
    for subject in (
        subject_with(material=without(load_library()["LLZTO"], "interface_resistance")),
        anode_with(interlayer=Interlayer(load_library()["Li-In"], 1e-8)),
    ):
        contact, unknown = contact_resistance(subject)
        assert contact.kind is Kind.ASSUMED
        low, high = contact.quantile([0.0228, 0.9772])
        assert low == pytest.approx(1e-4, rel=0.02)
        assert high == pytest.approx(0.1, rel=0.02)
        assert unknown


def test_flaws_as_told_scale_to_the_cell() -> None:
    subject = subject_with(flaws=Flaws(5e-6, 1e-4, 8.0))
    depth = filament_of(subject).flaw
    # 4 cm2 of cell against 1 cm2 looked at.
    typical = 5e-6 * 4.0**0.25
    assert float(depth.parameter.quantile([np.exp(-1.0)])[0]) == pytest.approx(typical)
    assert depth.parameter.kind is Kind.MEASURED
    assert not depth.unknown


def test_a_modulus_not_told_is_a_mixture() -> None:
    sharp = filament_of(subject_with(flaws=Flaws(5e-6, 1e-4, 8.0))).flaw
    blunt = filament_of(subject_with(flaws=Flaws(5e-6, 1e-4))).flaw
    assert blunt.parameter.kind is Kind.ASSUMED
    assert len(blunt.populations) == 5
    assert blunt.parameter.distribution.spread > sharp.parameter.distribution.spread
    assert any("Weibull" in one.what for one in blunt.unknown)


def test_a_flaw_through_the_layer_is_named() -> None:
    with pytest.raises(InputError, match=r"electrolyte\.0\.flaws\.depth"):
        filament_mechanism(subject_with(flaws=Flaws(1e-4, 1e-4, 8.0)))


def test_flaws_by_grains_strength_or_a_wide_range() -> None:
    def depth(subject: Subject) -> object:
        toughness = layer_toughness(subject.material, subject.layer.porosity)
        assert toughness is not None
        return flaw_depth(subject, toughness).parameter

    bare = without(load_library()["LLZTO"], "grain_size", "flexural_strength")
    grains = depth(subject_with(grain_size_m=1e-6, material=bare))
    assert grains.value == pytest.approx(30.0**0.5 * 1e-6)  # type: ignore[attr-defined]
    stored = depth(subject_with())
    assert "13.2 um (stored)" in stored.note  # type: ignore[attr-defined]
    strength = depth(subject_with(material=load_library()["LLZO"]))
    assert "150 MPa" in strength.note  # type: ignore[attr-defined]
    wide = depth(subject_with(material=bare, thickness_m=1e-3))
    assert "1 to 100 um assumed" in wide.note  # type: ignore[attr-defined]
    for one in (grains, stored, strength, wide):
        assert one.kind is Kind.ASSUMED  # type: ignore[attr-defined]


def test_assumed_flaws_stay_below_half_the_layer() -> None:
    for name in ("garnet", "lagp", "sulfide"):
        subject = subject_of(read_cell(example_path(name)))
        filament = filament_of(subject)
        deepest = filament.parameters["flaw_depth"].quantile([1.0])
        assert float(deepest[0]) <= 0.5 * subject.layer.thickness_m * (1.0 + 1e-12)
        assert any("largest flaw" in one.what for one in filament.unknown)


def test_a_thin_layer_has_no_finer_flaws_than_its_strength_tells() -> None:
    depths = []
    for thickness_m in (60e-6, 40e-6, 30e-6, 10e-6):
        subject = subject_with(material=load_library()["LLZO"], thickness_m=thickness_m)
        toughness = layer_toughness(subject.material, subject.layer.porosity)
        assert toughness is not None
        found = flaw_depth(subject, toughness).parameter
        depths.append(found.value)
        assert "150 MPa" in found.note
    # 17.6 um on 1 cm2, more on the 4 cm2 of the cell, fit into half of the first layer alone.
    assert 17.6e-6 < depths[0] < 30e-6
    assert depths[1:] == pytest.approx([20e-6, 15e-6, 5e-6])


def test_a_host_bears_more() -> None:
    plain, host = (filament_of(anode_with(area_factor=f)) for f in (None, 10.0))
    depth = {"flaw_depth": np.array([5e-6])}
    ratio = host.critical_current_A_per_m2(depth) / plain.critical_current_A_per_m2(depth)
    assert ratio == pytest.approx([10.0])


def test_the_surface_of_a_host_has_more_flaws_than_its_electrode() -> None:
    told = Flaws(5e-6, 1e-4, 8.0)
    plain, host = anode_with(), anode_with(area_factor=10.0)
    found = []
    for subject in (plain, host):
        layer = replace(subject.layer, flaws=told)
        one = replace(subject, layer=layer)
        toughness = layer_toughness(one.material, 0.04)
        assert toughness is not None
        found.append(flaw_depth(one, toughness))
    assert host.area_m2 is not None
    assert found[1].area_m2 == pytest.approx(10.0 * host.area_m2)
    ratio = found[1].parameter.value / found[0].parameter.value
    assert ratio == pytest.approx(10.0 ** (2.0 / 8.0))


def test_smaller_flaws_bear_more_through_the_cell() -> None:
    fine, coarse = (
        filament_of(subject_with(grain_size_m=size)).parameters["flaw_depth"].value
        for size in (1e-7, 1e-6)
    )
    assert coarse == pytest.approx(10.0 * fine)


def test_molten_lithium_is_said() -> None:
    subject = subject_with()
    assert not any("molten" in note for note in filament_of(subject).notes)
    hot = filament_of(replace(subject, temperature_K=470.0))
    assert any("molten above 454 K" in note for note in hot.notes)


def test_a_contact_at_another_temperature_is_said() -> None:
    warm, _ = contact_resistance(subject_with())
    room, _ = contact_resistance(replace(subject_with(), temperature_K=298.15))
    assert "taken at 333 K" in warm.note
    assert "taken at" not in room.note
