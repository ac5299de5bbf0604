"""The figure of docs/tasks.md: types and lengths of our tasks beside what is published of EmbRACE's second release."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from statistics import mean, median
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from embrace3k.schema.tasks import TaskType

INK, QUIET, GRID, OURS, PUBLISHED = "#1b1f24", "#667080", "#e6eaef", "#0b63c5", "#e08a1e"
STYLE: dict[Any, Any] = {
    "font.size": 10, "text.color": INK, "axes.edgecolor": GRID, "axes.labelcolor": QUIET, "xtick.color": QUIET,
    "ytick.color": INK, "axes.titlesize": 11, "axes.titleweight": "bold", "axes.titlelocation": "left",
    "axes.grid.axis": "x", "grid.color": GRID, "svg.hashsalt": "embrace3k", "axes.axisbelow": True,
}  # fmt: skip


def draw(
    path: Path,
    lengths: Mapping[TaskType, Sequence[int]],
    published: Mapping[TaskType, int],
    mean_published: float,
    longest_published: int,
) -> None:
    """`lengths` are the actions of our demonstrations; `published` numbers of tasks."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(8.4, 6.4), layout="constrained")
        axes = figure.subplot_mosaic([["types", "spread"], ["lengths", "lengths"]], height_ratios=[1, 0.95])
        _types(axes["types"], lengths, published)
        _spread(axes["spread"], lengths)
        _lengths(axes["lengths"], list(chain(*lengths.values())), mean_published, longest_published)
        for each in axes.values():
            each.spines[["top", "right", "left"]].set_visible(False)
            each.tick_params(length=0)
        figure.savefig(path, metadata={"Date": None}, facecolor="white")


def _types(axes: Axes, lengths: Mapping[TaskType, Sequence[int]], published: Mapping[TaskType, int]) -> None:
    for place, kind in enumerate(TaskType):
        for above, number, colour in ((-0.19, len(lengths[kind]), OURS), (0.19, published[kind], PUBLISHED)):
            axes.barh(place + above, number, 0.34, color=colour)
            axes.text(number, place + above, f" {number}", va="center", fontsize=8.5, color=QUIET)
    axes.set_title("Tasks of each type")
    _name_types(axes)
    axes.set_xlim(0, 1.14 * max(max(published.values()), *map(len, lengths.values())))
    axes.set_xticks([])
    axes.barh(0, 0, color=OURS, label="this set")
    axes.barh(0, 0, color=PUBLISHED, label="published (v2)")
    axes.legend(loc="upper left", bbox_to_anchor=(-0.02, -0.01), ncols=2, frameon=False, fontsize=9, handlelength=1)


def _spread(axes: Axes, lengths: Mapping[TaskType, Sequence[int]]) -> None:
    found = [lengths[kind] or [0] for kind in TaskType]
    axes.boxplot(
        found, positions=range(len(found)), orientation="horizontal", whis=(5, 95), widths=0.5, showfliers=False,
        patch_artist=True, boxprops={"facecolor": "#cfe1f6", "edgecolor": OURS}, medianprops={"color": OURS, "lw": 2},
        whiskerprops={"color": OURS}, capprops={"color": OURS},
    )  # fmt: skip
    axes.set_title("Actions by type (this set alone)")
    _name_types(axes)
    axes.set_yticklabels([])
    axes.set_xlim(0)
    axes.grid(True)
    axes.set_xlabel("median, middle half, 5 to 95 % of tasks", fontsize=9)


def _lengths(axes: Axes, lengths: Sequence[int], mean_published: float, longest_published: int) -> None:
    counts = Counter(lengths)
    axes.bar(list(counts), list(counts.values()), 0.86, color=OURS)
    top = 1.16 * max(counts.values())
    axes.set_ylim(0, top)
    axes.set_title("Actions per task, Finish included")
    axes.set_xlabel(f"this set: mean {mean(lengths):.1f}, median {median(lengths):g}, most {max(lengths)}", fontsize=9)
    for place, height, words, align in (
        (mean_published, 0.93, f" published (v2): mean {mean_published:.1f}", "left"),
        (longest_published, 0.80, f"published (v2): longest multi-stage task {longest_published} ", "right"),
    ):
        axes.axvline(place, color=PUBLISHED, lw=1.6, ls=(0, (4, 2)))
        axes.text(place, height * top, words, color=PUBLISHED, ha=align, fontsize=9.5, fontweight="bold")
    axes.set_ylabel("tasks", fontsize=9)
    axes.tick_params(axis="y", labelcolor=QUIET)
    axes.set_xlim(0)


def _name_types(axes: Axes) -> None:
    names = {TaskType.DYNAMIC_SPATIAL_SEMANTIC: "dynamic\nspatial-semantic", TaskType.PICK_DROP: "pick and drop"}
    axes.set_yticks(range(len(TaskType)), [names.get(kind, kind.replace("_", " ")) for kind in TaskType])
    axes.set_ylim(len(TaskType) - 0.45, -0.55)
