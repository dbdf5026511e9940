from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from odoo.addons.sales_funnel_territory.planning.reporting_lines import Person, lay_out
from odoo.tests import BaseCase, tagged

organisations = st.lists(
    st.builds(
        Person,
        key=st.integers(1, 15),
        reports_to=st.none() | st.integers(1, 20),
        rank=st.sampled_from(["", "a", "b", "王"]),
    ),
    max_size=15,
    unique_by=lambda person: person.key,
)


@tagged("-at_install", "post_install")
class TestReportingLines(BaseCase):
    def test_a_manager_stands_above_the_middle_of_his_people(self):
        places = lay_out([Person(1), Person(2, 1), Person(3, 1), Person(4, 3), Person(5)])
        drawn = {place.key: (place.column, place.row, place.order) for place in places}
        self.assertEqual(
            drawn, {1: (0.5, 0, 0), 2: (0, 1, 1), 3: (1, 1, 2), 4: (1, 2, 3), 5: (2, 0, 4)}
        )
        self.assertEqual(lay_out([]), [])

    def test_circles_and_strangers_are_cut(self):
        places = lay_out([Person(1, 2), Person(2, 1), Person(3, 3), Person(4, 99)])
        managers = {place.key: place.reports_to for place in places}
        self.assertEqual(managers, {1: 2, 2: None, 3: None, 4: None})

    def test_a_line_longer_than_the_stack(self):
        places = lay_out([Person(key, key - 1) for key in range(1, 3000)])
        self.assertEqual(places[-1].row, 2998)

    @given(organisations)
    def test_everybody_has_one_place_below_his_manager(self, people):
        places = {place.key: place for place in lay_out(people)}
        self.assertEqual(set(places), {person.key for person in people})
        self.assertEqual(sorted(place.order for place in places.values()), list(range(len(people))))
        for place in places.values():
            if place.reports_to is None:
                self.assertEqual(place.row, 0)
            else:
                manager = places[place.reports_to]
                self.assertEqual(place.row, manager.row + 1)
                self.assertGreater(place.order, manager.order)

    @given(organisations)
    def test_neighbours_keep_their_distance(self, people):
        rows = {}
        for place in lay_out(people):
            rows.setdefault(place.row, []).append(place.column)
        for columns in rows.values():
            for one, other in pairwise(sorted(columns)):
                self.assertGreaterEqual(other - one, 1)

    @given(organisations, st.randoms())
    def test_the_order_of_the_people_does_not_matter(self, people, chance):
        shuffled = list(people)
        chance.shuffle(shuffled)
        self.assertEqual(lay_out(people), lay_out(shuffled))

    @given(organisations)
    def test_a_manager_is_in_the_middle(self, people):
        places = lay_out(people)
        for place in places:
            below = [one.column for one in places if one.reports_to == place.key]
            if below:
                self.assertEqual(place.column, (min(below) + max(below)) / 2)
