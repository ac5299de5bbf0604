"""Models of things, one module for each place they come from; meshes alone, which know nothing of worlds."""
