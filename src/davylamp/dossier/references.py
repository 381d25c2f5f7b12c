"""The sources a dossier used, as a bibliography."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from davylamp.dossier.findings import Reference, Section
from davylamp.store.bibliography import Source

__all__ = ["collect_references", "used_keys"]


def used_keys(sections: Iterable[Section]) -> tuple[str, ...]:
    """Return the bibliography keys that findings and entries name, each once."""
    keys: dict[str, None] = {}
    for section in sections:
        for finding in section.findings:
            keys.update(dict.fromkeys(finding.sources))
        for entry in section.entries:
            keys.update(dict.fromkeys(entry.sources))
    return tuple(keys)


def collect_references(keys: Iterable[str], sources: Mapping[str, Source]) -> tuple[Reference, ...]:
    """Return one reference for each key, in the order of authors and year.

    A key that the bibliography lacks, such as the file of a user's own values, stands for itself.
    """
    references = [_reference(key, sources.get(key)) for key in dict.fromkeys(keys) if key]
    return tuple(sorted(references, key=lambda reference: reference.text.casefold()))


def _reference(key: str, source: Source | None) -> Reference:
    if source is None:
        return Reference(key, key, "")
    year = str(source.year) if source.year else ""
    container = "" if source.report.startswith(source.container) else source.container
    parts = [f"{source.authors} {year}".strip(), source.title, container]
    text = ". ".join(part.rstrip(".") for part in parts if part)
    url = f"https://doi.org/{source.doi}" if source.doi else ""
    return Reference(key, f"{text}.", source.identifier, url)
