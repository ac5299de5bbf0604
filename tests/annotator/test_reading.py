"""Who sees which lane."""

import pytest

from embrace3k.annotator.errors import NotAllowed
from embrace3k.annotator.leases import release, take
from embrace3k.annotator.queue import Plan
from embrace3k.annotator.reading import read_history, read_lane
from embrace3k.annotator.saving import save
from embrace3k.storage.database import Database
from embrace3k.tests.annotator.workplace import ANN, BEN, BOTH, ENG, NOW, RIA, fill, place, words


def test_an_editor_gets_every_step_with_what_was_seen_of_it(database: Database) -> None:
    fill(database, "a")
    with database.session() as session:
        take(session, ANN, "a", 0, NOW)
        save(session, ANN, place(1, 1), words("Mine."), NOW, dwell_ms=500)
        first, second = read_lane(session, ANN, "a", 0)
        assert first.annotation and (first.annotation.author.name, first.dwell_ms) == ("drafts", 0)
        assert second.annotation and (second.annotation.rationale, second.dwell_ms) == ("Mine.", 500)
        assert [each.revision for each in read_history(session, ANN, "a", 0, 1)] == [1, 2]


def test_a_blind_annotator_sees_their_own_lane_alone(database: Database) -> None:
    fill(database, "a", plan=Plan(annotators=2, overlap=1.0))
    with database.session() as session:
        for person, lane in ((ANN, 1), (BOTH, 2)):
            take(session, person, "a", lane, NOW)
            read_lane(session, person, "a", lane)
            for other in {0, 1, 2} - {lane}:
                with pytest.raises(NotAllowed, match="annotates it and sees no other"):
                    read_lane(session, person, "a", other)
        release(session, BOTH, "a", 2, NOW)
        with pytest.raises(NotAllowed, match="Bo annotates it"):
            read_history(session, BOTH, "a", 1, 0)
        with pytest.raises(NotAllowed, match="Ben may not see a lane that is not theirs"):
            read_lane(session, BEN, "a", 1)
        for person in (RIA, ENG):
            assert len(read_lane(session, person, "a", 1)) == 2
