"""How good the extraction is, measured on pages with gold, beside trafilatura's own in the same run."""
