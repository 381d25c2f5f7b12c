"""The page is one file, asks nothing of the outside, and escapes whatever it is given."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from davylamp.dossier import dossier_html, layers_svg
from davylamp.dossier.html import safe_json
from davylamp.dossier.palette import GLYPH, NOT_ASSESSED, STROKE, TINT, WORD
from davylamp.dossier.severity import Severity

VOID = {"meta", "link", "br", "img", "input", "hr", "rect", "line", "circle"}


class Outline(HTMLParser):
    """Collects tags, text outside scripts, and whether every tag is closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.problems: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.problems.append(tag)

    def handle_data(self, data):
        if self.open and self.open[-1] not in ("script", "style"):
            self.text.append(data)


def outline(page: str) -> Outline:
    found = Outline()
    found.feed(page)
    found.close()
    return found


@pytest.fixture
def page(fake_dossier):
    return dossier_html(fake_dossier)


def test_every_tag_is_closed(page):
    found = outline(page)
    assert found.problems == []
    assert found.open == []


def test_nothing_is_fetched(page):
    for tag, attributes in outline(page).tags:
        for name in ("src", "srcset", "data", "action", "poster"):
            assert not attributes.get(name), (tag, attributes)
        if tag == "link":
            assert attributes["href"] == "data:,"
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
    assert "url(" not in style
    assert "@import" not in style


def test_the_policy_of_the_page_forbids_requests(page):
    (policy,) = (
        attributes["content"]
        for tag, attributes in outline(page).tags
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'")
    assert "http" not in policy
    assert "connect-src" not in policy


def test_links_stay_inside_or_lead_to_a_source(page):
    found = outline(page)
    ids = {attributes["id"] for _, attributes in found.tags if "id" in attributes}
    assert len(ids) == sum("id" in attributes for _, attributes in found.tags)
    for tag, attributes in found.tags:
        if tag == "a":
            target = attributes["href"]
            assert target.startswith("https://doi.org/") or target[1:] in ids, target


def test_headings_step_down_one_by_one(page):
    levels = [int(tag[1]) for tag, _ in outline(page).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_pictures_and_plots_have_words(page):
    found = outline(page)
    drawings = [a for tag, a in found.tags if tag == "div" and "drawing" in (a.get("class") or "")]
    assert len(drawings) == 3
    assert all(a["role"] == "img" and a["aria-label"] for a in drawings)
    assert "<desc" in page
    assert ("html", {"lang": "en"}) in found.tags


def test_the_plots_are_there_as_data(page):
    text = re.search(r'<script type="application/json" id="plots">(.*?)</script>', page)[1]
    plots = json.loads(text)
    assert set(plots) == {"contact-0-profile", "windows", "gas-bars"}
    assert all({"data", "layout"} == set(plot) for plot in plots.values())


def test_numbers_are_readable_without_script(page):
    words = " ".join(" ".join(outline(page).text).split())
    for number in ("456 cm³/g", "−502 meV/atom", "1.71", "2.01"):
        assert number in words
    assert "density of the binder is missing" in words


def test_hostile_text_stays_text(hostile_dossier):
    page = dossier_html(hostile_dossier)
    found = outline(page)
    assert found.problems == []
    assert not any(tag == "img" for tag, _ in found.tags)
    scripts = [a for tag, a in found.tags if tag == "script"]
    assert len(scripts) == 3
    assert "onerror" in " ".join(found.text)
    data = re.search(r'id="plots">(.*?)</script>', page)[1]
    assert "<" not in data
    assert json.loads(data)


def test_a_dossier_without_plots_carries_no_script(fake_dossier):
    dossier = fake_dossier
    bare = replace(
        dossier, sections=tuple(replace(section, plots=()) for section in dossier.sections)
    )
    page = dossier_html(bare)
    assert len(page) < 200_000
    assert "Plotly" not in page


def test_unknown_has_its_own_colour_and_sign():
    assert len(set(STROKE.values())) == len(set(TINT.values())) == len(Severity)
    assert len(set(GLYPH.values())) == len(set(WORD.values())) == len(Severity)
    for colour in (STROKE[Severity.UNKNOWN], TINT[Severity.UNKNOWN], NOT_ASSESSED):
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        assert green <= max(red, blue)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255.0 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("severity", list(Severity))
def test_contrast_is_enough_to_read(severity):
    white = (1.0 + 0.05) / (luminance(STROKE[severity]) + 0.05)
    ink = (luminance(TINT[severity]) + 0.05) / (luminance("#1f2933") + 0.05)
    sign = (luminance(TINT[severity]) + 0.05) / (luminance(STROKE[severity]) + 0.05)
    assert min(white, ink) >= 4.5
    assert sign >= 3.0


@pytest.mark.parametrize("text", ["</script>", "<!--", "a & b", "\u2028", "\u2029"])
def test_json_cannot_leave_its_script(text):
    made = safe_json({"name": text})
    assert json.loads(made) == {"name": text}
    assert not set(made) & set("<>&\u2028\u2029")


def test_json_for_the_page_refuses_nan():
    with pytest.raises(ValueError, match="JSON"):
        safe_json({"x": float("nan")})


def test_the_picture_is_well_formed(fake_dossier, hostile_dossier):
    for dossier in (fake_dossier, hostile_dossier):
        tree = ElementTree.fromstring(layers_svg(dossier))
        texts = "".join(tree.itertext())
        assert "NCM811" in texts
        assert "not assessed" in texts
        targets = [a.get("href") for a in tree.iter() if a.tag.endswith("}a")]
        assert "#material-electrolyte-0" in targets
        assert "#contact-0" in targets


def test_the_picture_shows_unknown_and_unassessed_apart(fake_dossier):
    svg = layers_svg(fake_dossier)
    assert NOT_ASSESSED in svg
    assert TINT[Severity.DANGER] in svg
    assert TINT[Severity.OK] not in svg
