"""The shelf of commands: one verb per file, from options to an exit code."""
