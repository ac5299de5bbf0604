"""Right rationales in many words: a lint that rings on one of them costs a person's time."""

import pytest

from embrace3k.annotator.lints import StepContext, lint_step
from embrace3k.schema.actions import Action

RIGHT = [
    (Action.MOVE_FORWARD, "The hallway is clear and the kitchen door is at its end, so I keep going."),
    (Action.MOVE_FORWARD, "I have to pass the sofa on my left before I can turn to the shelf."),
    (Action.MOVE_FORWARD, "I'm heading for the gap between the two cars."),
    (Action.MOVE_FORWARD, "Since turning left got me nowhere, I go straight on."),
    (Action.MOVE_FORWARD, "I want to turn right at the next corner, so first I walk up to it."),
    (Action.MOVE_FORWARD, "I squeeze past the bin to get nearer to the mug."),
    (Action.MOVE_FORWARD, "To the left is a wall; the way ahead is free and I take it."),
    (Action.MOVE_FORWARD, "I stop looking around and walk to the bench."),
    (Action.MOVE_FORWARD, "I carry the mug over to the table to put it down there."),
    (Action.MOVE_FORWARD, "I will open the gate as soon as I am close enough, so I move up to it."),
    (Action.MOVE_FORWARD, "I am too far away to open the door."),
    (Action.MOVE_FORWARD, "I want to pick up the apple, but it is out of reach; one step more."),
    (Action.MOVE_FORWARD, "Let me get closer before I pick it up."),
    (Action.TURN_LEFT, "I'd rather turn left than right, since the path bends that way."),
    (Action.TURN_LEFT, "The way forward is blocked by the bench, so I turn left to walk around it."),
    (Action.TURN_LEFT, "I can't go forward here: a fence stands in the way. I turn left."),
    (Action.TURN_LEFT, "The tree on the right is not the one; the one on the left is, so I rotate towards it."),
    (Action.TURN_LEFT, "I face left to look for the door I must open."),
    (Action.TURN_LEFT, "I swing round to the left and look for the cat."),
    (Action.TURN_LEFT, "Moving forward did not help, so I try the left side."),
    (Action.TURN_LEFT, "I go on looking for the mug, now on the left."),
    (Action.TURN_LEFT, "I continue my turn to the left."),
    (Action.TURN_LEFT, "I look left for the car."),
    (Action.TURN_LEFT, "To walk to the car I have to face it first."),
    (Action.TURN_LEFT, "I walked too far, so I look to my left."),
    (Action.TURN_RIGHT, "Left is a dead end. Right it is, then: I turn."),
    (Action.TURN_RIGHT, "I plan to walk along the wall, which means facing right first."),
    (Action.TURN_RIGHT, "I keep turning; the car should come into view on the right."),
    (Action.TURN_RIGHT, "I need to walk through the door on my right, so I turn to it."),
    (Action.OPEN_DOOR, "I am at the door; walking on is only possible once it is open."),
    (Action.OPEN_DOOR, "I walk through here, so the door must be opened."),
    (Action.OPEN_DOOR, "I push the door."),
    (Action.OPEN_DOOR, "To go on to the kitchen I open the door in front of me."),
    (Action.PICK, "The apple is at my feet. I take it."),
    (Action.PICK, "I bend down and get the apple to move on with it."),
    (Action.DROP, "This is the table; here I leave the mug."),
    (Action.DROP, "I am close to the bench and lower the basket."),
    (Action.LOOK_DOWN, "The box must be on the lower shelf; I tilt my head down."),
    (Action.LOOK_DOWN, "I stand next to the shelf and look further down before I walk on."),
    (Action.FINISH, "I am next to the car now, there is nothing left to do."),
    (Action.FINISH, "I walked up to the car and stop."),
    (Action.FINISH, "I stand right in front of the bench; no need to move forward any more."),
    (Action.MOVE_BACKWARD, "I stand too close to the table, so I back off to see all of it."),
    (Action.MOVE_BACKWARD, "I move away from the wall to have room to turn left."),
]


@pytest.mark.parametrize(("action", "text"), RIGHT, ids=[text[:40] for _, text in RIGHT])
def test_a_right_rationale_rings_no_alarm(action: Action, text: str) -> None:
    assert lint_step(text, StepContext(action)) == []
