"""The commands. Thin: each reads its arguments, calls the library, prints, and gives an exit code.

Exit codes: 0 fine; 1 problems found, or a method failed; 2 wrong use. Heavy imports stand inside the
commands, so that ``casecompare --help`` answers at once.
"""

# Importing a module of commands adds them to the application, in the order in which --help lists them.
from casecompare.cli import runs, studies, replication, plugins  # noqa: F401, I001
from casecompare.cli.application import app, main

__all__ = ["app", "main"]
