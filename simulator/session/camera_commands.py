"""`/cameras` and `/camera/i/…`: poses, lenses and pictures."""

from functools import partial

import cv2
import numpy as np

from embrace3k.schema.poses import Pose, wrap_deg
from embrace3k.simulator.dispatcher import OK, CommandError, Dispatcher, Reply
from embrace3k.simulator.images import Pixels, bmp_reply, npy_reply, paint_mask, paint_normals, png_reply
from embrace3k.simulator.picture_format import (
    LARGEST_PICTURE_PX,
    NARROWEST_FOV_DEG,
    SMALLEST_PICTURE_PX,
    WIDEST_FOV_DEG,
)
from embrace3k.simulator.session.cameras import Camera
from embrace3k.simulator.session.stage import Stage
from embrace3k.simulator.session.text import location, rotation
from embrace3k.simulator.worlds.sweep import swept

ACCEPTED, REFUSED = "Accepted, changes nothing", "Refused"
_VIEW_MODES = ("lit", "normal", "depth", "object_mask")
_OPTIONS = {
    "lit_source": ("lit source", ("ldr", "ftc_hdr", "fc_hdr", "sc_hdr", "scna_hdr")),
    "exposure_method": ("exposure method", ("histogram", "basic", "manual")),
    "reflection": ("reflection method", ("none", "lumen", "screen_space")),
    "illumination": ("global illumination method", ("none", "lumen", "screen_space", "plugin")),
    "projection_type": ("camera mode", ("perspective",)),
}
"""How Unreal calls each, and the words that are taken: here all of them draw the same picture."""
_PAWN_RADIUS_CM = 35.0
"""That of the ball which Unreal's default pawn is."""
_MOST_STOPS = 15.0
_DISPLAY_GAMMA = 2.2


class CameraCommands:
    def __init__(self, stage: Stage, dispatcher: Dispatcher) -> None:
        self._stage = stage
        at = "/camera/[uint]"
        for template, help_line, handler in (
            ("vget /cameras", "Names of the cameras; a camera's id is its place in the list", self.names),
            ("vset /cameras/spawn", "Add a free camera", self.spawn),
            (f"vget {at}/location", "x y z in cm", self.get_location),
            (f"vset {at}/location [float] [float] [float]", "Move the camera to x y z", self.set_location),
            (f"vget {at}/rotation", "pitch yaw roll in degrees", self.get_rotation),
            (f"vset {at}/rotation [float] [float] [float]", "Turn the camera to pitch yaw roll", self.set_rotation),
            (f"vget {at}/fov", "Horizontal field of view in degrees", self.get_fov),
            (f"vset {at}/fov [float]", "Set the horizontal field of view", self.set_fov),
            (f"vget {at}/size", "Width and height in pixels", self.get_size),
            (f"vset {at}/size [uint] [uint]", "Set width and height", self.set_size),
            (
                f"vset {at}/moveto [float] [float] [float]",
                "Move camera 0 to x y z, up to what is in the way",
                self.move_to,
            ),
            (f"vget {at}/lit [str]", "The picture: png or bmp", self.lit),
            (f"vget {at}/object_mask [str]", "One flat colour per object: png or bmp", self.object_mask),
            (f"vget {at}/seg [str]", "The same as object_mask", self.object_mask),
            (f"vget {at}/normal [str]", "Normals in world axes: png or bmp", self.normal),
            (f"vget {at}/depth [str]", "Planar depth in cm: npy", self.depth),
            (f"vset {at}/exposure_bias [float]", "Make lit 2^bias times as bright", self.set_exposure_bias),
            (f"vset {at}/auto_speed [float] [float]", ACCEPTED, self.accept),
            (f"vset {at}/auto_brightness [float] [float]", ACCEPTED, self.accept),
            (f"vset {at}/physical_exposure [uint]", ACCEPTED, self.accept),
            (f"vset {at}/motion_blur [float] [float] [float] [uint]", ACCEPTED, self.accept),
            (f"vset {at}/focal [float] [float]", ACCEPTED, self.accept),
            (f"vset {at}/ortho_width [float]", f"{REFUSED}: no camera here is orthographic", self.refuse),
            ("vget /viewmode", "The view mode that was set, lit at first", lambda: self._stage.view_mode),
            ("vset /viewmode [str]", f"One of {', '.join(_VIEW_MODES)}: kept, changes nothing", self.set_view_mode),
            ("vget /screenshot [str]", f"{REFUSED}: the word is a file for the server to write", self.screenshot),
        ):
            dispatcher.register(template, help_line, handler)
        for setting, (_, options) in _OPTIONS.items():
            help_line = f"{ACCEPTED}. One of {', '.join(options)}"
            dispatcher.register(f"vset {at}/{setting} [str]", help_line, partial(self.choose, setting))

    def names(self) -> Reply:
        return "".join(f"{camera.name} " for camera in self._stage.cameras)

    def spawn(self) -> Reply:
        return self._stage.spawn_camera().name

    def get_location(self, camera_id: int) -> Reply:
        return location(self._stage.camera_pose(self._camera(camera_id)))

    def set_location(self, camera_id: int, x_cm: float, y_cm: float, z_cm: float) -> Reply:
        pose = self._stage.camera_pose(self._camera(camera_id))
        return self._put(camera_id, pose._replace(x_cm=x_cm, y_cm=y_cm, z_cm=z_cm))

    def get_rotation(self, camera_id: int) -> Reply:
        return rotation(self._stage.camera_pose(self._camera(camera_id)))

    def set_rotation(self, camera_id: int, pitch_deg: float, yaw_deg: float, roll_deg: float) -> Reply:
        pose = self._stage.camera_pose(self._camera(camera_id))
        angles = {"pitch_deg": wrap_deg(pitch_deg), "yaw_deg": wrap_deg(yaw_deg), "roll_deg": wrap_deg(roll_deg)}
        return self._put(camera_id, pose._replace(**angles))

    def get_fov(self, camera_id: int) -> Reply:
        return f"{self._camera(camera_id).fov_deg:f}"

    def set_fov(self, camera_id: int, fov_deg: float) -> Reply:
        if not NARROWEST_FOV_DEG <= fov_deg <= WIDEST_FOV_DEG:
            raise CommandError("Argument Invalid")
        self._camera(camera_id, "Argument Invalid").fov_deg = fov_deg
        return OK

    def get_size(self, camera_id: int) -> Reply:
        camera = self._camera(camera_id, "Argument Invalid")
        return f"{camera.width_px} {camera.height_px}"

    def set_size(self, camera_id: int, width_px: int, height_px: int) -> Reply:
        if not all(SMALLEST_PICTURE_PX <= side <= LARGEST_PICTURE_PX for side in (width_px, height_px)):
            raise CommandError("Argument Invalid")
        camera = self._camera(camera_id, "Argument Invalid")
        camera.width_px, camera.height_px = width_px, height_px
        return OK

    def lit(self, camera_id: int, file_type: str) -> Reply:
        camera = self._camera(camera_id)
        buffer, pixels = self._picture(camera, file_type)
        rgb = self._stage.view(camera, "rgb").rgb
        assert rgb is not None
        if camera.exposure_bias:
            rgb = exposed(rgb, camera.exposure_bias)
        cv2.cvtColor(rgb, cv2.COLOR_RGB2BGRA, dst=pixels)
        return buffer if file_type == "bmp" else png_reply(pixels)

    def object_mask(self, camera_id: int, file_type: str) -> Reply:
        camera = self._camera(camera_id)
        buffer, pixels = self._picture(camera, file_type)
        mask = self._stage.view(camera, "mask").mask
        assert mask is not None
        paint_mask(mask, self._stage.mask_colours(), pixels)
        return buffer if file_type == "bmp" else png_reply(pixels)

    def depth(self, camera_id: int, file_type: str) -> Reply:
        camera = self._camera(camera_id)
        if file_type != "npy":
            raise CommandError(f"Invalid filename type, filename {file_type}")
        depth_cm = self._stage.view(camera, "depth").depth_cm
        assert depth_cm is not None
        return npy_reply(depth_cm)

    def normal(self, camera_id: int, file_type: str) -> Reply:
        camera = self._camera(camera_id)
        buffer, pixels = self._picture(camera, file_type)
        normals = self._stage.view(camera, "normals").normals
        assert normals is not None
        paint_normals(normals, pixels)
        return buffer if file_type == "bmp" else png_reply(pixels)

    def move_to(self, camera_id: int, x_cm: float, y_cm: float, z_cm: float) -> Reply:
        """Camera 0 is the pawn's, and a pawn alone has a body that meets things."""
        if camera_id != 0:
            raise CommandError("MoveTo only supports the player camera with id 0")
        start = self._stage.camera_pose(self._camera(0))
        motion, state = self._stage.level.motion, self._stage.state
        world = motion.world
        things = [motion.footprint(thing.name, state) for thing in world.objects if thing.solid]
        end = swept(start[:3], (x_cm, y_cm, z_cm), _PAWN_RADIUS_CM, [*world.solids, *things], world.ground_cm)
        return self.set_location(0, *end)

    def set_exposure_bias(self, camera_id: int, stops: float) -> Reply:
        camera = self._camera(camera_id, "Argument Invalid")
        camera.exposure_bias = min(max(stops, -_MOST_STOPS), _MOST_STOPS)
        return OK

    def choose(self, setting: str, camera_id: int, word: str) -> Reply:
        self._camera(camera_id, "Argument Invalid")
        what, options = _OPTIONS[setting]
        if word.lower() not in options:
            raise CommandError(f"Can not support {what} {word}, available options are {', '.join(options)}")
        return OK

    def accept(self, camera_id: int, *_values: float) -> Reply:
        self._camera(camera_id, "Argument Invalid")
        return OK

    def refuse(self, *_values: float) -> Reply:
        raise CommandError("Argument Invalid")

    def set_view_mode(self, mode: str) -> Reply:
        if mode not in _VIEW_MODES:
            raise CommandError(f"Can not set ViewMode to {mode}")
        self._stage.view_mode = mode
        return OK

    def screenshot(self, filename: str) -> Reply:
        raise CommandError(f"Invalid filename type, filename {filename}")

    def _camera(self, camera_id: int, otherwise: str = "Invalid sensor id") -> Camera:
        if camera_id >= len(self._stage.cameras):
            raise CommandError(otherwise)
        return self._stage.cameras[camera_id]

    def _put(self, camera_id: int, pose: Pose) -> Reply:
        self._stage.cameras[camera_id].put(pose, self._stage.head_view())
        return OK

    @staticmethod
    def _picture(camera: Camera, file_type: str) -> tuple[bytearray, Pixels]:
        """Any other word would be a file for the server to write, as a real one does. This one never writes."""
        if file_type not in ("png", "bmp"):
            raise CommandError(f"Invalid filename type, filename {file_type}")
        return bmp_reply(camera.width_px, camera.height_px)


def exposed(picture: Pixels, stops: float) -> Pixels:
    """A picture as the eye would have it with 2^stops times the light; what is too bright for that turns white."""
    light = (np.arange(256) / 255) ** _DISPLAY_GAMMA * 2.0**stops
    table = np.rint(255 * np.minimum(light, 1) ** (1 / _DISPLAY_GAMMA)).astype(np.uint8)
    return np.asarray(cv2.LUT(picture, table), np.uint8)
