"""Electrolytes, stored property sets and what they refuse."""

from __future__ import annotations

import math

import numpy as np
import pytest

from davylamp.core.errors import InputError, MissingDatumError, OutsideValidityError
from davylamp.core.evidence import Kind
from davylamp.dendrites.depletion import (
    Segment,
    concentrated_limiting_current,
    constant_electrolyte,
    constant_program,
    limiting_current,
    limiting_ratio,
    nernst_einstein_diffusivity,
    pulse_program,
    salt_property_methods,
    salt_system,
    salt_systems,
    sand_time,
    simulate,
    steady_state,
    stepped_program,
    stored_electrolyte,
)
from davylamp.dendrites.depletion.electrolyte import SaltElectrolyte
from davylamp.dendrites.depletion.property_sets import _system
from davylamp.store.load import load_sources
from davylamp.store.packaged import packaged_yaml


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ((1000.0, 1e-11, 1.2, 1e-4), "transference number 1.2 is above one"),
        ((1000.0, -1e-11, 0.2, 1e-4), "diffusivity -1e-11 m2/s is not above zero"),
        ((0.0, 1e-11, 0.2, 1e-4), "salt concentration 0 mol/m3 is not above zero"),
        ((1000.0, 1e-11, 0.2, -1e-4), "thickness -0.0001 m is not above zero"),
    ],
)
def test_a_number_without_meaning_is_named(numbers, words):
    with pytest.raises(InputError, match=words) as caught:
        limiting_current(*numbers)
    assert caught.value.remedy


def test_constant_electrolytes_refuse_the_same():
    with pytest.raises(InputError, match="transference number"):
        constant_electrolyte(1e-11, 1.0001)
    with pytest.raises(InputError, match="diffusivity"):
        constant_electrolyte(0.0, 0.2)
    with pytest.raises(InputError, match="conductivity"):
        constant_electrolyte(1e-11, 0.2, conductivity_S_per_m=-1.0)
    with pytest.raises(InputError, match="current 0 A/m2"):
        sand_time(0.0, 1000.0, 1e-11, 0.2)


def test_functions_are_tried_over_the_whole_range():
    with pytest.raises(InputError, match=r"diffusivity of falling is .* mol/m3"):
        SaltElectrolyte(
            "falling", 300.0, lambda c: 1e-11 * (1.0 - c / 2000.0), lambda c: np.full_like(c, 0.2)
        )
    with pytest.raises(InputError, match="transference number of odd"):
        SaltElectrolyte("odd", 300.0, lambda c: np.full_like(c, 1e-11), lambda c: 0.5 + c / 1000.0)


def test_programs():
    with pytest.raises(InputError, match="duration"):
        Segment(1.0, 0.0)
    with pytest.raises(InputError, match="pulses"):
        pulse_program(1.0, 1.0, 1.0, 0)
    with pytest.raises(InputError, match="steps"):
        stepped_program(1.0, 1.0, 0, 1.0)
    with pytest.raises(InputError, match="not finite"):
        Segment(math.nan, 1.0)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"cells": 2}, "volumes are too few"),
        ({"tolerance": 0.0}, "tolerance"),
        ({"step_s": -1.0}, "time step"),
    ],
)
def test_runs_refuse_settings_without_meaning(change, words):
    with pytest.raises(InputError, match=words):
        simulate(constant_electrolyte(1e-11, 0.2), 1e3, 1e-4, constant_program(1.0, 1.0), **change)


def test_a_run_needs_a_program_and_salt_that_dissolves():
    with pytest.raises(InputError, match="program is empty"):
        simulate(constant_electrolyte(1e-11, 0.2), 1e3, 1e-4, ())
    with pytest.raises(InputError, match="is above"):
        simulate(stored_electrolyte("PEO-LiTFSI"), 9e3, 1e-4, constant_program(1.0, 1.0))
    with pytest.raises(InputError, match="is not below"):
        concentrated_limiting_current(stored_electrolyte("PEO-LiTFSI"), 9e3, 1e-4)
    with pytest.raises(InputError, match="limiting current is"):
        steady_state(constant_electrolyte(1e-11, 0.2), 1e3, 1e-4, 30.0)


def test_without_conductivity_the_voltage_is_not_known():
    run = simulate(constant_electrolyte(1e-11, 0.2), 1e3, 1e-4, constant_program(10.0, 10.0))
    assert np.all(np.isnan(run.voltage_V))
    assert math.isnan(steady_state(constant_electrolyte(1e-11, 0.2), 1e3, 1e-4, 10.0).voltage_V)


def test_every_stored_number_has_its_evidence():
    for system in salt_systems():
        for item in system.sets:
            for curve in item.curves.values():
                assert curve.evidence.source in load_sources()
        for name in salt_property_methods(system.materials[0]):
            electrolyte = stored_electrolyte(system.materials[0], name)
            assert electrolyte.kind in list(Kind)
            assert electrolyte.sources


def test_the_fit_of_edman_meets_the_abstract():
    share = stored_electrolyte("PEO-LiTFSI", "edman2000").transference_number(
        np.array([742.0, 2982.0])
    )
    assert share == pytest.approx([0.17, 0.60], abs=0.015)


def test_sets_disagree_and_the_choice_is_explicit():
    c = np.array([1000.0])
    found = {
        name: stored_electrolyte("PEO-LiTFSI", name, 358.15)
        for name in salt_property_methods("PEO-LiTFSI")
    }
    values = [float(item.diffusivity(c)[0]) for item in found.values()]
    assert max(values) > 2.0 * min(values)
    assert found["negative-assumed"].kind is Kind.ASSUMED
    assert float(found["negative-assumed"].transference_number(np.array([2400.0]))[0]) < 0.0
    with pytest.raises(InputError, match="there is no set") as caught:
        stored_electrolyte("PEO-LiTFSI", "nobody")
    assert "edman2000" in caught.value.remedy


def test_negative_transference():
    less, more = limiting_current(1000.0, 1e-11, np.array([-0.4, 0.2]), 1e-4)
    assert less / more == pytest.approx(0.8 / 1.4)
    sloop = stored_electrolyte("PEMO-LiTFSI")
    assert float(sloop.transference_number(np.array([2000.0]))[0]) == pytest.approx(-0.1009)
    # Towards the plating electrode, where salt is scarce, it is positive: more than its mean tells.
    assert limiting_ratio(sloop, 2000.0) > 1.2


def test_temperature_is_carried_only_where_it_may_be():
    warm, hot = (stored_electrolyte("PEO-LiTFSI", None, t) for t in (343.15, 363.15))
    c = np.array([1000.0])
    ratio = float(hot.diffusivity(c)[0] / warm.diffusivity(c)[0])
    expected = math.exp(0.4 / 8.617333e-5 * (1.0 / 343.15 - 1.0 / 363.15))
    assert ratio == pytest.approx(expected, rel=1e-6)
    assert warm.kind is Kind.ASSUMED
    assert stored_electrolyte("PEO-LiTFSI").kind is Kind.FITTED
    with pytest.raises(OutsideValidityError, match="60 to 120 °C") as caught:
        stored_electrolyte("PEO-LiTFSI", None, 298.15)
    assert "restricted diffusion" in caught.value.remedy


def test_ratio_and_concentration_are_inverse():
    system = salt_system("PEO-LiTFSI")
    ratio = np.array([0.01, 0.06, 0.3])
    assert system.ratio(system.concentration_mol_per_m3(ratio)) == pytest.approx(ratio)
    with pytest.raises(MissingDatumError, match="molar volumes"):
        salt_system("PEMO-LiTFSI").concentration_mol_per_m3(0.1)
    with pytest.raises(MissingDatumError, match="salt diffusivity for LLZO"):
        salt_system("LLZO")


def test_nernst_einstein_and_the_limit_it_gives():
    # The limit of an ideal salt does not depend on how much of it there is.
    limits = [
        float(limiting_current(c, nernst_einstein_diffusivity(0.1, 0.3, c, 350.0), 0.3, 1e-4))
        for c in (100.0, 1000.0)
    ]
    assert limits[0] == pytest.approx(limits[1], rel=1e-12)
    assert limits[0] == pytest.approx(4 * 0.3 * 0.1 * 8.314462618 * 350.0 / (96485.33212 * 1e-4))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"colour": 1}, "unknown field"),
        ({"sets": [{"id": "x", "title": "y", "temperature_degC": 80}]}, "neither salt"),
        ({"salt_volume": {"value": 1.0, "unit": "m3/mol"}}, "source None"),
    ],
)
def test_a_broken_file_is_refused(change, words):
    raw = packaged_yaml("davylamp.store", "data", "salts", "peo_litfsi.yaml")
    with pytest.raises(InputError, match=words):
        _system({**raw, **change})
