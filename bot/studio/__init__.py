"""Use cases: what a person does with Egaku, without Discord. Every call takes the viewer."""
