"""Data that the pipeline needs at run time: the topic vocabulary and one lexicon a language, read with importlib.resources."""
