"""An optional language model: text in, JSON of a given shape out. It knows nothing of what it is asked about."""
