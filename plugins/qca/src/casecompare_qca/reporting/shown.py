"""How further results show themselves in a notebook: as they print, or as a table where they are one."""

from __future__ import annotations

from html import escape

import pandas as pd

__all__ = ["ShownInNotebook"]

_MOST_ROWS = 100


class ShownInNotebook:
    """A result that a notebook shows as it prints; one that has no print of its own as its table.

    Examples
    --------
    >>> class Answer(ShownInNotebook):
    ...     def __str__(self) -> str:
    ...         return "A < B"
    >>> Answer()._repr_html_()
    '<pre>A &lt; B</pre>'
    """

    def _repr_html_(self) -> str:
        # A dataclass writes its __repr__ for itself; only a __str__ is written for readers.
        prints = type(self).__str__ is not object.__str__
        frame = None if prints else getattr(self, "to_frame", lambda: None)()
        if not isinstance(frame, pd.DataFrame):
            return f"<pre>{escape(str(self))}</pre>"
        left = len(frame) - _MOST_ROWS
        more = f"<p><small>{left:,} more rows in to_frame()</small></p>" if left > 0 else ""
        shown: str = frame.head(_MOST_ROWS).to_html(escape=True, border=0)
        return f"<div>{shown}{more}</div>"
