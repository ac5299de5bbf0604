"""The HTTP application: composes the rooms' routers, and does what is the same for every request."""
