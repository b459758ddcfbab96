"""The files that methods add to the run folder, such as a script that repeats an analysis elsewhere."""

from __future__ import annotations

from collections.abc import Collection

from casecompare.methods import Comparison
from casecompare.report.text import slug

__all__ = ["further_files"]


def further_files(comparison: Comparison, taken: Collection[str]) -> dict[str, bytes]:
    """Give the content of each method's files by its name in the run folder.

    Parameters
    ----------
    comparison
        Its results' `files`, whose names the core has checked when the methods returned them.
    taken
        Paths in the run folder that are used already; where a name is taken, the method's name goes in
        front.

    Examples
    --------
    >>> from casecompare.study import Study
    >>> further_files(Comparison(study=Study(name="s")), ["report.html"])
    {}
    """
    # Some systems do not tell capitals apart, and a file cannot stand where a folder is.
    used = {path.partition("/")[0].lower() for path in taken}
    files: dict[str, bytes] = {}
    for method, run in comparison.runs.items():
        for name, content in sorted(run.result.files.items()) if run.result is not None else ():
            free = name
            while free.lower() in used:
                free = f"{slug(method)}.{free}"
            used.add(free.lower())
            files[free] = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
    return files
