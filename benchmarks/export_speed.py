"""Writing shards, beside webdataset.ShardWriter in the same run: python -m embrace3k.benchmarks.export_speed

The same samples in memory (a JPEG of about 57 kB and a JSON of about 0.9 kB each, every one with other bytes), the same
shard size, rounds alternating between the writers, medians. Ours hashes every member and every shard and makes the
index, which webdataset does not; both end when the files are closed, and both are also timed with a sync to disk.
"""

import argparse
import hashlib
import json
import os
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import simplejpeg
import webdataset

from embrace3k.exporters.shards import open_shard
from embrace3k.exporters.staging import sync_tree

Sample = tuple[str, bytes, bytes]
Writer = Callable[[Path, list[Sample], int], None]


def make_samples(count: int, distinct: int = 50) -> list[Sample]:
    """640x480 pictures like rendered ones; a JPEG comment with the number makes every one of them unique."""
    pictures, chance = [_picture(seed) for seed in range(distinct)], random.Random(7)
    words = "the red car is on my right beside the garage so I turn towards it and walk along the wall".split()
    samples = []
    for number in range(count):
        comment = b"\xff\xfe\x00\x0a" + number.to_bytes(8)
        picture = pictures[number % distinct]
        pose = [round(chance.uniform(-9000, 9000), 3) for _ in range(6)]
        text = {"key": f"{number:08d}", "pose": pose, "rationale": " ".join(chance.choices(words, k=170))}
        data = json.dumps(text, separators=(",", ":")).encode()
        samples.append((f"{number:08d}", picture[:2] + comment + picture[2:], data))
    return samples


def _picture(seed: int) -> bytes:
    chance = np.random.default_rng(seed)
    y, x = np.mgrid[0:480, 0:640]
    planes = [np.sin(x / chance.uniform(20, 90)) + np.cos(y / chance.uniform(20, 90)) for _ in range(3)]
    noise = np.repeat(np.repeat(chance.normal(0, 2, (240, 320, 1)), 2, axis=0), 2, axis=1)
    pixels = np.clip(np.stack(planes, -1) * 50 + 128 + noise, 0, 255).astype(np.uint8)
    return bytes(simplejpeg.encode_jpeg(np.ascontiguousarray(pixels), quality=90))


def write_ours(folder: Path, samples: list[Sample], shard_bytes: int) -> None:
    """What a release and the webdataset export do, the member's digest included."""
    per_shard = max(1, shard_bytes * len(samples) // _size(samples))
    for start in range(0, len(samples), per_shard):
        with open_shard(folder / f"{start:08d}.tar") as writer:
            for key, picture, text in samples[start : start + per_shard]:
                writer.add(f"{key}.jpg", picture, hashlib.sha256(picture).hexdigest())
                writer.add(f"{key}.json", text)
            writer.finish().index()


def write_webdataset(folder: Path, samples: list[Sample], shard_bytes: int) -> None:
    with webdataset.ShardWriter(f"{folder}/%05d.tar", maxcount=10**9, maxsize=shard_bytes, verbose=0) as sink:
        for key, picture, text in samples:
            sink.write({"__key__": key, "jpg": picture, "json": text})


def then_sync(write: Writer) -> Writer:
    def write_and_sync(folder: Path, samples: list[Sample], shard_bytes: int) -> None:
        write(folder, samples, shard_bytes)
        sync_tree(folder)

    return write_and_sync


WRITERS: dict[str, Writer] = {
    "embrace3k, with sha256 of shards and members, and index": write_ours,
    "webdataset.ShardWriter": write_webdataset,
    "embrace3k + fsync": then_sync(write_ours),
    "webdataset.ShardWriter + fsync": then_sync(write_webdataset),
}


def _size(samples: list[Sample]) -> int:
    return sum(len(picture) + len(text) for _, picture, text in samples)


def measure(samples: list[Sample], rounds: int, shard_bytes: int, parent: Path) -> dict[str, list[float]]:
    """Seconds of each round of each writer; every round writes into a new folder."""
    seconds: dict[str, list[float]] = {name: [] for name in WRITERS}
    for _ in range(rounds):
        for name, write in WRITERS.items():
            folder = Path(tempfile.mkdtemp(dir=parent))
            began = time.perf_counter()
            write(folder, samples, shard_bytes)
            seconds[name].append(time.perf_counter() - began)
            shutil.rmtree(folder)
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=7000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--shard-mb", type=int, default=96)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    options = parser.parse_args()
    samples = make_samples(options.samples)
    megabytes = _size(samples) / 1e6
    jpeg_kb = statistics.mean(len(picture) for _, picture, _ in samples) / 1e3
    print(f"{len(samples)} samples, {megabytes:.0f} MB, mean JPEG {jpeg_kb:.1f} kB; shards of {options.shard_mb} MB")
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; {options.rounds} rounds in {options.folder}")
    seconds = measure(samples, options.rounds, options.shard_mb * 1_000_000, options.folder)
    reference = statistics.median(seconds["webdataset.ShardWriter"])
    print(f"load at the end {os.getloadavg()[0]:.1f}\n")
    print("| writer | s, median (min-max) | MB/s | samples/s | speed beside webdataset |\n|---|---|---|---|---|")
    for name, times in seconds.items():
        median = statistics.median(times)
        print(
            f"| {name} | {median:.2f} ({min(times):.2f}-{max(times):.2f}) | {megabytes / median:,.0f} | "
            f"{len(samples) / median:,.0f} | {reference / median:.2f}x |"
        )


if __name__ == "__main__":
    main()
