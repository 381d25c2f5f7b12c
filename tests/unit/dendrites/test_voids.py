"""Voids and extrusion of a cell, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from davylamp.cell import example_path, read_cell
from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind
from davylamp.dendrites import Mechanism, NotApplicable, Role, Subject, Undecided, subject_of
from davylamp.dendrites.voids import (
    AnandLaw,
    CreepLaw,
    ExtrusionMechanism,
    VoidBalance,
    VoidMechanism,
    anand_history,
    anand_law,
    capillary_pressure_Pa,
    closing_rate_per_s,
    creep_law,
    creep_laws,
    crossing_pressure_Pa,
    crossing_time_s,
    extrusion_mechanism,
    filled_length_m,
    flux_focusing,
    pressure_figures,
    self_diffusion,
    strength_factor,
    stripping_figures,
    void_mechanism,
    width_of_focusing_m,
)
from davylamp.store.load import load_sources

ROY = creep_law("roy2021")


@pytest.fixture(scope="module")
def sulfide() -> Subject:
    return subject_of(read_cell(example_path("sulfide")))


def medians(mechanism: Mechanism, count: int = 3) -> dict[str, np.ndarray]:
    half = np.full(count, 0.5)
    return {name: item.quantile(half) for name, item in mechanism.parameters.items()}


def voids_of(subject: Subject, **more: Any) -> VoidMechanism:
    found = void_mechanism(subject, **more)
    assert isinstance(found, VoidMechanism)
    return found


def extrusion_of(subject: Subject, **more: Any) -> ExtrusionMechanism:
    found = extrusion_mechanism(subject, **more)
    assert isinstance(found, ExtrusionMechanism)
    return found


# ------------------------------------------------------------------ voids


def test_it_is_a_limit_with_the_shared_parameters(sulfide: Subject) -> None:
    mechanism: Mechanism = voids_of(sulfide)
    assert mechanism.role is Role.LIMIT
    assert {"stack_pressure", "temperature", "area_factor"} <= set(mechanism.parameters)
    assert mechanism.parameters["stack_pressure"].value == pytest.approx(5e6)
    for name, item in mechanism.parameters.items():
        if not item.sources:
            assert item.kind is Kind.ASSUMED, name
            assert item.note, name
    known = load_sources()
    assert all(key in known for item in mechanism.parameters.values() for key in item.sources)


def test_more_pressure_and_warmth_allow_more_current(sulfide: Subject) -> None:
    one = voids_of(sulfide)
    draws = medians(one)
    pressed = {**draws, "stack_pressure": np.array([0.0, 2e6, 7e6])}
    assert np.all(np.diff(one.critical_current_A_per_m2(pressed)) > 0.0)
    warm = {**draws, "temperature": np.array([273.15, 298.15, 353.15])}
    assert np.all(np.diff(one.critical_current_A_per_m2(warm)) > 0.0)


def test_a_host_divides_the_current(sulfide: Subject) -> None:
    anode = replace(sulfide.cell.anode, area_factor=10.0)
    host = replace(sulfide, cell=replace(sulfide.cell, anode=anode))
    flat, deep = voids_of(sulfide), voids_of(host)
    limit = flat.critical_current_A_per_m2(medians(flat))
    assert deep.critical_current_A_per_m2(medians(deep)) == pytest.approx(10.0 * limit)
    current = 2.0 * float(limit[0])
    charge = flat.failure_capacity_C_per_m2(medians(flat), current)
    assert deep.failure_capacity_C_per_m2(medians(deep), 10.0 * current) == pytest.approx(
        10.0 * charge
    )
    assert deep.share_lost(medians(deep), 10.0 * current, 1e4) == pytest.approx(
        flat.share_lost(medians(flat), current, 1e3)
    )


def test_molten_lithium_is_not_judged(sulfide: Subject) -> None:
    one = voids_of(sulfide)
    draws = {**medians(one), "temperature": np.array([453.0, 454.0, 500.0])}
    assert np.isnan(one.critical_current_A_per_m2(draws)).tolist() == [False, True, True]
    assert np.isnan(one.failure_capacity_C_per_m2(draws, 1e9)).tolist() == [False, True, True]
    assert isinstance(void_mechanism(replace(sulfide, temperature_K=470.0)), Undecided)
    assert isinstance(extrusion_mechanism(replace(sulfide, temperature_K=470.0)), Undecided)


def test_below_the_critical_current_nothing_fails(sulfide: Subject) -> None:
    one = voids_of(sulfide)
    draws = medians(one)
    limit = float(one.critical_current_A_per_m2(draws)[0])
    assert np.all(np.isinf(one.failure_capacity_C_per_m2(draws, 0.9 * limit)))
    assert np.all(np.isfinite(one.failure_capacity_C_per_m2(draws, 1.1 * limit)))


def test_no_stack_pressure_is_a_wide_assumption_and_an_unknown(sulfide: Subject) -> None:
    loose = replace(sulfide, stack_pressure_Pa=None)
    one = voids_of(loose)
    pressure = one.parameters["stack_pressure"]
    assert pressure.kind is Kind.ASSUMED
    assert pressure.quantile([0.0, 1.0]) == pytest.approx([0.0, 1e6], abs=200.0)
    assert any("stack pressure" in item.what for item in one.unknown)
    # Too much pressure cannot be told from none.
    undecided = extrusion_mechanism(loose)
    assert isinstance(undecided, Undecided)
    assert "stack pressure" in undecided.unknown[0].what


def test_what_was_measured_is_told_beside(sulfide: Subject) -> None:
    found = voids_of(sulfide)
    assert any("0.2 mA/cm2 at 3 MPa" in note for note in found.notes)
    # Not in the notes alone: also among what is not known, which no reader is spared.
    assert any("0.2 mA/cm2 at 3 MPa" in item.what for item in found.unknown)
    # A garnet of which nobody measured it hears how it went with the others.
    garnet = voids_of(subject_of(read_cell(example_path("garnet"))))
    assert any("times too high" in item.what for item in garnet.unknown)


@pytest.mark.parametrize(
    ("current", "pressure", "factor", "warned"),
    [
        (5.0, 3e6, None, "0.2 mA/cm2 at 3 MPa"),
        (5.0, 1e6, None, "0.2 mA/cm2 at 3 MPa"),
        (5.0, None, None, "0.2 mA/cm2 at 3 MPa"),
        (15.0, 0.0, None, "1 mA/cm2 at 7 MPa"),
        (1.0, 3e6, None, ""),
        (5.0, 5e6, None, ""),
        (5.0, 3e6, 10.0, ""),
        (None, 3e6, None, ""),
    ],
)
def test_stripping_faster_than_a_contact_bore_is_said_first(
    sulfide: Subject,
    current: float | None,
    pressure: float | None,
    factor: float | None,
    warned: str,
) -> None:
    cell = replace(sulfide.cell, anode=replace(sulfide.cell.anode, area_factor=factor))
    subject = replace(sulfide, cell=cell, current_A_per_m2=current, stack_pressure_Pa=pressure)
    found = voids_of(subject)
    assert found.notes[0].startswith("More than was borne") is bool(warned)
    assert warned in found.notes[0]
    assert ("more than was borne" in found.unknown[0].what) is bool(warned)


def test_medians_beside_what_was_measured_are_those_of_its_conditions(sulfide: Subject) -> None:
    # Neither the pressure nor the warmth nor the host of this cell is in them.
    other = replace(sulfide, stack_pressure_Pa=20e6, temperature_K=350.0)
    told = [note for note in voids_of(other).notes if note.startswith("Measured on")]
    assert told == [note for note in voids_of(sulfide).notes if note.startswith("Measured on")]
    at = next(figure for figure in stripping_figures() if figure.id == "argyrodite-3")
    pressed = replace(sulfide, stack_pressure_Pa=at.pressure_Pa, temperature_K=at.temperature_K)
    one = voids_of(pressed)
    draws = one.sample(2000)
    draws.pop("lithium_thickness")
    median = 0.1 * float(np.median(one.critical_current_A_per_m2(draws)))
    assert f"where the median here is {median:.2g}" in told[0]


def test_no_void_is_deeper_than_the_lithium(sulfide: Subject) -> None:
    one = voids_of(sulfide)
    # 30 um of excess and 4 mAh/cm2 of 4.850 um each.
    thick = one.parameters["lithium_thickness"].value
    assert thick == pytest.approx(30e-6 + 4.0 * 4.850e-6, rel=1e-3)
    wide = {**medians(one), "void_spacing": np.array([1e-5, 2e-4, 1e-3])}
    balance = one.balance(wide)
    assert balance.radius_m[0] == pytest.approx(0.5e-5 * np.sqrt(0.5))
    assert balance.radius_m[1:] == pytest.approx(thick)
    current = one.critical_current_A_per_m2(wide)
    assert current[1] == pytest.approx(current[2])
    thin = {**wide, "lithium_thickness": np.full(3, 2e-6)}
    assert np.all(one.critical_current_A_per_m2(thin)[1:] < current[1:])
    # Without any excess the plated lithium is all there is.
    bare = replace(sulfide.cell.anode, anode_free=True, thickness_m=None)
    free = voids_of(replace(sulfide, cell=replace(sulfide.cell, anode=bare)))
    assert free.parameters["lithium_thickness"].value == pytest.approx(4.0 * 4.850e-6, rel=1e-3)
    unknown = replace(sulfide, capacity_C_per_m2=None)
    assert "lithium_thickness" not in voids_of(unknown).parameters


def test_focusing_at_the_rim_is_told_where_contact_and_conductivity_are_known() -> None:
    garnet = subject_of(read_cell(example_path("garnet")))
    assert any("The rim of a void" in note for note in voids_of(garnet).notes)
    # A contact without resistance is no reason for calm.
    for resistance, words in ((1e-6, "up to 4 times"), (0.0, "nothing here bounds")):
        anode = replace(garnet.cell.anode, interface_resistance_ohm_m2=resistance)
        bare = replace(garnet, cell=replace(garnet.cell, anode=anode))
        assert any(words in note for note in voids_of(bare).notes)


def test_alloy_anodes_have_no_voids_of_this_kind() -> None:
    alloy = subject_of(read_cell(example_path("bilayer")))
    for found in (void_mechanism(alloy), extrusion_mechanism(alloy)):
        assert isinstance(found, NotApplicable)
        assert "Li-In" in found.reason


def test_anode_free_and_interlayer_are_said(sulfide: Subject) -> None:
    from davylamp.cell.layers import Interlayer
    from davylamp.store.load import load_library

    layer = Interlayer(load_library()["Ag"], 5e-8)
    anode = replace(sulfide.cell.anode, anode_free=True, interlayer=layer)
    one = voids_of(replace(sulfide, cell=replace(sulfide.cell, anode=anode)))
    assert any("Anode-free" in note for note in one.notes)
    assert any("interlayer of Ag" in note for note in one.notes)
    assert len(one.unknown) == 5


def test_a_chosen_law_is_narrower_than_all_alike(sulfide: Subject) -> None:
    wide = voids_of(sulfide).parameters["creep_rate"]
    for name in creep_laws():
        chosen = voids_of(sulfide, creep=name).parameters["creep_rate"]
        assert chosen.distribution.spread < wide.distribution.spread
        assert chosen.value == pytest.approx(creep_laws()[name].rate_per_s)
    assert wide.distribution.spread > 1.5


# ------------------------------------------------------------------ extrusion


def test_extrusion_asks_for_time_not_for_current(sulfide: Subject) -> None:
    one = extrusion_of(sulfide)
    draws = {**medians(one), "stack_pressure": np.array([1e6, 1e8, 1e10])}
    time = one.time_to_short_s(draws)
    assert np.all(np.diff(time) < 0.0)
    current = one.critical_current_A_per_m2(draws)
    assert current.tolist() == [np.inf if t > one.life_s else 0.0 for t in time]
    assert np.isinf(current[0])
    assert current[2] == pytest.approx(0.0)
    charge = one.failure_capacity_C_per_m2(draws, 5.0)
    assert np.isinf(charge[0])
    assert charge[2] == pytest.approx(5.0 * time[2])


def test_pressure_limit_is_where_the_time_is_the_life(sulfide: Subject) -> None:
    one = extrusion_of(sulfide, life_s=1e7)
    draws = medians(one)
    limit = one.pressure_limit_Pa(draws)
    assert one.time_to_short_s({**draws, "stack_pressure": limit}) == pytest.approx(1e7)


def test_a_layer_without_open_pores_lets_nothing_through(sulfide: Subject) -> None:
    one = extrusion_of(sulfide)
    draws = {**medians(one), "porosity": np.array([0.0, 0.02, 0.2])}
    draws["stack_pressure"] = np.full(3, 1e10)
    assert np.isinf(one.time_to_short_s(draws)).tolist() == [True, True, False]


def test_pores_follow_the_grains_where_these_are_given(sulfide: Subject) -> None:
    layer = replace(sulfide.layer, grain_size_m=10e-6, porosity=None)
    one = extrusion_of(replace(sulfide, layer=layer))
    assert one.parameters["pore_radius"].value == pytest.approx(0.7735e-6, rel=1e-3)
    assert one.parameters["pore_radius"].kind is Kind.ESTIMATED
    assert any("porosity" in item.what for item in one.unknown)


def test_polymers_have_no_pores() -> None:
    dense = subject_of(read_cell(example_path("polymer")))
    found = extrusion_mechanism(dense)
    assert isinstance(found, NotApplicable)
    assert "thins" in found.reason
    # A membrane whose file tells pores is asked about them.
    porous = replace(dense, layer=replace(dense.layer, porosity=0.4))
    assert extrusion_of(porous).parameters["porosity"].value == pytest.approx(0.4)


def test_small_lithium_is_stronger() -> None:
    assert float(strength_factor(1.39e-6)) == pytest.approx(105.0 / 0.8)
    assert float(strength_factor(1e-3)) == pytest.approx(1.0, abs=0.2)


# ------------------------------------------------------------------ data and bad input


def test_published_figures_have_sources() -> None:
    known = load_sources()
    evidence = [(one.source, one.locator) for one in stripping_figures()]
    evidence += [(one.source, one.locator) for one in pressure_figures()]
    for source, locator in evidence:
        assert source in known
        assert locator
    soft = next(item for item in pressure_figures() if "glass" in item.electrolyte)
    assert soft.pressure_Pa == pytest.approx(1e5)
    assert soft.bound == "<"
    assert {law.source for law in creep_laws().values()} <= set(known)
    assert anand_law().source in known
    assert set(self_diffusion().diffusivity.sources) <= set(known)


def test_what_was_not_checked_is_assumed_and_says_so() -> None:
    unchecked = [law for law in creep_laws().values() if "not checked" in law.note]
    assert [law.id for law in unchecked] == ["lepage2019"]
    assert all(law.kind is Kind.ASSUMED for law in unchecked)
    assert self_diffusion().diffusivity.kind is Kind.ASSUMED
    for figure in (*stripping_figures(), *pressure_figures()):
        note, kind = figure.note, figure.kind
        assert ("not checked" in note) == (kind is Kind.ASSUMED)


def _balance(*, spacing: float = 1e-5, lost: float = 0.5, closing: float = 1e-3) -> VoidBalance:
    one = np.ones(1)
    return VoidBalance(spacing * one, lost * one, closing * one, 1e-15 * one, 1e-5 * one, 1.3e-5)


@pytest.mark.parametrize(
    "call",
    [
        lambda: creep_law("nobody"),
        lambda: ROY.strain_rate_per_s(-1.0),
        lambda: ROY.strain_rate_per_s(1e6, 350.0),
        lambda: ROY.stress_Pa(float("nan")),
        lambda: creep_law("lepage2019").strain_rate_per_s(1e6, -3.0),
        lambda: CreepLaw("x", "x", 0.0, 1e6, 5.0, None, Kind.ASSUMED, "x", "x"),
        lambda: CreepLaw("x", "x", 0.1, 1e6, 0.5, None, Kind.ASSUMED, "x", "x"),
        lambda: closing_rate_per_s(-1.0, ROY),
        lambda: closing_rate_per_s(1e6, ROY, porosity=1.0),
        lambda: capillary_pressure_Pa(0.0, 0.5),
        lambda: crossing_time_s(0.0, 1e-6, 1e6, ROY),
        lambda: crossing_time_s(1e-4, -1e-6, 1e6, ROY),
        lambda: crossing_time_s(1e-4, 1e-6, -1e6, ROY),
        lambda: crossing_pressure_Pa(1e-4, 1e-6, 0.0, ROY),
        lambda: filled_length_m(-1.0, 1e-6, 1e6, ROY),
        lambda: strength_factor(0.0),
        lambda: flux_focusing(-1e-6, 0.04, 5e-4),
        lambda: flux_focusing(1e-6, 0.0, 5e-4),
        lambda: flux_focusing(1e-6, 0.04, 0.0),
        lambda: flux_focusing(1e-6, 0.04, 5e-4, shape="square"),  # type: ignore[arg-type]
        lambda: width_of_focusing_m(1.0, 0.04, 5e-4),
        lambda: AnandLaw(0.05, 0.0, 2e6, 8e6, 4e7, 1.8, 5e9),
        lambda: AnandLaw(0.05, 0.2, 9e6, 8e6, 4e7, 1.8, 5e9),
        lambda: AnandLaw(0.05, 0.2, 2e6, 8e6, 4e7, 1.0, 5e9),
        lambda: anand_law().strength_Pa(-0.1),
        lambda: anand_law().creep_time_s(0.0, 0.1),
        lambda: anand_history(anand_law(), [0.0, 0.0], [0.0, 0.1]),
        lambda: anand_history(anand_law(), [0.0], [0.0]),
        lambda: anand_history(anand_law(), [0.0, 1.0], [0.0, 0.1], steps=0),
        lambda: _balance(spacing=0.0),
        lambda: _balance(lost=1.0),
        lambda: _balance(lost=0.0),
        lambda: _balance(closing=-1.0),
    ],
)
def test_bad_numbers_are_refused(call: Callable[[], object]) -> None:
    with pytest.raises(InputError):
        call()


def test_bad_questions_are_refused(sulfide: Subject) -> None:
    one = voids_of(sulfide)
    draws = {**medians(one), "stack_pressure": np.array([1e6, -1e6, 1e6])}
    with pytest.raises(InputError, match="stack pressure"):
        one.critical_current_A_per_m2(draws)
    with pytest.raises(InputError, match="nobody"):
        void_mechanism(sulfide, creep="nobody")
    with pytest.raises(InputError, match="life"):
        extrusion_mechanism(sulfide, life_s=0.0)
