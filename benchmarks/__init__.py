"""Measurements: ratios side by side in one run, and quality. Never run by the tests."""
