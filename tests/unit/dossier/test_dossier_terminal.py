"""The terminal summary prints what matters and takes no name for markup."""

from __future__ import annotations

import io

from rich.console import Console

from davylamp.dossier import print_dossier


def printed(dossier, width: int = 140) -> str:
    stream = io.StringIO()
    print_dossier(dossier, Console(file=stream, width=width))
    return stream.getvalue()


def test_it_names_dangers_and_unknowns(fake_dossier):
    text = printed(fake_dossier)
    assert "1 danger" in text
    assert "Moist air sets free H2S" in text
    assert "456 cm³/g" in text
    assert "DC polarisation between blocking electrodes" in text
    assert "not assessed, which is no judgement" in text
    assert "2 more findings of lower severity" in text


def test_names_are_printed_as_they_are(hostile_dossier):
    text = printed(hostile_dossier)
    assert "[red]" in text
    assert "<script>" in text


def test_a_narrow_terminal_loses_no_severity(fake_dossier):
    text = printed(fake_dossier, width=60)
    assert "Danger" in text
    assert "Warning" in text
