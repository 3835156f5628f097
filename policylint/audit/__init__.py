"""What lies on disk and in lists, and which of it advisories are about: by name, by hash, by coordinate."""
