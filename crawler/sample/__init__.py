"""Fictional outlets, bundled: what the demo crawls, what the tests compare with, and the local server that plays them."""
