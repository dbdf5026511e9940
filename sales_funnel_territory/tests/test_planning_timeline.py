from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from odoo.tests import BaseCase

from ..planning.timeline import Mark, earlier_id, newest, read_mark

START = datetime(2026, 3, 2, 10)
KINDS = ("call", "mail", "meeting")
MARKS = st.sets(
    st.builds(
        Mark,
        st.integers(0, 3).map(lambda hours: START + timedelta(hours=hours, microseconds=hours)),
        st.sampled_from(KINDS),
        st.integers(1, 4),
    )
)


class TestTimeline(BaseCase):
    """However many fall on one second: each entry once, newest first."""

    @given(MARKS, st.integers(1, 5))
    def test_pages_are_the_whole(self, marks, size):
        shown, after, more = [], None, True
        while more:
            asked = [one for kind in KINDS for one in self._ask(marks, kind, after, size + 1)]
            page, more = newest(asked, size)
            shown += page
            after = page[-1] if page else None
        self.assertEqual(shown, sorted(marks, reverse=True))

    def _ask(self, marks, kind, after, limit):
        """Answer as a source does."""
        own = sorted((one for one in marks if one.kind == kind), reverse=True)
        if after:
            below = earlier_id(after, kind)
            own = [
                one
                for one in own
                if one.moment < after.moment
                or (one.moment == after.moment and (below is None or one.id < below))
            ]
        return own[:limit]

    @given(st.builds(Mark, st.datetimes(), st.sampled_from(KINDS), st.integers()))
    def test_a_mark_survives_the_way_to_the_client(self, mark):
        self.assertEqual(read_mark(str(mark)), mark)

    def test_nonsense_is_no_mark(self):
        for text in ("", "x|mail|1", "2026-03-02|mail", "2026-03-02|mail|one"):
            with self.subTest(text=text), self.assertRaises(ValueError):
                read_mark(text)
