"""The commands of `broadsheet`. Each imports what it needs when it runs: help and completion answer at once, and the service stays small."""
