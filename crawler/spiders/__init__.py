"""The one spider for all outlets."""
