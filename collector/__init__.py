"""Making trajectories: tasks, drivers, the closed loop, the journal, evidence."""
