"""Empirical figures of interlayers, and what is said of one cell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from davylamp.cell import Cell, example_path, read_cell
from davylamp.cell.layers import Interlayer
from davylamp.core.constants import FARADAY_C_PER_MOL
from davylamp.core.errors import InputError
from davylamp.dendrites.interlayers import (
    diffusion_current_A_per_m2,
    interlayer_evidence,
    interlayer_figures,
    lithium_transport,
)
from davylamp.store.load import load_library, load_sources


def with_layer(cell: Cell, name: str, thickness_m: float | None = 1e-6, **more: object) -> Cell:
    layer = Interlayer(load_library()[name], thickness_m)
    return replace(cell, anode=replace(cell.anode, interlayer=layer, **more))  # type: ignore[arg-type]


def figure(ident: str) -> float:
    return next(item.value for item in interlayer_figures() if item.id == ident)


def test_figures_name_materials_and_sources_that_exist() -> None:
    library, sources = load_library(), load_sources()
    for item in interlayer_figures():
        assert item.source in sources, item.id
        assert item.locator
        for name in (*item.interlayers, *item.electrolytes):
            assert library[name].id == name, (item.id, name)
    assert len({item.id for item in interlayer_figures()}) == len(interlayer_figures())


def test_figures_of_the_reviews() -> None:
    assert figure("lagp-lif-lizn-ccd") == pytest.approx(2.0)
    assert figure("lagp-lif-lizn-hours") == pytest.approx(1000.0)
    assert figure("lps-liin-overpotential") == pytest.approx(12.0)
    assert figure("lps-liin-hours") == pytest.approx(200.0)
    assert figure("llzto-ligan-ccd") == pytest.approx(1.4)
    assert figure("llzto-ligan-resistance") == pytest.approx(1.53)
    assert figure("pvdf-film-hours") == pytest.approx(2000.0)
    assert figure("argyrodite-multilayer-current") == pytest.approx(15.0)


def test_only_a_control_of_the_same_study_gives_a_ratio() -> None:
    ratios = {item.id: item.ratio for item in interlayer_figures() if item.control is not None}
    assert ratios == {
        "llzto-agno3-ccd": pytest.approx(5.0),
        "allz-gold-resistance": pytest.approx(0.125),
        "llzo-ito-resistance": pytest.approx(32.0 / 1192.0),
        "llzo-alumina-resistance": pytest.approx(1.0 / 1710.0),
        "llzto-zno-resistance": pytest.approx(1.0 / 7.0),
    }


def test_the_same_pair_stands_first_and_nothing_is_made_a_limit() -> None:
    cell = with_layer(read_cell(example_path("garnet")), "Ag")
    found = interlayer_evidence(cell)
    assert found.interlayer == "Ag"
    assert found.figures[0].relation == "same pair"
    assert found.figures[0].figure.id == "llzto-agno3-ccd"
    assert {shown.relation for shown in found.figures[1:]} == {"same electrolyte"}
    assert any("never turned into a law" in note for note in found.notes)
    # What is known of the pair is no unknown; how lithium passes silver is.
    assert not any("what current" in item.what for item in found.unknown)
    assert any("how fast lithium passes Ag" in item.what for item in found.unknown)


def test_an_interlayer_that_nobody_tested_is_unknown() -> None:
    found = interlayer_evidence(with_layer(read_cell(example_path("sulfide")), "Sn"))
    assert all(shown.relation == "same electrolyte" for shown in found.figures)
    assert any("Sn between lithium and Li6PS5Cl" in item.what for item in found.unknown)
    assert found.transport is None
    assert found.diffusion_current_A_per_m2 is None


def test_artificial_and_polymer_layers_ask_for_other_things() -> None:
    garnet = read_cell(example_path("garnet"))
    salt = interlayer_evidence(with_layer(garnet, "LiF"))
    assert any("electronic conductivity" in item.what for item in salt.unknown)
    soft = interlayer_evidence(with_layer(garnet, "PEO-LiTFSI"))
    assert soft.figures[0].figure.approach == "polymer buffer"
    assert any("salt depletion" in note for note in soft.notes)


def test_a_host_spreads_the_current() -> None:
    cell = read_cell(example_path("garnet"))
    found = interlayer_evidence(replace(cell, anode=replace(cell.anode, area_factor=20.0)))
    assert found.current_A_per_m2 == pytest.approx(1.0)
    assert found.local_current_A_per_m2 == pytest.approx(0.05)
    assert any("at most" in note for note in found.notes)
    assert found.interlayer == ""


def test_an_alloy_anode_has_its_figures() -> None:
    found = interlayer_evidence(read_cell(example_path("bilayer")))
    assert found.interlayer == "Li-In"
    assert {shown.figure.id for shown in found.figures} >= {"lps-liin-overpotential"}


def test_diffusion_through_magnesium_is_the_flat_layer() -> None:
    cell = with_layer(read_cell(example_path("sulfide")), "Mg", 1e-6)
    found = interlayer_evidence(cell)
    assert found.transport is not None
    assert found.transport.diffusivity_m2_per_s(298.15) == pytest.approx(5.6e-16)
    warm = found.transport.diffusivity_m2_per_s(cell.operation.temperature_K)
    expected = FARADAY_C_PER_MOL * warm * 7.7e4 / 1e-6
    assert found.diffusion_current_A_per_m2 == pytest.approx(expected, rel=1e-6)
    # Without a thickness nothing is said.
    bare = interlayer_evidence(with_layer(read_cell(example_path("sulfide")), "Mg", None))
    assert bare.diffusion_current_A_per_m2 is None
    assert any("thickness" in item.what for item in bare.unknown)


def test_lithium_hardly_moves_in_copper() -> None:
    copper = lithium_transport("Cu")
    assert copper is not None
    assert copper.solubility_mol_per_m3 is None
    assert copper.source in load_sources()
    assert copper.diffusivity_m2_per_s(298.15) == pytest.approx(1.25e-24, rel=0.05)


def test_bad_numbers_are_refused() -> None:
    for wrong in ((0.0, 1.0, 1.0), (1.0, -1.0, 1.0), (1.0, 1.0, float("nan"))):
        with pytest.raises(InputError):
            diffusion_current_A_per_m2(*wrong)
    copper = lithium_transport("Cu")
    assert copper is not None
    with pytest.raises(InputError):
        copper.diffusivity_m2_per_s(0.0)
