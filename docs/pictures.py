"""Makes the README's picture of a step from what `make demo` recorded: .venv/bin/python docs/pictures.py [HOME]"""

import io
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from embrace3k.annotator.views import label, place, side, target_view
from embrace3k.cli.settings import read_settings
from embrace3k.cli.workspace import Workspace
from embrace3k.schema.actions import Action
from embrace3k.schema.annotations import Annotation
from embrace3k.schema.goals import objects_of
from embrace3k.schema.tasks import Task
from embrace3k.schema.trajectories import Step, Trajectory
from embrace3k.storage.annotations import current_annotations
from embrace3k.storage.blobs import read_blob
from embrace3k.storage.tasks import get_task
from embrace3k.storage.trajectories import iter_trajectories

OUT = Path(__file__).parent / "images" / "step.jpg"
SCALE = 2
PAPER, INK, QUIET, LINE, ACCENT = "#ffffff", "#1b1f24", "#667080", "#d9dee5", "#0b63c5"


def text(draw: ImageDraw.ImageDraw, xy: tuple[int, int], words: str, size: int, fill: str = INK, width: int = 0) -> int:
    """Writes words, wrapped to `width` pixels; returns the y below them."""
    font, lines = ImageFont.load_default(size * SCALE), [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if width and lines[-1] and font.getlength(longer) > width * SCALE:
            lines.append(word)
        else:
            lines[-1] = longer
    x, y = xy
    for line in lines:
        draw.text((x * SCALE, y * SCALE), line, font=font, fill=fill)
        y += round(size * 1.45)
    return y


def facts(step: Step) -> list[str]:
    evidence = step.evidence
    if evidence is None:
        return []
    found = []
    if step.action in (Action.TURN_LEFT, Action.TURN_RIGHT):
        found.append(f"turned {abs(evidence.turn_deg):.0f}° to the {side(evidence.turn_deg)}")
    else:
        found.append(f"moved {evidence.forward_cm:.0f} cm forward")
    if evidence.blocked:
        found.append(f"blocked by the {label(evidence.blocked_by or 'wall')}")
    for target in evidence.targets[:1]:
        seen = f"{abs(target.bearing_deg):.0f}° {place(target)}" if target.visible else "not in view"
        found.append(f"{label(target.object)}: {seen}, {target.distance_cm / 100:.1f} m away")
    return found


def draw_step(frame: bytes, task: Task, trajectory: Trajectory, step: Step, note: Annotation) -> Image.Image:
    picture = Image.open(io.BytesIO(frame)).convert("RGB").resize((640 * SCALE, 480 * SCALE), Image.Resampling.LANCZOS)
    canvas = Image.new("RGB", (1160 * SCALE, 520 * SCALE), PAPER)
    canvas.paste(picture, (20 * SCALE, 20 * SCALE))
    draw = ImageDraw.Draw(canvas)
    views = [target_view(step, name) for name in objects_of(task.goal)[:1]] if task.goal else []
    for view in views:
        if view and view.box_px:
            box = [(20 + value) * SCALE for value in view.box_px]
            draw.rectangle(box, outline="#ffd166", width=2 * SCALE)
    x, wide = 690, 440
    y = text(draw, (x, 22), "TASK", 12, QUIET)
    y = text(draw, (x, y + 2), task.instruction, 19, width=wide)
    y = text(draw, (x, y + 20), f"STEP {step.index + 1} OF {len(trajectory.steps)}  ·  ACTION", 12, QUIET)
    font = ImageFont.load_default(22 * SCALE)
    chip = (x * SCALE, (y + 6) * SCALE, x * SCALE + font.getlength(step.action) + 28 * SCALE, (y + 46) * SCALE)
    draw.rounded_rectangle(chip, 8 * SCALE, fill=ACCENT)
    draw.text(((x + 14) * SCALE, (y + 12) * SCALE), step.action, font=font, fill=PAPER)
    y = text(draw, (x, y + 66), "EVIDENCE", 12, QUIET)
    for fact in facts(step):
        y = text(draw, (x, y + 3), fact, 15, width=wide)
    draw.line((x * SCALE, (y + 18) * SCALE, (x + wide) * SCALE, (y + 18) * SCALE), fill=LINE, width=SCALE)
    y = text(draw, (x, y + 36), "RATIONALE", 12, QUIET)
    y = text(draw, (x, y + 3), f"“{note.rationale}”", 19, width=wide)
    text(
        draw, (x, y + 6), f"by {note.author.name}, a machine draft: not yet checked by a person", 13, QUIET, width=wide
    )
    return canvas


def telling(task: Task, step: Step) -> bool:
    """A step that a stranger understands: a turn towards a target that is well in view."""
    view = target_view(step, objects_of(task.goal)[0]) if task.goal and objects_of(task.goal) else None
    seen = view is not None and view.visible and view.pixels > 4000 and 12 < abs(view.bearing_deg) < 40
    return bool(seen and step.action in (Action.TURN_LEFT, Action.TURN_RIGHT))


def main() -> None:
    workspace = Workspace(read_settings(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
    with workspace.database.session() as session:
        for trajectory in iter_trajectories(session):
            task = get_task(session, trajectory.task_id)
            for step in trajectory.steps:
                if step.frame and telling(task, step):
                    note = current_annotations(session, trajectory.id)[step.index]
                    frame = read_blob(workspace.store, step.frame.sha256)
                    draw_step(frame, task, trajectory, step, note).save(OUT, quality=88, optimize=True)
                    workspace.close()
                    return
    raise SystemExit("no telling step: run `make demo` first")


if __name__ == "__main__":
    main()
