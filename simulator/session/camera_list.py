"""The cameras of a level in the order of their ids: the pawn's, the character's, those of things and free ones."""

from collections.abc import Iterator
from itertools import count

from embrace3k.schema.poses import Pose
from embrace3k.simulator.dispatcher import CommandError
from embrace3k.simulator.picture_format import PictureFormat
from embrace3k.simulator.session.cameras import LEVEL, Camera

PAWN_CAMERA, PAWN_CAMERA_Z_CM = "pawn_camera", 2000.0
_MOST_SPAWNED = 64


class CameraList:
    """A camera's place is its id. Those behind one that goes move down by one, as in Unreal."""

    def __init__(self, picture: PictureFormat, start: Pose | None = None) -> None:
        """`start` is where the world begins: the pawn's camera hangs over it. Without a world there is no camera."""
        self._picture = picture
        self._cameras = [self._new(PAWN_CAMERA, start._replace(z_cm=PAWN_CAMERA_Z_CM))] if start else []
        self._character_id: int | None = None
        """The id that the level's first character got, and every one after it gets."""

    def __len__(self) -> int:
        return len(self._cameras)

    def __getitem__(self, camera_id: int) -> Camera:
        return self._cameras[camera_id]

    def __iter__(self) -> Iterator[Camera]:
        return iter(self._cameras)

    def spawn(self, pose: Pose) -> Camera:
        """A free one. Raises CommandError where there are too many."""
        taken = {camera.name for camera in self._cameras}
        name = next(name for number in count(len(taken)) if (name := f"camera_{number}") not in taken)
        spawned = sum(camera.spawned for camera in self._cameras)
        if spawned == _MOST_SPAWNED:
            raise CommandError(f"Failed to spawn {name}, {spawned} cameras were spawned already.")
        camera = self._new(name, pose)
        camera.spawned = True
        self._cameras.append(camera)
        return camera

    def destroy(self, name: str) -> None:
        """One that was spawned. Raises CommandError for any other name."""
        for camera in self._cameras:
            if camera.spawned and camera.name == name:
                self.remove(camera)
                return
        raise CommandError("Cannot find object")

    def add(self, name: str) -> Camera:
        """One that belongs to a thing."""
        camera = self._new(name)
        self._cameras.append(camera)
        return camera

    def mount(self, name: str) -> None:
        """The character's comes last, or where the one before had its own: cameras from there on move up by one."""
        if self._character_id is None:
            self._character_id = len(self._cameras)
        self._cameras.insert(self._character_id, self._new(name, mounted=True))

    def unmount(self) -> None:
        self._cameras = [camera for camera in self._cameras if not camera.mounted]

    def remove(self, camera: Camera) -> None:
        camera_id = next(number for number, each in enumerate(self._cameras) if each is camera)
        del self._cameras[camera_id]
        if self._character_id is not None and camera_id < self._character_id:
            self._character_id -= 1

    def _new(self, name: str, pose: Pose = LEVEL, *, mounted: bool = False) -> Camera:
        return Camera(name, *self._picture, pose, mounted)
