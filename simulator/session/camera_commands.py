"""`/cameras` and `/camera/i/…`: poses, lenses and pictures."""

import cv2

from embrace3k.schema.poses import Pose, wrap_deg
from embrace3k.simulator.dispatcher import OK, CommandError, Dispatcher, Reply
from embrace3k.simulator.images import Pixels, bmp_reply, npy_reply, paint_mask, png_reply
from embrace3k.simulator.picture_format import (
    LARGEST_PICTURE_PX,
    NARROWEST_FOV_DEG,
    SMALLEST_PICTURE_PX,
    WIDEST_FOV_DEG,
)
from embrace3k.simulator.session.cameras import Camera
from embrace3k.simulator.session.stage import Stage
from embrace3k.simulator.session.text import location, rotation


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
            (f"vget {at}/lit [str]", "The picture: png or bmp", self.lit),
            (f"vget {at}/object_mask [str]", "One flat colour per object: png or bmp", self.object_mask),
            (f"vget {at}/seg [str]", "The same as object_mask", self.object_mask),
            (f"vget {at}/depth [str]", "Planar depth in cm: npy", self.depth),
            (f"vset {at}/lit_source [str]", "Accepted: pictures are always tone-mapped", self.accept),
            (f"vset {at}/exposure_bias [float]", "Accepted: exposure is set by the picture alone", self.accept),
            (f"vset {at}/exposure_method [str]", "Accepted", self.accept),
            (f"vset {at}/reflection [str]", "Accepted", self.accept),
            (f"vset {at}/illumination [str]", "Accepted", self.accept),
        ):
            dispatcher.register(template, help_line, handler)

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

    def accept(self, camera_id: int, _value: str | float) -> Reply:
        self._camera(camera_id)
        return OK

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
