"""The commands of `broadsheet`. Each imports what it needs when it runs: so help answers at once and the service stays small."""
