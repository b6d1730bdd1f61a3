"""What a clip sounds like: air and things, steps and doors, a score, voices, and the level of it all."""
