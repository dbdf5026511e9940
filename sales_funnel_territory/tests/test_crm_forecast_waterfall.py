import datetime
from dataclasses import replace
from fractions import Fraction
from itertools import zip_longest

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL

from ..planning.forecast.waterfall import Frame, waterfall
from .test_crm_lead_history import HistoryCommon
from .test_planning_forecast_waterfall import QUARTER, STORIES, WANTED

FIRST, LAST = datetime.date(2026, 10, 5), datetime.date(2026, 10, 25)
GROUPINGS = {"user_id": "user", "forecast_category": "category", "month": "month",
             "stage_id": "stage"}  # fmt: skip
COLUMNS = (
    "lead_id", "valid_from", "valid_to", "status", "is_active", "type", "expected_revenue",
    "weighted_revenue", "probability", "date_deadline", "forecast_category", "user_id", "team_id",
    "stage_id", "currency_id", "lead_name",
)  # fmt: skip


class WaterfallCommon(HistoryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Waterfall = cls.env["crm.forecast.waterfall"]

    def _bars(self, options, user=None):
        Waterfall = self.Waterfall.with_user(user) if user else self.Waterfall
        fall = Waterfall.get_waterfall(options)
        bars = {bar["key"]: bar["value"] for bar in fall["bars"]}
        self.assertAlmostEqual(fall["start"] + sum(bars.values()), fall["end"], 2)
        return fall["start"], bars, fall["end"]


@tagged("-at_install", "post_install")
class TestWaterfallLaw(WaterfallCommon):
    """The statement says of any history what the law says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.currency = cls.env["res.currency"].create(
            {"name": "XFT", "symbol": "x", "rounding": 0.01}
        )
        cls.env["res.currency.rate"].create(
            [
                {"name": day, "currency_id": cls.currency.id, "rate": rate,
                 "company_id": cls.env.company.id}
                for day, rate in (("2026-01-01", 1.25), ("2026-10-20", 1.3))
            ]
        )  # fmt: skip
        cls.other_company.currency_id = cls.currency
        cls.users = (cls.rep, cls.colleague, cls.rep_beside)
        cls.teams = (cls.team, cls.team_beside)

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        STORIES,
        WANTED,
        st.sampled_from([("open",), ("open", "won")]),
        st.sampled_from([None, QUARTER]),
        st.sampled_from(["amount", "weighted", "count"]),
        st.booleans(),
        st.sampled_from(["", *GROUPINGS]),
        st.booleans(),
    )
    def test_any_history_any_filter(self, stories, wanted, statuses, period, measure, is_every,
                                    group_by, is_rep):  # fmt: skip
        self.env.cr.execute("DELETE FROM crm_lead_history")
        self._write_history(stories)
        reader = self.rep if is_rep else self.manager
        stories = [self._seen_by(story, is_rep) for story in stories]
        options = {
            "first": str(FIRST), "last": str(LAST), "domain": self._domain(wanted),
            "statuses": list(statuses), "period": period and list(map(str, period)),
            "measure": measure, "every_step": is_every, "group_by": group_by,
        }  # fmt: skip
        Waterfall = self.Waterfall.with_user(reader)
        frame = Frame(
            statuses=frozenset(statuses), wanted=wanted, period=period, measure=measure,
            first_rates=self._rates(Waterfall, FIRST), last_rates=self._rates(Waterfall, LAST),
            is_every_step=is_every,
        )  # fmt: skip
        found, expected = Waterfall.get_waterfall(options), waterfall(stories, frame)
        self._assert_same(found, expected, measure)
        self._assert_lines(Waterfall, {**options, "group_by": ""}, expected)
        if group_by:
            self._assert_groups(found["groups"], stories, frame, group_by)

    # ------------------------------------------------------------------ comparing

    def _assert_same(self, found, expected, measure):
        coins = 1 if measure == "count" else 100
        self.assertEqual(
            (round(found["start"] * coins), round(found["end"] * coins)),
            (expected.start, expected.end),
        )
        bars = {bar["key"]: round(bar["value"] * coins) for bar in found["bars"]}
        self.assertEqual(bars, expected.bars)
        counts = {bar["key"]: bar["count"] for bar in found["bars"]}
        self.assertEqual(counts, {bar: len(expected.leads(bar)) for bar in bars})

    def _assert_lines(self, falls, options, expected):
        lines = falls.with_context(waterfall=options).search([("bar", "not in", ["start", "end"])])
        self.assertEqual(len(set(lines.ids)), len(expected.shares))
        found = {}
        for row in lines.read(["bar", "lead_id"], load=""):
            found.setdefault(row["bar"], set()).add(row["lead_id"] - 10**6)
        self.assertEqual(found, {bar: expected.leads(bar) for bar in expected.bars})

    def _assert_groups(self, groups, stories, frame, group_by):
        name = GROUPINGS[group_by]
        values = {
            getattr(state, name)
            for story in stories
            for state in (story.before, *story.later)
            if state
        }
        expected = {
            self._key(group_by, value): waterfall(
                stories,
                replace(frame, is_every_step=frame.is_every_step).among(name, value)
                if value in frame.wanted.get(name, {value})
                else replace(frame, statuses=frozenset()),
            )
            for value in values
        }
        expected = {key: fall for key, fall in expected.items() if fall.shares or fall.start}
        found = {group["key"]: group for group in groups}
        self.assertEqual(
            {key for key, fall in expected.items()} - set(found), set(), "a group is missing"
        )
        for key, fall in expected.items():
            self._assert_same(found[key], fall, frame.measure)

    # ------------------------------------------------------------------ making it so

    def _key(self, group_by, value):
        if value is None:
            return None
        ids = {"user_id": lambda: self.users[value].id, "stage_id": lambda: 10**6 + value}
        return str(ids.get(group_by, lambda: value)())

    def _domain(self, wanted):
        domain = []
        for name, values in wanted.items():
            field, to_value = {
                "user": ("user_id", lambda value: self.users[value].id),
                "team": ("team_id", lambda value: self.teams[value].id),
                "category": ("forecast_category", str),
                "stage": ("stage_id", lambda value: 10**6 + value),
            }[name]
            domain.append((field, "in", [to_value(value) for value in values]))
        return domain

    def _rates(self, falls, day):
        return {"usd": Fraction(falls._read_rates(day)[self.currency.id])}

    def _seen_by(self, story, is_rep):
        def see(state):
            return state and replace(state, is_visible=not is_rep or state.user == 0)

        return replace(story, before=see(story.before), later=tuple(map(see, story.later)))

    def _write_history(self, stories):
        rows = []
        for story in stories:
            states = [(FIRST - datetime.timedelta(days=9), story.before)] if story.before else []
            states += [
                (FIRST + datetime.timedelta(days=2 + number), state)
                for number, state in enumerate(story.later)
            ]
            rows += [
                self._row(story.lead, *now, after and after[0])
                for now, after in zip_longest(states, states[1:])
            ]
        for row in rows:
            self.env.cr.execute(
                SQL(
                    "INSERT INTO crm_lead_history (chain, origin, %s) VALUES (0, 'live', %s)",
                    SQL(", ").join(map(SQL.identifier, COLUMNS)),
                    SQL(", ").join(SQL("%s", value) for value in row),
                )
            )

    def _row(self, lead, start, state, end):
        status = "open" if state.status in ("archived", "absent") else state.status
        return (
            10**6 + lead, start, end, status, state.status != "archived",
            "lead" if state.status == "absent" else "opportunity", state.amount / 100,
            state.weighted / 100, float(state.probability), state.day, state.category,
            self.users[state.user].id, self.teams[state.team].id, 10**6 + state.stage,
            (self.currency if state.currency else self.env.company.currency_id).id,
            f"Lead {lead}",
        )  # fmt: skip


@tagged("-at_install", "post_install")
class TestWaterfall(WaterfallCommon):
    """Why is it another number than it was, as people of the house ask."""

    def setUp(self):
        super().setUp()
        self.env.cr.execute("DELETE FROM crm_lead_history WHERE user_id IS NULL")
        self.deal = self._create_lead(
            stage=self.stage_above, expected_revenue=100, date_deadline=self.clock.date()
        )
        self.other = self._create_lead(stage=self.stage_in, expected_revenue=80)
        self._end_transaction()
        self.since = self.clock.date()
        self._end_transaction()

    def _ask(self, user=None, **options):
        self._end_transaction()
        return self._bars(
            {
                "first": str(self.since),
                "last": str(self.clock.date()),
                "domain": [("partner_id", "=", self.customer.id)],
                **options,
            },
            user or self.manager,
        )

    def test_bigger_won_and_new(self):
        self.deal.expected_revenue = 130
        self.other.action_set_won()
        self._create_lead(stage=self.stage_above, expected_revenue=50)
        self.assertEqual(self._ask(), (180, {"increased": 30, "won": -80, "new": 50}, 180))

    def test_weighted_tells_probability_apart(self):
        self.deal.stage_id = self.stage_in
        self.assertEqual(self._ask(measure="weighted"), (57, {"probability_up": 15}, 72))

    def test_slipped_out_of_the_period(self):
        period = [str(self.since - datetime.timedelta(days=9)), str(self.since)]
        self.deal.date_deadline = self.since + datetime.timedelta(days=30)
        self.assertEqual(self._ask(period=period), (100, {"pushed_out": -100}, 0))

    def test_lost_and_back_is_nothing_but_with_every_step(self):
        self.deal.action_set_lost()
        self._end_transaction()
        self.deal.action_restore()
        self.assertEqual(self._ask(), (180, {}, 180))
        start, bars, end = self._ask(every_step=True)
        self.assertEqual((start, bars, end), (180, {"lost": -100, "reopened": 100}, 180))

    def test_removed_and_merged(self):
        third = self._create_lead(stage=self.stage_in, expected_revenue=7)
        self._end_transaction()
        self.since = self.clock.date()
        self._end_transaction()
        third.unlink()
        head = (self.deal | self.other).merge_opportunity()
        start, bars, _end = self._ask()
        gone = {self.deal: 100, self.other: 80}
        gone = sum(amount for lead, amount in gone.items() if lead != head)
        self.assertEqual((start, bars["removed"], bars["merged"]), (187, -7, -gone))

    def test_who_gave_a_deal_away_sees_it_leave(self):
        self.deal.user_id = self.colleague
        self.assertEqual(self._ask(self.rep), (180, {"moved_out": -100}, 80))
        self.assertEqual(self._ask(self.colleague), (0, {"moved_in": 100}, 100))
        self.assertEqual(self._ask(self.leader), (180, {}, 180))
        start, bars, end = self._ask(self.rep_beside)
        self.assertEqual((start, bars, end), (0, {}, 0))
        self.assertEqual(self._ask(self.foreigner), (0, {}, 0))
        self.assertEqual(
            self._ask(domain=[("user_id", "=", self.rep.id)]), (180, {"moved_out": -100}, 80)
        )

    def test_a_rep_learns_nothing_of_a_deal_after_it_left(self):
        self.deal.write({"user_id": self.colleague.id, "expected_revenue": 900})
        self._end_transaction()
        options = {"first": str(self.since), "last": str(self.clock.date())}
        Lines = self.Waterfall.with_user(self.rep).with_context(waterfall=options)
        line = Lines.search([("lead_id", "=", self.deal.id), ("bar", "=", "moved_out")])
        self.assertEqual((line.value, line.amount_before, line.amount_after), (-100, 100, 0))
        self.assertEqual((line.user_before, line.user_after), ("Rosa Rep", False))
        groups = Lines._read_group([], ["bar"], ["value:sum"])
        self.assertNotIn(900, [value for _bar, value in groups])

    def test_what_a_deal_was_before_it_came_or_became_after_it_left_is_not_told(self):
        theirs = self._create_lead(
            stage=self.stage_above, expected_revenue=912, user_id=self.colleague.id
        )
        self._end_transaction()
        self.since = self.clock.date()
        self._end_transaction()
        self.deal.user_id = self.colleague
        theirs.write({"user_id": self.rep.id, "expected_revenue": 12, "stage_id": self.stage_in.id})
        self._end_transaction()
        left_on = self.env["crm.lead.history"].search(
            [("lead_id", "=", self.deal.id)], order="valid_from desc", limit=1
        ).valid_from  # fmt: skip
        self._end_transaction()
        self.deal.action_set_won()
        for every_step in (False, True):
            bars = (180, {"moved_in": 12, "moved_out": -100}, 92)
            with self.subTest(every_step=every_step):
                self.assertEqual(self._ask(self.rep, every_step=every_step), bars)
        domain = [("partner_id", "=", self.customer.id)]
        options = {"first": str(self.since), "last": str(self.clock.date()), "domain": domain}
        options["group_by"] = "stage_id"
        Lines = self.Waterfall.with_user(self.rep).with_context(waterfall=options)
        came = Lines.search([("lead_id", "=", theirs.id), ("bar", "=", "moved_in")])
        self.assertEqual(
            (came.value, came.amount_before, came.stage_before, came.group_key),
            (12, 0, False, str(self.stage_in.id)),
        )
        left = Lines.search([("lead_id", "=", self.deal.id), ("bar", "=", "moved_out")])
        self.assertEqual(
            (left.value, left.stage_after, left.changed_on, left.group_key),
            (-100, False, left_on, str(self.stage_above.id)),
        )

    def test_the_pivot_shows_the_same(self):
        self.deal.expected_revenue = 130
        self.other.action_set_won()
        start, bars, end = self._ask()
        options = {
            "first": str(self.since), "last": str(self.clock.date()),
            "domain": [("partner_id", "=", self.customer.id)],
        }  # fmt: skip
        Lines = self.Waterfall.with_user(self.manager).with_context(waterfall=options)
        pivot = dict(Lines._read_group([], ["bar"], ["value:sum"]))
        self.assertEqual(pivot, {"start": start, "end": end, **bars})
        line = Lines.search([("bar", "=", "increased")])
        self.assertIn("\u2192", line.what)
        self.assertEqual(line.action_open_lead()["res_id"], self.deal.id)

    def test_what_the_history_does_not_hold_counts_as_it_is_today(self):
        tag = self.env["crm.tag"].create({"name": "Waterfall"})
        self.deal.tag_ids = tag
        self._end_transaction()
        fall = self.Waterfall.with_user(self.manager).get_waterfall(
            {
                "first": str(self.since),
                "last": str(self.clock.date()),
                "domain": [("tag_ids", "in", tag.ids), ("user_id", "=", self.rep.id)],
            }
        )
        self.assertEqual((fall["start"], fall["end"]), (100, 100))
        self.assertEqual(len(fall["today_fields"]), 1)

    def test_what_a_customer_is_today_is_said_to_be_so(self):
        """The history knows whose deal it was, not in which city he was then."""
        self.deal.partner_id.city = "Kiel"
        self._end_transaction()
        domain = [("partner_id.city", "=", "Kiel"), ("date_deadline.month_number", ">", 0)]
        fall = self.Waterfall.with_user(self.manager).get_waterfall(
            {"first": str(self.since), "last": str(self.clock.date()), "domain": domain}
        )
        self.assertEqual(len(fall["today_fields"]), 1)
        self.assertRegex(fall["today_fields"][0], r".+ \u203a .+")

    def test_a_reader_whose_money_has_no_cents_loses_none(self):
        yen = self.env["res.currency"].create({"name": "XYE", "symbol": "y", "rounding": 1})
        self.env["res.currency.rate"].create(
            {"name": "2020-01-01", "currency_id": yen.id, "rate": 160, "company_id": False}
        )
        self.other_company.currency_id = yen
        self.manager.company_ids |= self.other_company
        self.deal.expected_revenue = 12.34
        self._end_transaction()
        companies = [self.other_company.id, self.env.company.id]
        falls = self.Waterfall.with_user(self.manager).with_context(allowed_company_ids=companies)
        options = {
            "first": str(self.clock.date()), "last": str(self.clock.date()),
            "domain": [("id", "=", self.deal.id)],
        }  # fmt: skip
        fall = falls.with_company(self.other_company).get_waterfall(options)
        self.assertEqual(fall["end"], 1974)
        self.assertEqual(fall["start"] + sum(bar["value"] for bar in fall["bars"]), 1974)

    def test_what_the_log_did_not_hold_is_as_it_is_known_first(self):
        self.deal.expected_revenue = 130
        self._end_transaction()
        self.env.cr.execute(
            """UPDATE crm_lead_history
            SET origin = 'rebuilt', date_deadline = NULL, probability = NULL,
                weighted_revenue = NULL
            WHERE lead_id = %s AND valid_to IS NOT NULL""",
            [self.deal.id],
        )
        period = [str(self.since - datetime.timedelta(days=9)), str(self.since)]
        self.assertEqual(self._ask(period=period), (100, {"increased": 30}, 130))
        fall = self.Waterfall.get_waterfall(
            {"first": str(self.since), "last": str(self.clock.date())}
        )
        self.assertTrue(fall["is_rebuilt"])

    def test_groups_have_names(self):
        self.deal.user_id = self.colleague
        self._end_transaction()
        fall = self.Waterfall.with_user(self.manager).get_waterfall(
            {
                "first": str(self.since), "last": str(self.clock.date()), "group_by": "user_id",
                "domain": [("partner_id", "=", self.customer.id)],
            }
        )  # fmt: skip
        self.assertEqual(
            [(group["name"], group["start"], group["end"]) for group in fall["groups"]],
            [("Carl Colleague", 0, 100), ("Rosa Rep", 180, 80)],
        )

    def test_who_may_not_ask(self):
        for user in (self.portal, self.public):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.Waterfall.with_user(user).get_waterfall({})

    def test_senseless_questions_are_refused(self):
        for options in (
            {"first": "2026-10-02", "last": "2026-10-01"},
            {"first": "yesterday"},
            {"measure": "anything"},
            {"group_by": "tag_ids"},
            {"statuses": ["merged"]},
            {"period": ["2026-10-02"]},
        ):
            with self.subTest(options=options), self.assertRaises(UserError):
                self.Waterfall.get_waterfall(options)

    def test_a_fixed_number_of_queries(self):
        options = {"first": str(self.since), "last": str(self.clock.date())}
        Waterfall = self.Waterfall.with_user(self.manager)
        Waterfall.get_waterfall(options)
        with self.assertQueryCount(5):
            Waterfall.get_waterfall(options)
