"""What a plugin gives on an example study, as digests, here and in another process.

Sets of words have another order in every process. ``python -m casecompare.testing.digests`` is started by a
check of the kit with another order than its own.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from casecompare.errors import CasecompareError
from casecompare.testing.candidate import Candidate, make_candidate
from casecompare.testing.trial import json_of

__all__ = ["digests", "digests_elsewhere", "place_of"]

_SECONDS = 120.0


def digests(candidate: Candidate, studies: Mapping[str, str]) -> dict[str, str]:
    """Give a digest of everything that each method finds on one of the example studies.

    Parameters
    ----------
    candidate
        The plugin.
    studies
        By method the name of the study; only methods that have a result on it are digested.

    Examples
    --------
    >>> found = digests(make_candidate("agreement"), {"agreement": "coders"})
    >>> list(found), len(found["agreement"])
    (['agreement'], 64)
    """
    trials = {
        method.name: candidate.trial(method, studies[method.name])
        for method in candidate.methods
        if method.name in studies
    }
    return {
        name: hashlib.sha256(json_of(trial)).hexdigest()
        for name, trial in trials.items()
        if trial.result is not None
    }


def place_of(candidate: Candidate) -> str:
    """Give what another process finds the plugin by: its project, its file or its name; empty if nothing."""
    found = candidate.loaded.found
    if candidate.project is not None and candidate.project.folder is not None:
        return str(candidate.project.folder.absolute())
    if found.origin == "file":
        return found.path and str(Path(found.path).absolute())
    return found.name if found.distribution else ""


def digests_elsewhere(candidate: Candidate, studies: Mapping[str, str]) -> dict[str, str]:
    """Give the digests that another process gets, in which sets have another order.

    Raises
    ------
    CasecompareError
        if that process does not end well.
    """
    asked = {"plugin": place_of(candidate), "studies": dict(studies),
             "options": {name: dict(held) for name, held in candidate.options.items()}}  # fmt: skip
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    done = subprocess.run(
        [sys.executable, "-m", "casecompare.testing.digests"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=_SECONDS,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
    )
    if done.returncode:
        raise CasecompareError(done.stderr.strip().rpartition("\n")[2] or "the other process failed")
    found = json.loads(done.stdout.splitlines()[-1])
    return {str(name): str(digest) for name, digest in found.items()}


def main() -> None:
    """Read what is asked from the standard input, and print the digests as JSON."""
    asked = json.load(sys.stdin)
    place = asked["plugin"]
    plugin = Path(place) if Path(place).is_absolute() else place
    candidate = make_candidate(plugin, options=asked["options"])
    sys.stdout.write(json.dumps(digests(candidate, asked["studies"])) + "\n")


if __name__ == "__main__":
    main()
