"""Is what the demo models draw what was asked for?"""
