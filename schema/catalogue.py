"""All rules in one table: docs/rules.md is held against it, and a test trips each of them.

Letters: S JSON and schema, L layouts, N numbers, K tasks, T trajectories and their task, P poses, W world states,
E evidence, R results, F frames, A annotations.
"""

from msgspec import Struct

from embrace3k.schema.problems import Problem, Severity

_E, _W = Severity.ERROR, Severity.WARNING


class Rule(Struct, frozen=True):
    code: str
    severity: Severity
    summary: str
    """What is right, in one line."""


_RULES = (
    Rule("S001", _E, "A record's file is JSON, or JSON Lines with one record per line."),
    Rule("S002", _E, "A record fits the frozen JSON Schema of its kind and version; unknown fields are errors."),
    Rule("S003", _E, "A published file fits its layout, v1 or v2, and the file beside it."),
    Rule("S004", _E, "A file holds one of the known kinds of record: task, trajectory, annotation, manifest, replay."),
    Rule("L001", _W, "An imported trajectory has frames; one without any is taken in, and this says so."),
    Rule(
        "L002",
        _W,
        "An import keeps everything; pictures and unknown keys beside a success region it names and leaves.",
    ),
    Rule("N001", _E, "Every number is finite."),
    Rule("N002", _E, "A pitch lies within -90 and 90 degrees; beyond it, pitch, yaw and roll are in the wrong order."),
    Rule("K001", _E, "The instruction says something and holds no model placeholder token."),
    Rule(
        "K002", _E, "A pick_drop task names its object; a door or object is given only where type or goal speak of it."
    ),
    Rule("K003", _E, "A task has a machine-checkable goal, unless it was imported from a layout that holds none."),
    Rule("K004", _E, "A region's rings enclose an area."),
    Rule("K005", _W, "A v1 record lies in the folder of its family; where not, the type decides."),
    Rule(
        "K006", _E, "A success region has a midway stage in multi_stage tasks alone, object regions in pick_drop alone."
    ),
    Rule("T001", _E, "Step indices count 0, 1, 2, … in order."),
    Rule("T002", _E, "A demonstration ends with Finish, and so does every episode that says it ended by finishing."),
    Rule("T003", _E, "Nothing comes after Finish, and it occurs at most once."),
    Rule("T004", _E, "In demonstrations, MidwayTarget occurs only in multi_stage tasks."),
    Rule("T005", _E, "In demonstrations of multi_stage tasks, MidwayTarget occurs once per stage but the last."),
    Rule("T006", _E, "The trajectory names the task it is checked with, and the scene of both is the same."),
    Rule("T007", _W, "The first pose is the task's start pose."),
    Rule("T008", _E, "v1: the last stop pose equals the last pose."),
    Rule("T009", _E, "v1: each stop pose but the last equals the pose at its MidwayTarget."),
    Rule("T010", _E, "v1: there is one stop pose per stage: two for multi_stage tasks, else one."),
    Rule("T011", _E, "Except in v1 data, the state after the last action is there: n steps have n+1 poses."),
    Rule(
        "T012", _W, "JumpForward, LookBack and LookHand are recorded in v1 data only, and are no actions of later data."
    ),
    Rule("P001", _E, "A turn has the sign of its name and the size of its profile."),
    Rule("P002", _E, "A step goes the way its name says, and no farther than its profile allows."),
    Rule("P003", _E, "A turn leaves the body where it is, and a step leaves its heading."),
    Rule(
        "P004",
        _E,
        "An action that moves nothing leaves the pose unchanged; OpenDoor and Drop may only step back and forth.",
    ),
    Rule("P005", _W, "A step that nothing blocks has its full length; shorter is blocked or short."),
    Rule("P006", _W, "A step goes straight; sideways is a slide along an obstacle."),
    Rule("P007", _W, "Pick does not turn the body."),
    Rule("W001", _E, "Only OpenDoor changes the state of a door; a real engine's door at hand may be left behind."),
    Rule("W002", _W, "OpenDoor changes the state of a door, unless its outcome says that it failed."),
    Rule("W003", _E, "Only Pick starts holding something and only Drop ends it."),
    Rule("W004", _W, "Pick takes hold of something and Drop lets go, unless the outcome says that it failed."),
    Rule("W005", _W, "The state of the world is known before every action and after the last, or never."),
    Rule("W006", _E, "What is held has a pose among the objects."),
    Rule("E001", _E, "The evidence's movement is the difference of the poses."),
    Rule("R001", _E, "An episode succeeded if and only if all its stages did."),
    Rule("F001", _E, "Every step has a frame, or none has."),
    Rule("F002", _E, "All frames of a trajectory have one size: the simulator's, where that is known."),
    Rule("F003", _W, "Frames of published data have the size of their layout: v1 1024x1024, v2 640x480."),
    Rule("A001", _E, "An annotation speaks of an existing step of this trajectory."),
    Rule("A002", _E, "A step has at most one current annotation."),
    Rule(
        "A003", _E, "A rationale holds no model placeholder token, such as <image>, <|im_start|>, <think> or <action>."
    ),
    Rule("A004", _W, "A rationale that announces a turn names the side of the action."),
    Rule("A005", _W, "A rationale says only what can be known at its step: no hindsight."),
    Rule("A006", _E, "A rationale has a text."),
    Rule("A007", _E, "created_at is UTC in RFC 3339 with seconds and a Z, for example 2026-01-31T09:30:00Z."),
    Rule("A008", _E, "The first revision has no parent, and a later one an earlier revision."),
    Rule("A009", _E, "Where the three questions are answered, the verdict is the worst answer, and none before that."),
    Rule("A010", _E, "An answer of not grounded comes with a reason code, and three of grounded with none."),
    Rule("A011", _E, "A corrected action comes with the answer that the action does not match, or that one is unsure."),
    Rule("A012", _E, "A corrected action is another one than was recorded."),
    Rule("A013", _E, "Only a person's revision has a provenance, and an origin other than human names its draft."),
)
CATALOGUE = {rule.code: rule for rule in _RULES}


_HEAD = """# Rules

What `embrace3k schema check` and the release pipeline hold records against. An **error** keeps a record out of a
release; a **warning** is legal and worth a look. Codes never change their meaning. Made by
`python -m embrace3k.schema.rules`; do not edit.

What a real engine recorded (`unreal`) is held to looser limits by P001 to P007 and T007: 2 cm and 1 degree count as no
movement there, since such an engine is never quite at rest. Embedded worlds and published data are held to what they
promise.

| code | severity | what is right |
|---|---|---|
"""


def markdown() -> str:
    """docs/rules.md."""
    return _HEAD + "".join(f"| {rule.code} | {rule.severity} | {_cell(rule.summary)} |\n" for rule in _RULES)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def found(code: str, pointer: str, message: str, hint: str | None = None) -> Problem:
    """A Problem with the severity that the catalogue gives the code."""
    return Problem(code=code, pointer=pointer, message=message, hint=hint, severity=CATALOGUE[code].severity)
