"""A file that is there whole or as it was before: written beside its place, then moved into it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

__all__ = ["write_whole"]


def write_whole(path: Path, content: bytes) -> None:
    """Write a file such that nobody ever finds a part of it, whatever goes wrong.

    Raises
    ------
    OSError
        if the disk refuses; what stood there before is then still there.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_whole(Path(folder) / "a.txt", b"whole")
    ...     [(one.name, one.read_bytes()) for one in Path(folder).iterdir()]
    [('a.txt', b'whole')]
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        # mkstemp makes a file that only its owner can read; this one is made to be shown.
        beside.chmod(0o644)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
