"""The entries that CONTRIBUTING.md shows can be loaded as they stand."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest
import yaml

from davylamp.core import Kind
from davylamp.store.load import load_sources, load_thermochemistry
from davylamp.store.materials import parse_material
from davylamp.store.thermochemistry import parse_thermochemistry

TEXT = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text("utf-8")


def example(name: str) -> dict:
    pattern = rf"<!-- {name} example -->\n *```yaml\n(.*?)```"
    block = re.search(pattern, TEXT, re.DOTALL)[1]
    (entry,) = yaml.safe_load(textwrap.dedent(block))
    return entry


def test_material_example_loads():
    material = parse_material(example("material"), {"example2015": object()})
    conductivity = material.require("ionic_conductivity")
    assert conductivity.standard_uncertainty == pytest.approx(0.07 * 2.8e-3)
    assert material.require("oxidation_potential").kind is Kind.ASSUMED


def test_electrode_example_loads():
    material = parse_material(example("electrode"), {"example2015": object()})
    assert material.lithium_range == pytest.approx((0.5, 1.0))
    assert [point.voltage_V for point in material.ocv] == pytest.approx([4.2, 3.9])


def test_measured_phase_example_is_the_stored_one():
    raw = {"measured": [example("measured")]}
    thermochemistry = parse_thermochemistry(raw, load_sources())
    (shown,) = thermochemistry.reference.items()
    assert shown == (shown[0], load_thermochemistry().reference[shown[0]])
