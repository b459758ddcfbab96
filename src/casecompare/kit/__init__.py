"""The start of a plugin: a complete project, written for its author to change."""

from casecompare.kit.new_plugin import next_commands, write_plugin

__all__ = ["next_commands", "write_plugin"]
