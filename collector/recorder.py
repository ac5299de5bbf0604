"""Between the loop and what lasts: instants become steps in a journal, an ended journal a committed trajectory."""

import hashlib

import simplejpeg
from msgspec.structs import replace

from embrace3k.collector.interfaces import Driver
from embrace3k.collector.journal import Done, EndEntry, Header, Journal, StepEntry
from embrace3k.schema.actions import Action
from embrace3k.schema.codec import digest
from embrace3k.schema.tasks import Task
from embrace3k.schema.trajectories import Final, Frame, Result, Step, Trajectory
from embrace3k.simulator.errors import SimulatorError
from embrace3k.simulator.interfaces import Observation, Simulator
from embrace3k.storage.blobs import put_blobs
from embrace3k.storage.database import Database
from embrace3k.storage.interfaces import ObjectStore
from embrace3k.storage.trajectories import commit_trajectory

_ID_DIGITS = 24


def header_for(task: Task, driver: Driver, simulator: Simulator) -> Header:
    """The trajectory's id is a digest of all that decides it, so the same take is never recorded twice."""
    facts, drawn_by = driver.facts(), simulator.facts()
    identity = (task.id, task.scene, facts, simulator.profile, drawn_by)
    return Header(
        trajectory_id=digest(identity)[:_ID_DIGITS],
        task_id=task.id,
        scene=task.scene,
        simulator=drawn_by,
        profile=simulator.profile,
        driver=facts,
    )


def record_step(
    journal: Journal, action: Action, observation: Observation, before: Done | None, decision_time_s: float | None
) -> None:
    """Durable on return: only then may the action be sent. `before` is what came of the previous step."""
    step = Step(
        index=len(journal.steps),
        action=action,
        pose=observation.pose,
        frame=frame_of(observation.jpeg),
        camera_pose=observation.camera_pose,
        state=observation.state,
        decision_time_s=decision_time_s,
    )
    journal.append_step(StepEntry(step=step, before=before), observation.jpeg)


def record_end(journal: Journal, observation: Observation, last: Done, result: Result) -> None:
    """Durable on return: the episode is over, whatever happens to this process."""
    final = Final(
        pose=observation.pose,
        state=observation.state,
        frame=frame_of(observation.jpeg),
        camera_pose=observation.camera_pose,
    )
    journal.append_end(EndEntry(last=last, final=final, result=result), observation.jpeg)


def frame_of(jpeg: bytes) -> Frame:
    """Raises SimulatorError for bytes that are no JPEG."""
    try:
        height_px, width_px, _, _ = simplejpeg.decode_jpeg_header(jpeg)
    except ValueError as error:
        raise SimulatorError(f"the simulator's frame is no JPEG: {error}") from error
    return Frame(
        sha256=hashlib.sha256(jpeg).hexdigest(), size_bytes=len(jpeg), width_px=int(width_px), height_px=int(height_px)
    )


def trajectory_of(journal: Journal) -> Trajectory:
    """The trajectory that an ended journal holds."""
    if journal.end is None:
        raise ValueError(f"{journal.path} has not ended")
    header, end = journal.header, journal.end
    done = [entry.before for entry in journal.steps[1:]] + [end.last]
    steps = [_with(entry.step, came) for entry, came in zip(journal.steps, done, strict=True)]
    return Trajectory(
        id=header.trajectory_id,
        task_id=header.task_id,
        scene=header.scene,
        simulator=header.simulator,
        profile=header.profile,
        driver=header.driver,
        steps=steps,
        final=end.final,
        result=end.result,
    )


def _with(step: Step, done: Done | None) -> Step:
    return replace(step, outcome=done.outcome, evidence=done.evidence) if done else step


def commit(journal: Journal, database: Database, store: ObjectStore) -> Trajectory:
    """Frames, then one transaction for the trajectory, then the journal goes. Cut off anywhere, a second call ends it.

    Raises StorageError.
    """
    trajectory = trajectory_of(journal)
    put_blobs(store, (jpeg for _, jpeg in journal.pictures()))
    with database.session() as session:
        commit_trajectory(session, trajectory)
    journal.remove()
    return trajectory
