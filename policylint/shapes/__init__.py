"""What a datasheet, a use declaration, a waiver file, a config and a report may hold."""
