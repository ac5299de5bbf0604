"""World families: each module has `NAME`, `SUMMARY` and `build(seed)`."""
