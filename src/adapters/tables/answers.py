"""Feedback from rows: one answer, review or complaint each."""

from collections.abc import Iterator

from attrs import frozen

from ...application.contexts import FEEDBACK
from ...application.work import Work
from ...domain.feedback.feedback import FeedbackKind, ReceiveFeedback
from ...domain.ids import FeedbackId
from .deeds import Deed
from .gathering import Gathered
from .mapping import Mapping
from .people import People


@frozen
class Answers:
    """Tells feedback."""

    mapping: Mapping
    people: People

    def deeds(self, answer: Gathered) -> Iterator[Deed]:
        """Yield the one deed that a row of feedback is."""
        row, record = answer.entries[0]
        feedback_id = FeedbackId(f"{self.mapping.source.name}:{answer.id}")
        reference, at = record.get("customer"), record["at"]

        def tell(work: Work) -> None:
            received = ReceiveFeedback(
                at,
                feedback_id,
                self.people.meet(work, reference, at) if reference else None,
                FeedbackKind(record["kind"]),
                record["score"],
                record["scale_max"],
                record.get("about"),
                record.get("comment"),
            )
            work.handle(FEEDBACK, feedback_id, received)

        yield Deed(at, answer.key, (row,), tell)
