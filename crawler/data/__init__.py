"""Files that the crawler ships with: the outlets.toml that `broadsheet init` writes."""
