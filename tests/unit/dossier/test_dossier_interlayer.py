"""A cell with a layer between anode and electrolyte is judged whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from davylamp.cell import example_path
from davylamp.dossier import assess
from davylamp.dossier.findings import Dossier


@pytest.fixture(scope="module", params=["Ag", "LiF"])
def dossier(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    text = Path(example_path("sulfide")).read_text(encoding="utf-8")
    layer = f"  material: Li\n  interlayer: {{material: {request.param}, thickness: 50 nm}}\n"
    text = text.replace("  material: Li\n", layer, 1)
    path = tmp_path_factory.mktemp("cell") / "cell.yaml"
    path.write_text(text, encoding="utf-8")
    return assess(path)


def test_both_contacts_and_the_gap_are_judged(dossier: Dossier) -> None:
    name = next(layer for layer in dossier.layers if layer.title == "interlayer").parts[0].material
    titles = [section.title for section in dossier.sections]
    for title in (f"Li | {name}", f"{name} | Li6PS5Cl", "Li | Li6PS5Cl (bare)"):
        assert title in titles
    assert "Li | Li6PS5Cl" not in titles
    gap = next(item for item in dossier.sections if item.title == "Li | Li6PS5Cl (bare)")
    assert "Where the interlayer leaves the contact bare" in gap.lead


def test_the_layer_is_drawn_between_anode_and_electrolyte(dossier: Dossier) -> None:
    drawn = [layer.title for layer in dossier.layers]
    assert drawn.index("anode") + 1 == drawn.index("interlayer") == drawn.index("electrolyte") - 1
    layer = dossier.layers[drawn.index("interlayer")]
    assert layer.thickness_m == pytest.approx(50e-9)
