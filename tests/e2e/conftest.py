"""The command as a user calls it, and a headless Chromium that notes what a page asks for."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
#: Schemes that read memory only. A page must hold all it needs, so other files count as outside.
INSIDE = ("data:", "blob:", "about:")


@pytest.fixture
def davylamp(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Call the command in an empty folder, with a home of its own; a traceback fails the test."""
    environment = {
        **os.environ,
        "DAVYLAMP_HOME": str(tmp_path / "home"),
        "NO_COLOR": "1",
        "COLUMNS": "120",
        "PYTHONIOENCODING": "utf-8",
    }

    def call(*arguments: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "davylamp.cli.main", *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            input=text,
            cwd=tmp_path,
            env=environment,
            timeout=300,
            check=False,
        )
        assert "Traceback" not in done.stderr + done.stdout, done.stderr
        return done

    return call


@dataclass
class WatchedPage:
    """A page with what it complained about and what it asked the outside for."""

    page: Page
    document: str = ""
    console_errors: list[str] = field(default_factory=list)
    outside_requests: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.console_errors.append(str(error)))
        self.page.on("request", lambda request: self._on_url(request.url))
        self.page.on("websocket", lambda socket: self._on_url(socket.url))

    def open(self, path: Path) -> Page:
        """Load a local HTML file, wait until it is still, and return the Playwright page."""
        self.document = path.resolve().as_uri()
        self.page.goto(self.document, wait_until="load")
        self.page.wait_for_load_state("networkidle")
        return self.page

    def assert_clean(self) -> None:
        """Fail if the page wrote an error to the console or asked for anything but itself."""
        assert self.outside_requests == []
        assert self.console_errors == []

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.console_errors.append(message.text)

    def _on_url(self, url: str) -> None:
        if url != self.document and not url.startswith(INSIDE):
            self.outside_requests.append(url)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Path of an installed Chromium; without one, skip here and fail in CI."""
    for name in CHROMIUM_NAMES:
        if path := shutil.which(name):
            return path
    reason = f"no Chromium on PATH (looked for {', '.join(CHROMIUM_NAMES)})"
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


# One browser a module and not a session: Playwright's event loop runs as long as the browser,
# and other tests of the same worker may start a loop of their own.
@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    """Headless Chromium."""
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(
            executable_path=chromium_path, args=CHROMIUM_ARGUMENTS, headless=True
        )
        yield instance
        instance.close()


@pytest.fixture
def watched_page(browser: Browser) -> Iterator[WatchedPage]:
    """Fresh page, cut off from the network, that records errors and outside requests."""
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900})
    yield WatchedPage(context.new_page())
    context.close()
