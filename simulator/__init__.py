"""Worlds one can act in, all behind the UnrealCV protocol: the embedded ones, their server, and the client."""
