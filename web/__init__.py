"""The HTTP application and the browser UI. Nothing here yet."""
