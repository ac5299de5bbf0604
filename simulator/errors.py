"""Errors of the simulator room."""

from embrace3k.schema.errors import EmbraceError


class SimulatorError(EmbraceError):
    """The simulator answered, and the answer was an error or not what the protocol promises."""


class SimulatorLost(SimulatorError):
    """The connection or the simulator process is gone; the step in flight did not happen for sure."""


class WorldNotFound(SimulatorError):
    """No such world family or map."""


class WireBroken(SimulatorError):
    """The bytes are no UnrealCV frames; nothing after them can be trusted, so the connection ends."""
