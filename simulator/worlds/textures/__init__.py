"""Recipes of textures: each module has `RECIPES`, a painter and a size in pixels per material."""
