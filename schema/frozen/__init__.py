"""The JSON Schema files, one folder per published version. What is here never changes; `schema.freeze` writes them."""
