"""Outlets without feed or sitemap whose front pages are as hard to read as real ones, in seven languages and five scripts."""
