"""A dossier as one HTML file that asks nothing of the outside: styles, plots and script inside."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from davylamp.core.errors import MissingDatumError
from davylamp.dossier.figures import plotly_figure
from davylamp.dossier.findings import Dossier
from davylamp.dossier.formulas import split_formulas
from davylamp.dossier.layers import layers_svg
from davylamp.dossier.numbers import number, pretty_unit, quantity
from davylamp.dossier.palette import GLYPH, STROKE, TINT, WORD
from davylamp.dossier.severity import Hazard, Moment, Severity

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

__all__ = [
    "dossier_html",
    "page_environment",
    "page_plots",
    "page_style",
    "plotly_script",
    "safe_json",
]

_TEMPLATES: Final = Path(__file__).parent / "templates"
_GROUPS: Final = (
    ("contacts", "Contacts", "What happens where two materials touch, from anode to cathode."),
    ("materials", "Materials", "What each material does by itself, in the cell and in the air."),
    ("cell", "The cell as a whole", "Figures that follow from the design."),
)


def dossier_html(dossier: Dossier) -> str:
    """Return the page of a dossier.

    Raises
    ------
    MissingDatumError
        If the plotly package, whose script draws the plots, is not complete.
    """
    from markupsafe import Markup

    plots = {plot.id: plotly_figure(plot) for section in dossier.sections for plot in section.plots}
    page = page_environment().get_template("dossier.html.j2")
    # What goes in unescaped is this package's own, or made safe where it is built.
    return page.render(
        dossier=dossier,
        groups=[
            (group, title, lead, [item for item in dossier.sections if item.group == group])
            for group, title, lead in _GROUPS
        ],
        hazards=list(Hazard),
        moments=list(Moment),
        numbers={reference.key: at for at, reference in enumerate(dossier.references, start=1)},
        picture=Markup(layers_svg(dossier)),
        style=page_style(),
        **page_plots(plots),
        cell_text=json.dumps(dossier.cell, indent=2, ensure_ascii=False),
        fields=Markup(safe_json([panel.fields for panel in dossier.runs.values()])),
        fields_style=Markup(_template("fields.css") if dossier.runs else ""),
        fields_script=Markup(_template("fields.js") if dossier.runs else ""),
    )


def _template(name: str) -> str:
    return (_TEMPLATES / name).read_text("utf-8")


def page_style() -> Markup:
    """Return the style of a page, this package's own."""
    from markupsafe import Markup

    return Markup(_template("style.css") + _severity_css())


def page_plots(plots: Mapping[str, Any]) -> dict[str, Markup]:
    """Return what a page needs to draw its plots by their id; no plotly.js where there are none.

    Raises
    ------
    MissingDatumError
        If the plotly package, whose script draws the plots, is not complete.
    """
    from markupsafe import Markup

    return {
        "script": Markup(_template("plots.js")),
        "plotly": Markup(plotly_script() if plots else ""),
        "plots": Markup(safe_json(plots)),
    }


def safe_json(value: Any) -> str:
    """Return JSON that is safe inside a script element of a page.

    Examples
    --------
    >>> "</script>" in safe_json({"name": "</script>"})
    False
    """
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def page_environment(templates: Path = _TEMPLATES) -> Environment:
    """Return the templates of a folder with the filters that pages use."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(number=number, quantity=quantity, unit=pretty_unit, chem=_chem)
    environment.globals.update(glyph=GLYPH, word=WORD, severities=list(Severity))
    return environment


def _chem(text: str) -> Markup:
    """Return text for a page, escaped, the numbers of chemical formulas set as subscripts."""
    from markupsafe import Markup, escape

    pieces = (
        Markup("<sub>{}</sub>").format(piece) if lowered else escape(piece)
        for piece, lowered in split_formulas(text)
    )
    return Markup("").join(pieces)


def _severity_css() -> str:
    return "".join(
        f".s-{severity.value}{{--tint:{TINT[severity]};--stroke:{STROKE[severity]}}}\n"
        for severity in Severity
    )


def plotly_script() -> str:
    """Return plotly.js from the installed package, safe inside a script element.

    Raises
    ------
    MissingDatumError
        If the plotly package is not complete.
    """
    # The package itself is not imported: only its script is wanted, and importing takes longer.
    spec = find_spec("plotly")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder) / "package_data" / "plotly.min.js"
        if path.is_file():
            return path.read_text("utf-8").replace("</script", "<\\/script")
    raise MissingDatumError(
        "the plotly package does not hold plotly.min.js", remedy="install plotly again"
    )
