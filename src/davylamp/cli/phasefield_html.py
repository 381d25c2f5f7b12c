"""A phase-field run as one HTML page that asks nothing of the outside."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from davylamp import __version__

if TYPE_CHECKING:
    from jinja2 import FileSystemLoader

__all__ = ["phasefield_html"]

_TEMPLATES: Final = Path(__file__).parent / "templates"


def phasefield_html(folder: Path) -> str:
    """Return the page of the run in a folder.

    Raises
    ------
    UnreadableFileError
        If the folder holds no run.
    InputError
        If the run has kept nothing yet.
    MissingDatumError
        If the plotly package, whose script draws the plots, is not complete.
    """
    from markupsafe import Markup

    from davylamp.dendrites.phasefield import open_run
    from davylamp.dossier.figures import plotly_figure
    from davylamp.dossier.html import page_environment, page_plots, page_style, safe_json
    from davylamp.dossier.phase_field import phase_field_panel
    from davylamp.store.load import load_sources

    run, panel = open_run(folder), phase_field_panel(folder)
    nx, ny = run.cells
    size = f"{nx} cells" if ny == 1 else f"{nx} × {ny} cells"
    environment = page_environment(_TEMPLATES)
    shared = _shared()
    environment.loader = _loader(shared)
    known = load_sources()
    page = environment.get_template("phasefield.html.j2")
    # What goes in unescaped is this package's own, or made safe where it is built.
    return page.render(
        version=run.manifest["davylamp"] or __version__,
        panel=panel,
        description=run.manifest["description"],
        digest=run.manifest["sha256"],
        grid=f"{size} of {run.spacing_um:g} µm",
        wall=_wall(run.manifest["wall_s"]),
        tables=(("The run", panel.entries), ("What went in", panel.parameters)),
        sources={key: f"{known[key].short} ({known[key].identifier})" for key in known},
        fields=Markup(safe_json([panel.fields])),
        fields_style=Markup((shared / "fields.css").read_text("utf-8")),
        fields_script=Markup((shared / "fields.js").read_text("utf-8")),
        style=page_style(),
        **page_plots({plot.id: plotly_figure(plot) for plot in panel.plots} or {"": {}}),
    )


def _wall(seconds: float) -> str:
    return f"{seconds:.3g} s" if seconds < 600.0 else f"{seconds / 60.0:.3g} min"


def _shared() -> Path:
    from davylamp.dossier import html

    return Path(html.__file__).parent / "templates"


def _loader(shared: Path) -> FileSystemLoader:
    from jinja2 import FileSystemLoader

    return FileSystemLoader([_TEMPLATES, shared])
