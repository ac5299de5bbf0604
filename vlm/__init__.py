"""Talking to a vision-language model. Nothing here yet: drafts come from templates so far."""
