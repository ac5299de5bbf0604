"""Light, baked once per world: sun, sky, lamps and three bounces, stored as 8-bit numbers."""
