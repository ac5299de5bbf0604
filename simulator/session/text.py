"""Numbers as UnrealCV writes them."""

from embrace3k.schema.poses import Pose, wrap_deg


def numbers(*values: float) -> str:
    """Three decimals, and no minus before a zero."""
    return " ".join(f"{round(value, 3) + 0.0:.3f}" for value in values)


def digit(yes: bool) -> str:
    """Clients look for the first of the two in a reply."""
    return "1" if yes else "0"


def location(pose: Pose) -> str:
    return numbers(pose.x_cm, pose.y_cm, pose.z_cm)


def rotation(pose: Pose) -> str:
    """Wire order: pitch yaw roll."""
    return numbers(*(wrap_deg(round(angle, 3)) for angle in (pose.pitch_deg, pose.yaw_deg, pose.roll_deg)))


def rounded(pose: Pose) -> Pose:
    """As the wire says it, so that a pose read in JSON equals one read as text."""
    return Pose(*(round(value, 3) + 0.0 for value in pose))
