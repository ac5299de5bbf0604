"""Making annotations: who says what about a step, who may, and who checks it."""
