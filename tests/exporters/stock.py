"""Reads shards with the webdataset package as it comes from the registry."""

import gc
import warnings
from pathlib import Path
from typing import Any

import webdataset

from embrace3k.schema.releases import Manifest
from embrace3k.storage.blobs import blob_key
from embrace3k.storage.interfaces import ObjectStore


def download(store: ObjectStore, manifest: Manifest, folder: Path) -> Path:
    """Every shard under the name that the manifest gives it."""
    folder.mkdir()
    for shard in manifest.shards:
        (folder / shard.name).write_bytes(store.read(blob_key(shard.sha256)))
    return folder


def read_stock(folder: Path, pattern: str, *, decode: bool = True) -> list[dict[str, Any]]:
    """Every sample, in order. webdataset leaves its files for the garbage collector to close, which warns of it."""
    urls = sorted(str(path) for path in folder.glob(pattern))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        dataset = webdataset.WebDataset(urls, shardshuffle=False, empty_check=False)
        samples = list(dataset.decode("rgb8") if decode else dataset)
        del dataset
        gc.collect()
    return samples
