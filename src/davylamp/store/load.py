"""Read the package's own data: bibliography, kinetics, materials, thermochemistry.

The reviewed YAML files are the truth. Parsing them takes longer than a user should wait, so
`tools/compile_store.py` writes their content to one JSON file together with a digest of the
YAML; that file is used while the digest fits, and the YAML itself otherwise.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from davylamp.core.errors import InputError
from davylamp.store.bibliography import Source
from davylamp.store.kinetics import Kinetics, parse_kinetics
from davylamp.store.materials import Material, MaterialLibrary, parse_material
from davylamp.store.thermochemistry import Thermochemistry, parse_thermochemistry

__all__ = [
    "COMPILED_NAME",
    "Store",
    "data_directory",
    "load_folder",
    "load_kinetics",
    "load_library",
    "load_sources",
    "load_store",
    "load_thermochemistry",
    "yaml_digest",
]

COMPILED_NAME: Final = "store.json.gz"
_FOLDERS: Final = ("bibliography", "hazards", "kinetics", "materials", "thermo")


@dataclass(frozen=True, slots=True)
class Store:
    """Everything reviewed that the package ships, except the compound table."""

    sources: Mapping[str, Source]
    materials: MaterialLibrary
    thermochemistry: Thermochemistry


def data_directory() -> Path:
    """Return the folder of the shipped data files."""
    return Path(str(files("davylamp.store") / "data"))


@cache
def load_store() -> Store:
    """Return the whole store; read once in a process."""
    return Store(load_sources(), load_library(), load_thermochemistry())


@cache
def load_sources() -> Mapping[str, Source]:
    """Return the bibliography by key."""
    sources: dict[str, Source] = {}
    for stem, entries in _raw()["bibliography"].items():
        for entry in entries:
            source = Source(**entry)
            known = sources.get(source.key)
            if known is not None and known.identifier.casefold() != source.identifier.casefold():
                raise InputError(f"bibliography {stem}: key {source.key!r} names two sources")
            sources.setdefault(source.key, source)
    return sources


@cache
def load_library() -> MaterialLibrary:
    """Return the shipped materials."""
    sources = load_sources()
    materials: dict[str, Material] = {}
    for stem, entries in _raw()["materials"].items():
        for entry in entries:
            material = parse_material(entry, sources, where=f"materials/{stem}.yaml")
            if material.id in materials:
                raise InputError(f"materials/{stem}.yaml: {material.id} is defined twice")
            materials[material.id] = material
    return MaterialLibrary(materials)


@cache
def load_thermochemistry() -> Thermochemistry:
    """Return gases, elements, measured phases, estimates and the lists of exclusions."""
    return parse_thermochemistry(_raw()["thermo"], load_sources())


@cache
def load_kinetics() -> Kinetics:
    """Return the stored rates of reactions."""
    return parse_kinetics(_raw()["kinetics"], load_sources())


def load_folder(folder: str) -> Mapping[str, list[dict[str, Any]]]:
    """Return the entries of one folder of the data by file stem, as they are written."""
    return _raw()[folder]


def yaml_digest(directory: Path) -> str:
    """Return a digest of every YAML file below `directory`, by name and content."""
    digest = hashlib.sha256()
    for path in _yaml_files(directory):
        digest.update(path.relative_to(directory).as_posix().encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def read_yaml(directory: Path) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Return the content of every data file as folder -> file stem -> entries."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content: dict[str, dict[str, list[dict[str, Any]]]] = {folder: {} for folder in _FOLDERS}
    for path in _yaml_files(directory):
        with path.open(encoding="utf-8") as stream:
            content[path.parent.name][path.stem] = yaml.load(stream, Loader=loader) or []
    return content


@cache
def _raw() -> dict[str, dict[str, list[dict[str, Any]]]]:
    directory = data_directory()
    compiled = directory / COMPILED_NAME
    if compiled.exists():
        packed = json.loads(gzip.decompress(compiled.read_bytes()))
        if packed["digest"] == yaml_digest(directory):
            content: dict[str, dict[str, list[dict[str, Any]]]] = packed["content"]
            return content
    return read_yaml(directory)


def _yaml_files(directory: Path) -> list[Path]:
    return [path for folder in _FOLDERS for path in sorted((directory / folder).glob("*.yaml"))]
