"""What a hand can carry. Origin = centre of the base, front = north (+y), metres.

Small objects are drawn a little larger than life and in clear colours, so that a frame shows what they are from two
metres away. They are lit per vertex, because they move.
"""

from embrace3k.simulator.worlds.mesh import Color, Mesh


def mug(color: Color = (0.15, 0.4, 0.75)) -> Mesh:
    wall = [(0, 0), (0.048, 0), (0.052, 0.006), (0.055, 0.118), (0.053, 0.122), (0.049, 0.12), (0.046, 0.03), (0, 0.03)]
    mesh = Mesh().lathe((0, 0, 0), wall, color=color, segments=24)
    mesh.lathe((0, 0, 0.095), [(0.0485, 0), (0, 0.001)], color=(0.16, 0.09, 0.05), segments=24)
    mesh.rounded_box((0.086, 0, 0.028), (0.016, 0.022, 0.07), 0.007, color=color, rings=2)
    for z in (0.028, 0.082):
        mesh.rounded_box((0.068, 0, z), (0.04, 0.022, 0.016), 0.007, color=color, rings=2)
    return mesh


def apple(color: Color = (0.72, 0.09, 0.07)) -> Mesh:
    skin = [(0, 0.012), (0.022, 0.002), (0.04, 0.01), (0.054, 0.036), (0.058, 0.064), (0.05, 0.092), (0.03, 0.106)]
    mesh = Mesh().lathe((0, 0, 0), [*skin, (0.012, 0.1), (0, 0.092)], color=color, segments=22)
    mesh.cylinder((0, 0, 0.09), 0.004, 0.035, color=(0.28, 0.18, 0.1), segments=6)
    return mesh.rounded_box((0.018, 0, 0.112), (0.034, 0.016, 0.004), 0.002, color=(0.25, 0.5, 0.14), rings=2)


def book(color: Color = (0.15, 0.45, 0.25)) -> Mesh:
    """A closed book lying on its back, spine to the west."""
    mesh = Mesh().box((0, 0, 0), (0.18, 0.25, 0.005), color=color, luxel_m=0)
    mesh.box((0.002, 0, 0.005), (0.17, 0.238, 0.026), color=(0.93, 0.91, 0.84), luxel_m=0, faces="nse")
    mesh.box((0, 0, 0.031), (0.18, 0.25, 0.005), color=color, luxel_m=0)
    mesh.box((-0.087, 0, 0.005), (0.006, 0.25, 0.026), color=color, luxel_m=0, faces="nswe")
    stripe: Color = (0.93, 0.86, 0.62)
    mesh.box((0.01, 0.05, 0.036), (0.1, 0.035, 0.0015), color=stripe, luxel_m=0)
    return mesh.box((0.01, -0.05, 0.036), (0.06, 0.015, 0.0015), color=stripe, luxel_m=0)


def ball(color: Color = (1.0, 0.5, 0.06), radius: float = 0.12) -> Mesh:
    mesh = Mesh().sphere((0, 0, radius), radius, color=color, rings=15, segments=28)
    band = [(radius * 1.004, -radius * 0.09), (radius * 1.004, radius * 0.09)]
    return mesh.lathe((0, 0, radius), band, color=(0.96, 0.95, 0.92), segments=28)


def cardboard_box() -> Mesh:
    mesh = Mesh().box((0, 0, 0), (0.45, 0.35, 0.32), color=(0.74, 0.56, 0.36), luxel_m=0, step_m=0.12)
    tape: Color = (0.87, 0.79, 0.6)
    mesh.box((0, 0, 0.32), (0.06, 0.354, 0.003), color=tape, luxel_m=0, step_m=0.12)
    mesh.box((0, 0, 0.2), (0.06, 0.356, 0.12), color=tape, faces="ns", luxel_m=0, step_m=0.12)
    return mesh.box((0, 0, 0.06), (0.2, 0.354, 0.1), color=(0.94, 0.93, 0.9), faces="n", luxel_m=0)


def bottle(color: Color = (0.12, 0.42, 0.2)) -> Mesh:
    wall = [(0, 0), (0.036, 0), (0.039, 0.008), (0.039, 0.15), (0.03, 0.185), (0.014, 0.215), (0.014, 0.25), (0, 0.25)]
    mesh = Mesh().lathe((0, 0, 0), wall, "glass", color, segments=20)
    mesh.lathe((0, 0, 0.05), [(0.0396, 0), (0.0396, 0.08)], color=(0.95, 0.93, 0.86), segments=20)
    return mesh.cylinder((0, 0, 0.25), 0.016, 0.025, color=(0.8, 0.12, 0.1), segments=14)


def teddy_bear(color: Color = (0.58, 0.38, 0.2)) -> Mesh:
    """Sitting, looking north."""
    mesh = Mesh().sphere((0, 0, 0.11), 0.1, "fabric", color, segments=16, squash=1.1)
    mesh.sphere((0, 0.01, 0.27), 0.08, "fabric", color, segments=16)
    mesh.sphere((0, 0.075, 0.255), 0.035, "fabric", (0.86, 0.72, 0.52), rings=7, segments=12)
    mesh.sphere((0, 0.106, 0.265), 0.012, color=(0.08, 0.06, 0.05), rings=5, segments=8)
    for x in (-1, 1):
        mesh.sphere((x * 0.065, 0, 0.34), 0.03, "fabric", color, rings=7, segments=12)
        mesh.sphere((x * 0.03, 0.078, 0.29), 0.01, color=(0.06, 0.05, 0.05), rings=5, segments=8)
        mesh.sphere((x * 0.065, 0.1, 0.045), 0.045, "fabric", color, rings=7, segments=12)
        mesh.sphere((x * 0.105, 0.045, 0.15), 0.038, "fabric", color, rings=7, segments=12)
    return mesh


def watering_can(color: Color = (0.2, 0.5, 0.34)) -> Mesh:
    """The spout points north."""
    wall = [(0, 0), (0.1, 0), (0.105, 0.01), (0.09, 0.2), (0.08, 0.2), (0.08, 0.17), (0, 0.17)]
    mesh = Mesh().lathe((0, 0, 0), wall, color=color)
    low, high = (0.0, 0.08, 0.06), (0.0, 0.26, 0.22)
    mesh.loft([_ring(low, 0.022), _ring(high, 0.014)], color=color)
    mesh.lathe((0, 0.262, 0.212), [(0.012, 0), (0.036, 0.03), (0, 0.032)], color=color, segments=14)
    mesh.rounded_box((0, -0.14, 0.06), (0.024, 0.02, 0.16), 0.008, color=color, rings=2)
    for z in (0.06, 0.2):
        mesh.rounded_box((0, -0.11, z), (0.024, 0.08, 0.02), 0.008, color=color, rings=2)
    return mesh


def _ring(center: tuple[float, float, float], radius: float) -> list[tuple[float, float, float]]:
    """Counter-clockwise seen from where the spout points."""
    x, y, z = center
    forward, across = 0.7 * radius, radius
    return [(x + radius, y, z), (x, y + forward, z - across), (x - radius, y, z), (x, y - forward, z + across)]
