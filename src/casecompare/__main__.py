"""``python -m casecompare`` is the command ``casecompare``."""

from casecompare.cli import main

main()
