from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from davylamp.core import InputError, Kind
from davylamp.store import load
from davylamp.store.properties import PROPERTIES


def test_compiled_store_is_current() -> None:
    directory = load.data_directory()
    packed = json.loads(gzip.decompress((directory / load.COMPILED_NAME).read_bytes()))
    assert packed["digest"] == load.yaml_digest(directory), "run tools/compile_store.py"
    assert packed["content"] == json.loads(json.dumps(load.read_yaml(directory)))


def test_compiled_file_holds_in_two_megabytes() -> None:
    size = (load.data_directory() / "compounds.npz").stat().st_size
    assert size <= 2_000_000


def test_every_number_has_evidence() -> None:
    store = load.load_store()
    counted = 0
    for material in store.materials.values():
        for name, data in material.properties.items():
            for datum in data:
                counted += 1
                assert datum.source in store.sources, (material.id, name)
                assert datum.locator
                assert datum.unit == PROPERTIES[name].unit
                assert datum.kind is not Kind.UNKNOWN
    assert counted > 500


def test_every_source_can_be_found_again() -> None:
    for source in load.load_sources().values():
        assert source.identifier
        # 0 says that the year was not seen; it needs a place to look it up all the same.
        assert source.year > 1800 or (source.year == 0 and source.title and source.report)
        assert not source.doi.startswith("http")


def test_an_unsourced_number_does_not_load() -> None:
    raw = {
        "id": "X", "name": "X", "family": "oxide", "roles": ["electrolyte"],
        "properties": {"band_gap": [{"value": 1.0, "unit": "eV", "kind": "measured"}]},
    }  # fmt: skip
    with pytest.raises(InputError, match="a stored number needs"):
        load.parse_material(raw, {})


def test_names_find_materials() -> None:
    library = load.load_library()
    assert len(library) >= 40
    assert library.find("nmc 811").id == library.find("NCM811").id
    with pytest.raises(InputError, match="did you mean"):
        library.find("Li6PS5Cll")
    assert any(material.id == "Li6PS5Cl" for material in library.search("argyrodite"))


def test_one_key_cannot_name_two_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = {"key": "a", "authors": "A", "year": 2000, "doi": "10.1/a"}
    monkeypatch.setattr(
        load, "_raw", lambda: {"bibliography": {"x": [entry], "y": [{**entry, "doi": "10.1/b"}]}}
    )
    load.load_sources.cache_clear()
    with pytest.raises(InputError, match="names two sources"):
        load.load_sources()
    load.load_sources.cache_clear()
