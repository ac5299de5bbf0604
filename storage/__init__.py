"""Where records and frames live: database tables, object stores, and the check that everything is whole."""
