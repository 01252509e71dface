"""Rush hour: the engine beside plain pipeline calls, on the same weights."""
