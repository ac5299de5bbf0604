"""Making annotations: who says what about a step. For now, template drafts."""
