"""The parts of the report, one module each: from a comparison to blocks of content."""
