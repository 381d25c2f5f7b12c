from __future__ import annotations

import pytest

from davylamp.cell import example_path, read_cell
from davylamp.dossier.severity import Severity
from davylamp.dossier.thermal import onset_findings
from davylamp.store import load_library


def severity_of(example: str, material: str) -> tuple[Severity, str]:
    cell = read_cell(example_path(example))
    (found,) = onset_findings("m", load_library().find(material), cell)
    return found.severity, found.explanation


def test_an_onset_with_another_partner_is_never_ok() -> None:
    # Stable above 320 degC with LiCoO2, LiMn2O4 and Li4Ti5O12; the cell holds NCM811.
    severity, text = severity_of("bilayer", "Li3InCl6")
    assert severity is Severity.UNKNOWN
    assert "Not measured with a partner of this cell" in text


@pytest.mark.parametrize("material", ["Li6PS5Cl", "LiPON", "LLZTO"])
def test_materials_without_an_onset_say_nothing(material: str) -> None:
    library = load_library()
    cell = read_cell(example_path("sulfide"))
    stored = library.find(material).all("exotherm_onset_temperature")
    assert len(list(onset_findings("m", library.find(material), cell))) == bool(stored)


def test_an_onset_with_a_partner_of_the_cell_counts() -> None:
    _, text = severity_of("sulfide", "Li6PS5Cl")
    assert "Not measured with a partner of this cell" not in text
