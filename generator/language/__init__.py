"""Optional models of words: a language model (JSON of a given shape out) and a translation model (English out).

They know nothing of what they are asked about.
"""
