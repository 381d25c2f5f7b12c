"""The browser fixture must see what it is there to see."""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.browser


def write(folder: Path, body: str) -> Path:
    path = folder / "page.html"
    path.write_text(f"<!doctype html><meta charset='utf-8'><title>t</title>{body}", "utf-8")
    return path


def test_self_contained_page_is_clean(watched_page, tmp_path):
    page = watched_page.open(
        write(tmp_path, "<h1>Here</h1><img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>")
    )
    assert page.inner_text("h1") == "Here"
    watched_page.assert_clean()


@pytest.mark.parametrize(
    "body",
    [
        "<script src='http://outside.invalid/plot.js'></script>",
        "<link rel='stylesheet' href='https://outside.invalid/style.css'>",
        "<img src='http://outside.invalid/pixel.gif'>",
        "<script>fetch('https://outside.invalid/').catch(() => 0)</script>",
        "<script>new WebSocket('ws://outside.invalid/')</script>",
        "<script src='outside.invalid.js'></script>",
    ],
    ids=["script", "style", "image", "fetch", "websocket", "other file"],
)
def test_outside_request_is_seen(watched_page, tmp_path, body):

    watched_page.open(write(tmp_path, body))
    assert any("outside.invalid" in url for url in watched_page.outside_requests)
    with pytest.raises(AssertionError):
        watched_page.assert_clean()


@pytest.mark.parametrize(
    ("script", "text"),
    [("console.error('lamp out')", "lamp out"), ("throw new Error('no oil')", "no oil")],
    ids=["console", "uncaught"],
)
def test_console_error_is_seen(watched_page, tmp_path, script, text):
    watched_page.open(write(tmp_path, f"<script>{script}</script>"))
    assert any(text in message for message in watched_page.console_errors)
    with pytest.raises(AssertionError):
        watched_page.assert_clean()


def test_warning_is_no_error(watched_page, tmp_path):
    watched_page.open(write(tmp_path, "<script>console.warn('low oil')</script>"))
    watched_page.assert_clean()
