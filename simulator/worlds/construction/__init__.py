"""What families are built with: sites, walls, roofs, grounds and stairs, in metres east and north."""
