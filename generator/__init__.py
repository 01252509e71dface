"""Makes pictures. Knows neither Discord nor the database; importing it imports no torch."""
