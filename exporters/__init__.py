"""Making releases and exports from one snapshot of the records."""
