"""Data that the pipeline needs at run time: the topic vocabulary, the lexicons and weights of topics, read with importlib.resources."""
