"""The extractor's version, apart from the extractor: what stores articles need not load what makes them."""

EXTRACTOR_VERSION = 2  # raised with every change that gives other articles; stored with each
