"""Which passages are read, in which order their sentences come, and whether the first one answers."""
