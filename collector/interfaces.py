"""Who drives the closed loop."""

from typing import Protocol

from embrace3k.schema.actions import Action
from embrace3k.schema.tasks import Task
from embrace3k.schema.trajectories import Driver as DriverFacts
from embrace3k.simulator.interfaces import Observation


class Driver(Protocol):
    """Chooses the actions of one episode after another: an oracle, a script, a person or an agent."""

    def facts(self) -> DriverFacts:
        """Who decides: recorded with every trajectory, and part of its id."""

    def begin(self, task: Task) -> None:
        """A new episode starts; nothing of the one before may carry over."""

    def decide(self, index: int, observation: Observation) -> Action | None:
        """The action for step `index`, or None to stop without Finish.

        After a resume the first call comes with the first index that is not recorded yet.
        """
