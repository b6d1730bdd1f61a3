"""Sets: each builds the props of one kind of place, back to front."""
