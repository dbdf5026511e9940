import datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import FunnelCommon


class HistoryCommon(FunnelCommon):
    """Each step of a story is a transaction of its own: an injected clock, then the flush."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clock = cls.env.cr.now() + datetime.timedelta(days=1)
        cls.env["crm.lead.history"]._record()

    def setUp(self):
        super().setUp()
        self._set_clock(self.clock)

    def _set_clock(self, moment):
        self.clock = moment
        self.env.cr._now = moment

    def _end_transaction(self):
        """Flush as a commit would, and let the next transaction begin a day later."""
        self.env.cr.flush()
        self._set_clock(self.clock + datetime.timedelta(days=1))

    def _rows(self, lead):
        return self.env["crm.lead.history"].search(
            [("lead_id", "=", lead.id)], order="valid_from, id"
        )


@tagged("-at_install", "post_install")
class TestHistory(HistoryCommon):
    def setUp(self):
        super().setUp()
        self.lead = self._create_lead(stage=self.stage_above, expected_revenue=100)
        self._end_transaction()

    def test_a_new_lead_has_one_open_row(self):
        row = self._rows(self.lead)
        self.assertEqual(len(row), 1)
        self.assertEqual((row.status, row.origin, row.stage_name), ("open", "live", "Above"))
        self.assertEqual((row.weighted_revenue, row.probability), (25, 25))
        self.assertEqual((row.user_name, row.team_name), ("Rosa Rep", "Harbour"))
        self.assertFalse(row.valid_to)

    def test_each_transaction_closes_a_row_and_opens_the_next(self):
        self.lead.with_user(self.rep).stage_id = self.stage_in
        self._end_transaction()
        self.lead.expected_revenue = 200
        self._end_transaction()
        first, second, third = self._rows(self.lead)
        self.assertEqual(first.valid_to, second.valid_from)
        self.assertEqual(second.valid_to, third.valid_from)
        self.assertEqual((second.stage_from_name, second.stage_name), ("Above", "In"))
        self.assertEqual(second.changed_by_name, "Rosa Rep")
        self.assertEqual(third.stage_since, second.valid_from, "still in the stage")
        self.assertEqual((third.expected_revenue, third.weighted_revenue), (200, 80))

    def test_several_flushes_of_one_transaction_leave_one_row(self):
        for amount in (1, 2, 3):
            self.lead.expected_revenue = amount
            self.env.cr.flush()
        self._end_transaction()
        self.assertEqual(self._rows(self.lead).mapped("expected_revenue"), [100, 3])

    def test_there_and_back_in_one_transaction_leaves_no_trace(self):
        self.lead.stage_id = self.stage_in
        self.env.cr.flush()
        self.lead.stage_id = self.stage_above
        self._end_transaction()
        row = self._rows(self.lead)
        self.assertEqual(len(row), 1)
        self.assertFalse(row.valid_to)

    def test_what_is_not_part_of_the_state_opens_no_row(self):
        self.lead.write({"name": "Another name", "priority": "2"})
        self._end_transaction()
        self.assertEqual(len(self._rows(self.lead)), 1)

    def test_won_lost_and_restored(self):
        self.lead.action_set_won()
        self._end_transaction()
        self.lead.stage_id = self.stage_in
        self._end_transaction()
        self.lead.action_set_lost()
        self._end_transaction()
        self.lead.action_restore()
        self._end_transaction()
        self.assertEqual(
            self._rows(self.lead).mapped("status"), ["open", "won", "open", "lost", "open"]
        )

    def test_deleting_stage_person_team_and_lead_leaves_ids_and_names(self):
        team = self.env["crm.team"].create({"name": "Short-lived"})
        stage = self._create_stage("Passing", 10, teams=team)
        user = self.rep.copy({"login": "sft_gone", "name": "Gone Girl"})
        lead = self._create_lead(stage=stage, team_id=team.id, user_id=user.id)
        self._end_transaction()
        ids = (stage.id, team.id, user.id, lead.id)
        lead.unlink()
        self._end_transaction()
        stage.unlink()
        team.unlink()
        user.unlink()
        self._end_transaction()
        rows = self.env["crm.lead.history"].search([("lead_id", "=", ids[3])], order="id")
        self.assertEqual(rows.mapped("status"), ["open", "removed"])
        for row in rows:
            raw = row.read(["stage_name", "team_name", "user_name"])[0]
            self.assertEqual(
                (raw["stage_name"], raw["team_name"], raw["user_name"]),
                ("Passing", "Short-lived", "Gone Girl"),
            )
        self.env.cr.execute(
            "SELECT DISTINCT stage_id, team_id, user_id, lead_id FROM crm_lead_history"
            " WHERE lead_id = %s",
            [ids[3]],
        )
        self.assertEqual(self.env.cr.fetchall(), [ids])

    def test_merged_leads_end_as_merged_into_the_head(self):
        other = self._create_lead(stage=self.stage_in)
        self._end_transaction()
        pair = self.lead | other
        head = pair.merge_opportunity()
        self._end_transaction()
        gone = self._rows(self.env["crm.lead"].browse((pair - head).ids))
        self.assertEqual(gone[-1].status, "merged")
        self.assertEqual(gone[-1].merged_into_id, head)
        self.assertFalse(self._rows(head)[-1].valid_to)

    def test_merging_customers_leaves_the_past(self):
        double = self.env["res.partner"].create({"name": "Hale Tools Ltd", "is_company": True})
        lead = self._create_lead(partner_id=double.id)
        self._end_transaction()
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.customer | double).ids, self.customer
        )
        self._end_transaction()
        rows = self._rows(lead)
        self.assertEqual(rows[0].customer_name, "Hale Tools Ltd")
        self.assertEqual(rows[0].read(["partner_id"], load="")[0]["partner_id"], double.id)
        self.env["crm.lead.history"]._check()
        self.assertEqual(self._rows(lead)[-1].customer_id, self.customer)

    def test_raw_sql_behind_our_back_is_detected(self):
        self.env.cr.execute(
            "UPDATE crm_lead SET expected_revenue = 7 WHERE id = %s", [self.lead.id]
        )
        other = self._create_lead()
        self._end_transaction()
        self.env.cr.execute("DELETE FROM crm_lead WHERE id = %s", [other.id])
        self.env.invalidate_all()
        self.assertEqual(self.env["crm.lead.history"]._check(), 2)
        row = self._rows(self.lead)[-1]
        self.assertEqual((row.expected_revenue, row.origin), (7, "detected"))
        self.assertEqual(self._rows(other)[-1].status, "removed")
        self.assertEqual(self.env["crm.lead.history"]._check(), 0, "history and present agree")

    def test_nobody_writes_the_past(self):
        row = self._rows(self.lead)
        for user in (self.rep, self.manager, self.administrator, self.env.ref("base.user_admin")):
            with self.subTest(user=user.login):
                mine = row.with_user(user)
                for attempt in (
                    lambda mine=mine: mine.write({"expected_revenue": 1}),
                    lambda mine=mine: mine.unlink(),
                    lambda mine=mine: mine.create({"lead_id": 1, "valid_from": self.clock}),
                ):
                    with self.assertRaises(UserError):
                        attempt()
        with self.assertRaises(UserError):
            row.sudo().write({"expected_revenue": 1})

    def test_who_may_read_what(self):
        History = self.env["crm.lead.history"]
        theirs = self._create_lead(
            stage=self.stage_beside, user_id=self.rep_beside.id, team_id=self.team_beside.id
        )
        self._end_transaction()
        mine, beside = self._rows(self.lead), self._rows(theirs)
        sees = {
            self.rep: mine,
            self.rep_beside: beside,
            self.leader: mine,
            self.head: mine | beside,
            self.manager: mine | beside,
            self.foreigner: History,
        }
        for user, expected in sees.items():
            with self.subTest(user=user.login):
                found = History.with_user(user).search([("id", "in", (mine | beside).ids)])
                self.assertEqual(found.sudo(), expected.sudo() & (mine | beside).sudo())
        for user in (self.portal, self.public):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                History.with_user(user).search([])

    def test_odoos_own_score_is_kept_once_a_week(self):
        self.team.probability_source = "predictive"
        lead = self._create_lead(stage=self.stage_in)
        self._end_transaction()
        self.assertTrue(self._rows(lead).is_scored)
        self.env.cr.execute(
            "UPDATE crm_lead SET probability = 61, automated_probability = 61 WHERE id = %s",
            [lead.id],
        )
        self.env.invalidate_all()
        self.env["crm.lead.history"]._check()
        self.assertEqual(len(self._rows(lead)), 1)
        self._end_transaction()
        self.env["crm.lead.history"]._record(with_scores=True)
        self.assertEqual(self._rows(lead)[-1].probability, 61)

    def test_the_week_is_closed_once(self):
        company = self.env.company
        company.weekly_close_date = False
        self.team.probability_source = "predictive"
        lead = self._create_lead(stage=self.stage_in)
        self._end_transaction()
        company._close_weeks()
        self._end_transaction()
        self.env.cr.execute(
            "UPDATE crm_lead SET probability = 61, automated_probability = 61 WHERE id = %s",
            [lead.id],
        )
        self.env.invalidate_all()
        company.weekly_close_date = self.clock
        self.assertFalse(company._close_weeks(), "this week is closed already")
        self._set_clock(self.clock + datetime.timedelta(days=8))
        self.assertTrue(company._close_weeks())
        self.assertEqual(self._rows(lead)[-1].probability, 61)

    def test_one_query_whatever_the_number(self):
        def move(leads, stage):
            leads.write({"stage_id": stage.id})
            self.env.cr.flush()

        few = self.env["crm.lead"].union(*[self._create_lead() for _ in range(3)])
        many = self.env["crm.lead"].union(*[self._create_lead() for _ in range(30)])
        self._end_transaction()
        counts = []
        for leads in (few, many):
            noted = self.env.cr.precommit.data
            leads.write({"stage_id": self.stage_in.id})
            self.env.flush_all()
            start = self.env.cr.sql_log_count
            self.env.cr.flush()
            counts.append(self.env.cr.sql_log_count - start)
            self.assertFalse(noted)
        self.assertEqual(counts, [1, 1])


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "stage",
                "amount",
                "user",
                "hand",
                "lost",
                "restore",
                "won",
                "deadline",
                "delete",
                "merge",
                "create",
                "twice",
            ]
        ),
        st.integers(0, 3),
        st.integers(0, 3),
    ),
    min_size=3,
    max_size=14,
)


@tagged("-at_install", "post_install")
class TestHistoryLaw(HistoryCommon):
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    def test_as_of_any_step_is_the_copy_taken_at_that_step(self, steps):
        with self.env.cr.savepoint(flush=False) as savepoint:
            self.env["crm.lead"].with_context(active_test=False).search([]).unlink()
            leads = self.env["crm.lead"]
            for amount in (10, 20, 30):
                leads |= self._create_lead(stage=self.stage_above, expected_revenue=amount)
            copies = []
            for step in [("none", 0, 0), *steps]:
                leads = self._take_step(leads.exists(), *step)
                self.env.cr.flush()
                copies.append((self.clock, self._copy()))
                self._set_clock(self.clock + datetime.timedelta(hours=1))
            for moment, copy in copies:
                self.assertEqual(self._as_of(moment), copy)
            self.assertEqual(self.env["crm.lead.history"]._check(), 0)
            self.env.invalidate_all()
            savepoint.rollback()
        self.env.cr.precommit.clear()

    def _take_step(self, leads, step, which, value):
        if step == "create" or not leads:
            stage = self._stages()[value]
            return leads | self._create_lead(stage=stage, expected_revenue=value)
        lead = leads[which % len(leads)]
        getattr(self, f"_step_{step}")(lead, value, leads)
        return leads.exists()

    def _stages(self):
        return [self.stage_above, self.stage_in, self.stage_best, self.stage_above]

    def _step_none(self, lead, value, leads):
        """Nothing happens in this transaction."""

    def _step_stage(self, lead, value, leads):
        if lead.won_status != "lost":
            lead.stage_id = self._stages()[value]

    def _step_amount(self, lead, value, leads):
        lead.expected_revenue = value * 100

    def _step_user(self, lead, value, leads):
        lead.user_id = [self.rep, self.colleague, self.rep_beside, self.rep][value]

    def _step_hand(self, lead, value, leads):
        if lead.won_status == "pending":
            lead.probability = 20 + value

    def _step_deadline(self, lead, value, leads):
        lead.date_deadline = self.clock.date() + datetime.timedelta(days=value)

    def _step_lost(self, lead, value, leads):
        if lead.won_status == "pending":
            lead.action_set_lost()

    def _step_restore(self, lead, value, leads):
        if lead.won_status == "lost":
            lead.action_restore()

    def _step_won(self, lead, value, leads):
        if lead.won_status != "lost":
            lead.action_set_won()

    def _step_delete(self, lead, value, leads):
        lead.unlink()

    def _step_merge(self, lead, value, leads):
        if len(leads) > 1:
            leads[:2].merge_opportunity()

    def _step_twice(self, lead, value, leads):
        lead.expected_revenue = 1
        self.env.cr.flush()
        lead.expected_revenue = value

    def _copy(self):
        self.env.cr.execute(
            """SELECT id, CASE won_status WHEN 'pending' THEN 'open' ELSE won_status END, stage_id,
                expected_revenue, probability, prorated_revenue, user_id, team_id, date_deadline
            FROM crm_lead ORDER BY id"""
        )
        return self.env.cr.fetchall()

    def _as_of(self, moment):
        History = self.env["crm.lead.history"]
        query = History._search(History._as_of(moment))
        self.env.cr.execute(
            query.select(
                *(
                    History._field_to_sql(History._table, name)
                    for name in (
                        "lead_id",
                        "status",
                        "stage_id",
                        "expected_revenue",
                        "probability",
                        "weighted_revenue",
                        "user_id",
                        "team_id",
                        "date_deadline",
                    )
                )
            )
        )
        return sorted(self.env.cr.fetchall())
