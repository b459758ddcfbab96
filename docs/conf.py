"""How Sphinx builds these pages: ``sphinx-build -W -b html docs docs/_build``."""

from importlib.metadata import version as version_of

project = "casecompare"
author = "The casecompare contributors"
copyright = "2026, The casecompare contributors"  # noqa: A001 - the name that Sphinx asks for
version = release = version_of("casecompare")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"casecompare {version}"
myst_heading_anchors = 3

default_role = "py:obj"  # `names` in docstrings become links where there is something to link to
python_use_unqualified_type_names = True
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
autodoc_member_order = "bysource"
napoleon_google_docstring = False
napoleon_use_rtype = False
