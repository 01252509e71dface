"""``egaku doctor``: looks at everything that Egaku needs, and says of each what was found and what to do."""
