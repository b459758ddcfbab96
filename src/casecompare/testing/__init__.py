"""The kit for those who write methods: small studies in memory, and a method run on its own."""

from casecompare.testing.studies import make_study, run_alone

__all__ = ["make_study", "run_alone"]
