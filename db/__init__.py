"""What we know: the archive's tables, and every read and write of them. Nothing here knows how a page was fetched."""
