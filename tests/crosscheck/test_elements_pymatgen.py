"""Elements against the table of elemental Gibbs energies that pymatgen ships.

The table is that of Bartel et al. 2018, 10.1038/s41467-018-06682-4, drawn from handbooks
independently of the coefficients stored here.
"""

from __future__ import annotations

import importlib.util
import json
from functools import cache
from pathlib import Path

import pytest

from davylamp.core.constants import EV_PER_ATOM_IN_J_PER_MOL
from davylamp.store.load import load_thermochemistry

ELEMENTS = load_thermochemistry().elements
#: Up to here the table describes the same phase [K]: above it phosphorus is still liquid there but
#: vapour here, selenium another assessment of the liquid, arsenic still solid but liquid here.
SAME_PHASE = {"P": 500.0, "Se": 900.0, "As": 1000.0}


@cache
def _table() -> dict[str, dict[str, float]]:
    spec = importlib.util.find_spec("pymatgen")
    if spec is None or spec.submodule_search_locations is None:
        pytest.skip("pymatgen is not installed")
    for place in spec.submodule_search_locations:
        for path in sorted(Path(place).rglob("g_els.json")):
            table: dict[str, dict[str, float]] = json.loads(path.read_text(encoding="utf-8"))
            return table
    pytest.skip("this pymatgen has no table of elemental Gibbs energies")


@pytest.mark.parametrize("element", sorted(ELEMENTS))
def test_element_agrees_with_the_table(element: str) -> None:
    model = ELEMENTS[element].model
    limit = SAME_PHASE.get(element, min(1500.0, model.range_K[1]))
    compared = 0
    for text, row in _table().items():
        temperature = float(text)
        if element in row and temperature <= limit:
            mine = float(model.gibbs_J_per_mol(temperature))
            # 1.2 kJ/mol is 12 meV/atom, a tenth of the error of the descriptor it serves.
            assert mine == pytest.approx(row[element] * EV_PER_ATOM_IN_J_PER_MOL, abs=1200.0)
            compared += 1
    assert compared >= 2
