"""Every setting, once: its variable, its default and its help. Nothing else in the project reads the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from embrace3k.simulator.picture_format import PictureFormat


class Setting(NamedTuple):
    variable: str
    default: str
    help: str


HOME = Setting("EMBRACE3K_HOME", "./embrace3k-data", "Folder with everything: database, object store, journals, cache.")
DATABASE_URL = Setting("EMBRACE3K_DATABASE_URL", "", "postgresql://… or sqlite:///…; default: a SQLite file in home.")
STORE_URL = Setting("EMBRACE3K_STORE_URL", "", "s3://bucket/prefix or a folder; default: `store` in the home.")
CACHE_DIR = Setting("EMBRACE3K_CACHE_DIR", "", "Baked light of the embedded worlds; default: `cache` in the home.")
SIMULATOR = Setting(
    "EMBRACE3K_SIMULATOR", "embedded", "`embedded`, or the address of a running one: unrealcv://host:port and others."
)
SCENES = Setting("EMBRACE3K_SCENES", "", "JSON file with what each Unreal map needs; default: the published values.")
RASTERIZER = Setting("EMBRACE3K_RASTERIZER", "software", "Embedded pictures: `software`, or `opengl` for EGL (a GPU).")
PICTURE_SIZE = Setting("EMBRACE3K_PICTURE_SIZE", "640x480", "Embedded pictures: width x height; v1 has 1024x1024.")
FOV_DEG = Setting("EMBRACE3K_FOV_DEG", "90", "Embedded pictures: horizontal field of view in degrees.")
PROFILE = Setting("EMBRACE3K_PROFILE", "v2", "Action profile of new tasks and of the simulator: `v2` or `v1`.")
DASK_ADDRESS = Setting(
    "EMBRACE3K_DASK_ADDRESS", "", "Running Dask scheduler, as in tcp://host:8786; default: a cluster here."
)
VLM_BASE_URL = Setting("EMBRACE3K_VLM_BASE_URL", "", "Where a model is served, up to before `/chat/completions`.")
VLM_MODEL = Setting("EMBRACE3K_VLM_MODEL", "", "Name of the vision-language model there.")
VLM_API_KEY = Setting("EMBRACE3K_VLM_API_KEY", "", "Its key, where it needs one.")
WEBHOOK_NETWORKS = Setting(
    "EMBRACE3K_WEBHOOK_NETWORKS", "", "Networks of ours that webhooks may reach, as in 10.1.0.0/16; default: none."
)
PUBLIC_URL = Setting("EMBRACE3K_PUBLIC_URL", "", "Where browsers find `serve`; default: http:// and where it listens.")
OIDC_ISSUER = Setting("EMBRACE3K_OIDC_ISSUER", "", "Single sign-on: the provider's https://…; default: none.")
OIDC_CLIENT_ID = Setting("EMBRACE3K_OIDC_CLIENT_ID", "", "Single sign-on: our name at the provider.")
OIDC_CLIENT_SECRET = Setting("EMBRACE3K_OIDC_CLIENT_SECRET", "", "Single sign-on: our secret at the provider.")
OIDC_NEW_ROLES = Setting(
    "EMBRACE3K_OIDC_NEW_ROLES",
    "",
    "Single sign-on: roles of those who are new, as in annotator,reviewer; default: refuse.",
)

SETTINGS = (
    HOME,
    DATABASE_URL,
    STORE_URL,
    CACHE_DIR,
    SIMULATOR,
    SCENES,
    RASTERIZER,
    PICTURE_SIZE,
    FOV_DEG,
    PROFILE,
    DASK_ADDRESS,
    VLM_BASE_URL,
    VLM_MODEL,
    VLM_API_KEY,
    WEBHOOK_NETWORKS,
    PUBLIC_URL,
    OIDC_ISSUER,
    OIDC_CLIENT_ID,
    OIDC_CLIENT_SECRET,
    OIDC_NEW_ROLES,
)


@dataclass(frozen=True)
class Settings:
    home: Path
    database_url: str
    store_url: str
    cache_dir: Path
    simulator: str
    scenes: Path | None
    rasterizer: str
    picture_size: str
    fov_deg: str
    profile: str
    dask_address: str
    vlm_base_url: str
    vlm_model: str
    vlm_api_key: str = field(repr=False)
    webhook_networks: str
    public_url: str
    oidc_issuer: str
    oidc_client_id: str
    oidc_client_secret: str = field(repr=False)
    oidc_new_roles: tuple[str, ...]

    @property
    def picture(self) -> "PictureFormat":
        """Raises SimulatorError."""
        from embrace3k.simulator.picture_format import picture_format

        return picture_format(self.picture_size, self.fov_deg)

    @property
    def journal_dir(self) -> Path:
        return self.home / "journal"

    @property
    def builds_dir(self) -> Path:
        return self.home / "builds"


def read_settings(home: Path | None = None, environment: Mapping[str, str] = os.environ) -> Settings:
    """`home` (from `--home`) wins over the environment, which wins over the defaults."""

    def value(setting: Setting, default: str = "") -> str:
        return environment.get(setting.variable) or setting.default or default

    root = (home or Path(value(HOME))).absolute()
    return Settings(
        home=root,
        database_url=value(DATABASE_URL, f"sqlite:///{root}/embrace3k.sqlite3"),
        store_url=value(STORE_URL, f"{root}/store"),
        cache_dir=Path(value(CACHE_DIR, f"{root}/cache")).absolute(),
        simulator=value(SIMULATOR),
        scenes=Path(value(SCENES)).absolute() if value(SCENES) else None,
        rasterizer=value(RASTERIZER),
        picture_size=value(PICTURE_SIZE),
        fov_deg=value(FOV_DEG),
        profile=value(PROFILE),
        dask_address=value(DASK_ADDRESS),
        vlm_base_url=value(VLM_BASE_URL),
        vlm_model=value(VLM_MODEL),
        vlm_api_key=value(VLM_API_KEY),
        webhook_networks=value(WEBHOOK_NETWORKS),
        public_url=value(PUBLIC_URL).rstrip("/"),
        oidc_issuer=value(OIDC_ISSUER),
        oidc_client_id=value(OIDC_CLIENT_ID),
        oidc_client_secret=value(OIDC_CLIENT_SECRET),
        oidc_new_roles=tuple(value(OIDC_NEW_ROLES).replace(",", " ").split()),
    )
