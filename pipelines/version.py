"""The extractor's version and the tagger's, apart from both: what stores articles need not load what makes them."""

EXTRACTOR_VERSION = 3  # raised with every change that gives other articles; stored with each
TAGGER_VERSION = 2  # raised with every change that gives the same articles other topics
