"""Buttons and dialogs. Every id lives in its custom_id, so that each outlives the process that sent it."""
