"""A prompt read: its words, what they name, and the list of shots that it asks for."""
