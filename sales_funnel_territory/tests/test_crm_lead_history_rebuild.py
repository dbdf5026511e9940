import datetime
import random
from itertools import pairwise

from odoo.fields import Domain
from odoo.tests import freeze_time, tagged

from .test_crm_lead_history import HistoryCommon


@tagged("-at_install", "post_install")
class TestRebuild(HistoryCommon):
    """A plain Odoo whose leads moved for months; then the app is installed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        cls.start = cls.clock - datetime.timedelta(days=200)

    def _live_through(self, steps):
        """Let leads move with Odoo's own means, and copy what Odoo tracks after each step."""
        chance = random.Random(7)
        copies, leads = [], self.env["crm.lead"]
        for day in range(steps):
            moment = self.start + datetime.timedelta(days=day)
            with freeze_time(moment):
                self._set_clock(moment)
                leads |= self._take_step(chance, leads)
                self.env.cr.flush()
            copies.append((moment, self._copy(leads)))
        return leads, copies

    def _take_step(self, chance, leads):
        stages = [self.stage_above, self.stage_in, self.stage_best, self.stage_won]
        if len(leads) < 8:
            return self.env["crm.lead"].create(
                {"name": "Old deal", "team_id": self.team.id, "user_id": self.rep.id,
                 "stage_id": self.stage_above.id, "expected_revenue": chance.randint(0, 9) * 100,
                 "type": "opportunity"}
            )  # fmt: skip
        lead = chance.choice(leads)
        match chance.choice(["stage", "amount", "user", "both"]):
            case "stage":
                lead.stage_id = chance.choice(stages)
            case "amount":
                lead.expected_revenue = chance.randint(0, 9) * 50
            case "user":
                lead.user_id = chance.choice([self.rep, self.colleague, self.env["res.users"]])
            case "both":
                lead.write({"stage_id": chance.choice(stages).id, "expected_revenue": 5})
        return lead

    def _copy(self, leads):
        return {
            (lead.id, lead.stage_id.id, lead.user_id.id, lead.team_id.id, lead.expected_revenue)
            for lead in leads
        }

    def _install(self):
        self.env.cr.execute("DELETE FROM crm_lead_history")
        self._set_clock(self.start + datetime.timedelta(days=190))
        self.env["crm.lead.history"]._record()
        return self.env["crm.lead.history"]._rebuild()

    def _as_of(self, moment, leads):
        rows = self.env["crm.lead.history"].search(
            self.env["crm.lead.history"]._as_of(moment) & self._of(leads)
        )
        return {
            (
                row["lead_id"],
                row["stage_id"],
                row["user_id"],
                row["team_id"],
                row["expected_revenue"],
            )
            for row in rows.read(
                ["lead_id", "stage_id", "user_id", "team_id", "expected_revenue"], load=""
            )
        }

    def _of(self, leads):
        return Domain("lead_id", "in", leads.ids)

    def test_the_rebuilt_past_is_what_the_chatter_tells(self):
        leads, copies = self._live_through(60)
        report = self._install()
        self.assertEqual(report["split"], 0)
        self.assertGreater(report["rows"], len(leads))
        for moment, copy in copies:
            self.assertEqual(self._as_of(moment, leads), copy)

    def test_every_stage_change_in_the_chatter_is_a_move(self):
        leads, _copies = self._live_through(60)
        self._install()
        self.env.cr.execute(
            """SELECT message.res_id, message.date, value.old_value_integer, value.new_value_integer
            FROM mail_tracking_value AS value
            JOIN mail_message AS message ON message.id = value.mail_message_id
            JOIN ir_model_fields AS field ON field.id = value.field_id
            WHERE message.model = 'crm.lead' AND message.res_id = ANY(%s)
              AND field.name = 'stage_id'""",
            [leads.ids],
        )
        chatter = set(self.env.cr.fetchall())
        self.assertGreater(len(chatter), 10)
        moves = self.env["crm.lead.history"].search(
            self._of(leads) & Domain("is_entry", "=", True) & Domain("stage_from_id", "!=", False)
        )
        self.assertEqual(
            {
                (row["lead_id"], row["valid_from"], row["stage_from_id"], row["stage_id"])
                for row in moves.read(
                    ["lead_id", "valid_from", "stage_from_id", "stage_id"], load=""
                )
            },
            chatter,
        )

    def test_history_and_present_agree_also_after_sql_behind_our_back(self):
        leads, _copies = self._live_through(40)
        self._install()
        History = self.env["crm.lead.history"]
        rebuilt = History.search_count(self._of(leads) & Domain("origin", "=", "rebuilt"))
        self.assertEqual(History._check(), 0)
        self._set_clock(self.clock + datetime.timedelta(days=1))
        self.env.cr.execute(
            "UPDATE crm_lead SET expected_revenue = 4711, stage_id = %s WHERE id = %s",
            [self.stage_beside.id, leads[0].id],
        )
        self.env.invalidate_all()
        self.assertEqual(History._check(), 1)
        self.assertEqual(self._rows(leads[0])[-1].origin, "detected")
        self.assertEqual(self._as_of(self.clock, leads), self._copy(leads))
        self.assertEqual(History._check(), 0)
        self.assertEqual(History._rebuild()["rows"], 0)
        self.assertEqual(
            History.search_count(self._of(leads) & Domain("origin", "=", "rebuilt")), rebuilt
        )

    def test_stages_have_a_normal_time_from_the_first_day(self):
        self._live_through(80)
        self.env.cr.execute("DELETE FROM crm_lead_history")
        self._set_clock(self.start + datetime.timedelta(days=190))
        self.env["crm.lead.history"]._begin()
        paces = self.env["crm.stage.pace"].search([("stage_id.team_ids", "in", self.team.ids)])
        self.assertTrue(paces)
        self.assertNotIn(self.stage_won, paces.stage_id)

    def test_it_is_told_what_was_rebuilt_and_what_not(self):
        leads, _copies = self._live_through(30)
        self._set_clock(self.start + datetime.timedelta(days=190))
        self.env.cr.execute("DELETE FROM crm_lead_history")
        History = self.env["crm.lead.history"].with_user(self.manager)
        self.assertIn("Nothing was rebuilt", History._describe_rebuilt())
        report = self.env["crm.lead.history"]._begin()
        self.assertTrue(leads)
        told = History.action_describe_rebuilt()["params"]["message"]
        self.assertIn(f"{report['rows']} states of {report['leads']} opportunities", told)
        self.assertIn("probability and expected closing", told)
        job = self.env["crm.funnel.job"].search([("key", "=", "history")])
        self.assertIn(f"{report['rows']} states", job.result)

    def test_a_second_run_adds_nothing(self):
        leads, _copies = self._live_through(20)
        self._install()
        before = self.env["crm.lead.history"].search_count(self._of(leads))
        self.assertEqual(self.env["crm.lead.history"]._rebuild()["rows"], 0)
        self.assertEqual(self.env["crm.lead.history"].search_count(self._of(leads)), before)

    def test_indexes_set_aside_come_back_as_odoo_knows_them(self):
        state = """SELECT pg_get_indexdef(indexrelid), obj_description(indexrelid, 'pg_class')
            FROM pg_index WHERE indrelid = 'crm_lead_history'::regclass ORDER BY 1"""
        self._live_through(10)
        self.env.cr.execute(state)
        before = self.env.cr.fetchall()
        self._install()
        self.env.cr.execute(state)
        self.assertEqual(self.env.cr.fetchall(), before)

    def test_unknown_figures_stay_empty_and_the_stage_continues(self):
        leads, _copies = self._live_through(30)
        self._install()
        for lead in leads:
            rows = self._rows(lead)
            self.assertEqual(rows[-1].origin, "live")
            self.assertEqual(set(rows[:-1].mapped("origin")), {"rebuilt"})
            self.assertEqual(rows[0].valid_from, lead.create_date)
            for earlier, later in pairwise(rows):
                self.assertEqual(earlier.valid_to, later.valid_from)
            self.assertFalse(any(rows[:-1].mapped("date_deadline")))
            if len(rows) > 1 and rows[-2].stage_id == rows[-1].stage_id:
                self.assertEqual(rows[-1].stage_since, rows[-2].stage_since)

    def test_the_log_of_merged_leads_is_told_apart(self):
        days = iter(range(100))

        def on_the_next_day(act):
            moment = self.start + datetime.timedelta(days=next(days))
            with freeze_time(moment):
                self._set_clock(moment)
                result = act()
                self.env.cr.flush()
            return result

        values = {"team_id": self.team.id, "user_id": self.rep.id, "type": "opportunity"}
        create = self.env["crm.lead"].create
        one = on_the_next_day(
            lambda: create({**values, "name": "One", "stage_id": self.stage_above.id})
        )
        two = on_the_next_day(
            lambda: create({**values, "name": "Two", "stage_id": self.stage_best.id})
        )
        on_the_next_day(lambda: one.write({"stage_id": self.stage_in.id}))
        on_the_next_day(lambda: two.write({"stage_id": self.stage_above.id}))
        on_the_next_day(lambda: one.write({"stage_id": self.stage_best.id}))
        head = on_the_next_day((one | two).merge_opportunity)
        self.assertEqual(head, one)
        report = self._install()
        self.assertEqual(report["split"], 1)
        rows = self._rows(one).filtered(lambda row: row.origin == "rebuilt")
        own = ["Above", "In", "Best Few"]
        self.assertEqual([name for name in rows.mapped("stage_name") if name in own][:1], ["Above"])
        moves = [(row.stage_from_name or "", row.stage_name) for row in rows]
        self.assertIn(("Above", "In"), moves)
        self.assertIn(("In", "Best Few"), moves)
        self.assertNotIn(("In", "Above"), moves, "another lead's move does not join")
