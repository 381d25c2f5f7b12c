"""Sphinx configuration. The pages need nothing from outside: fonts and scripts are local."""

from __future__ import annotations

import html
from pathlib import Path
from typing import TYPE_CHECKING, Any

import davylamp

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

project = "Davylamp"
author = "The Davylamp authors"
project_copyright = "The Davylamp authors"
version = release = davylamp.__version__

extensions = ["sphinx.ext.autodoc", "sphinx.ext.napoleon", "myst_parser"]
exclude_patterns = ["_build", "_generated"]
html_theme = "furo"
html_title = f"Davylamp {release}"
html_show_sourcelink = False

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
napoleon_google_docstring = False
napoleon_use_rtype = False

# The default renderer loads MathJax from a content network; browsers read MathML by themselves.
html_math_renderer = "mathml"


def _mathml(latex: str, display: str) -> str:
    from latex2mathml.converter import convert

    # The source beside the drawing serves screen readers and whoever copies the equation.
    title = html.escape(latex, quote=True)
    return f'<span title="{title}">{convert(latex, display=display)}</span>'


def _visit_inline(self: HTML5Translator, node: nodes.math) -> None:
    from docutils.nodes import SkipNode

    self.body.append(_mathml(node.astext(), "inline"))
    raise SkipNode


def _visit_block(self: HTML5Translator, node: nodes.math_block) -> None:
    from docutils.nodes import SkipNode

    self.body.append(f'<div class="math">{_mathml(node.astext(), "block")}</div>')
    raise SkipNode


def _write_validation_table(app: Sphinx) -> None:
    """Compute every published case anew, so that the page is never older than the code."""
    from davylamp.validation import all_cases, as_markdown, run_cases

    folder = Path(app.srcdir) / "_generated"
    folder.mkdir(exist_ok=True)
    text = as_markdown(run_cases(all_cases()))
    (folder / "validation_table.md").write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the MathML renderer and the validation table."""
    app.connect("builder-inited", _write_validation_table)
    app.add_html_math_renderer("mathml", (_visit_inline, None), (_visit_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
