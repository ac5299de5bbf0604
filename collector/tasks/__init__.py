"""Tasks from a world's ground truth."""

from embrace3k.collector.tasks.allocation import allocate
from embrace3k.collector.tasks.generator import generate_tasks
from embrace3k.collector.tasks.red_car import red_car_task

__all__ = ["allocate", "generate_tasks", "red_car_task"]
