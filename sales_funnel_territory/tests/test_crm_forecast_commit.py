import contextlib
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import format_date

from ..exceptions import CommitRulesError
from .common import CountsQueries
from .test_crm_lead_gated import GateCommon

ALL = {
    "commit_needs_economic_buyer": True,
    "commit_needs_criteria": True,
    "commit_needs_date_in_period": True,
    "commit_limits_slips": True,
}


class CommitCommon(GateCommon):
    """The team demands a closing date within the year before a deal is committed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.team"].search([]).commit_mode = "none"  # the demo's
        cls.gate.active = False
        cls.stage_best.forecast_category = "commit"
        cls.stage_in.forecast_category = "best_case"
        cls.stage_above.forecast_category = "pipeline"
        cls.today = fields.Date.to_date(cls.env.cr.now())
        cls.later = cls.today + timedelta(days=800)
        cls.lead.date_deadline = cls.later
        cls._set_rules(commit_needs_date_in_period=True, commit_period="year")

    @classmethod
    def _set_rules(cls, team=None, **values):
        (team or cls.team).write({"commit_mode": "refuse", **values})
        cls._end_transaction()

    def _commit(self, lead=None, user=None, **values):
        (lead or self.lead).with_user(user or self.rep).write(
            {"forecast_category": "commit", "forecast_category_reason": "Promised", **values}
        )

    def _refused(self, work):
        """Run something in a savepoint that its refusal rolls back; return the error."""
        with self.assertRaises(CommitRulesError) as caught, self.env.cr.savepoint():
            work()
        self._end_transaction()
        self.assertNotEqual(self.lead.forecast_category, "commit")
        return caught.exception

    def _passes(self, work):
        work()
        self._end_transaction()
        self.assertEqual(self.lead.forecast_category, "commit")

    def _states(self, lead=None):
        items = (lead or self.lead).get_commit_items()
        return {item["id"]: item["state"] for item in items}

    def _meet_economic_buyer(self, lead=None, state="submitted", is_met=True):
        lead = lead or self.lead
        buyer = self.env["res.partner"].create({"name": "Elsa", "parent_id": self.customer.id})
        lead.partner_id = self.customer
        self.customer.is_sales_customer = True
        self.env["crm.buying.role"].create(
            {"lead_id": lead.id, "partner_id": buyer.id, "role": "economic"}
        )
        report = self.env["crm.call.report"].create(
            {
                "partner_id": self.customer.id,
                "user_id": self.rep.id,
                "opportunity_ids": [(6, 0, lead.ids)],
                "person_ids": [(0, 0, {"contact_id": buyer.id, "is_met": is_met})],
            }
        )
        self.env.flush_all()
        # its state is a matter of buttons, which other tests press
        self.env.cr.execute(
            "UPDATE crm_call_report SET state = %s WHERE id = %s", (state, report.id)
        )
        self.env.invalidate_all()
        self._end_transaction()
        return report


@tagged("-at_install", "post_install")
class TestCommitRules(CommitCommon):
    def test_refused_with_a_sentence_that_names_lead_and_remedy(self):
        error = self._refused(self._commit)
        self.assertIn("New hall cannot be committed yet. Harbour demands", str(error))
        self.assertIn("The closing lies in the period", str(error))
        [refusal] = error.context["refusals"]
        self.assertEqual(refusal["lead_id"], self.lead.id)
        self.assertEqual([one["id"] for one in refusal["demands"]], ["date_in_period"])
        self.assertFalse(refusal["is_move"])
        self._passes(lambda: self._commit(date_deadline=self.today))

    def test_every_path(self):
        """By its stage, by a new lead, by a form, by another team, by coming back."""
        paths = {
            "stage": lambda: self.lead.with_user(self.rep).write({"stage_id": self.stage_best.id}),
            "new": lambda: self._create_lead(stage=self.stage_best, date_deadline=self.later),
            "new by hand": lambda: self._create_lead(
                stage=self.stage_above, forecast_category="commit", date_deadline=False
            ),
            "form": self._commit_in_a_form,
            "save of several": lambda: self.lead.with_user(self.rep).web_save_multi(
                [{"forecast_category": "commit", "forecast_category_reason": "Promised"}], {}
            ),
        }
        for name, path in paths.items():
            with self.subTest(path=name):
                error = self._refused(path)
                is_new = name.startswith("new")
                self.assertEqual(not error.context["refusals"][0]["lead_id"], is_new)

    def _commit_in_a_form(self):
        values = {"forecast_category": "commit", "forecast_category_reason": "Promised"}
        self.lead.with_user(self.rep).web_save(values, {"forecast_category": {}})

    def test_a_committed_lead_comes_under_the_rules(self):
        """Of the team it changes to, and again when it is taken up again."""
        self.team.commit_mode = "none"
        self._end_transaction()
        self._passes(self._commit)
        self._set_rules()
        self.lead.action_set_lost()
        self._end_transaction()
        with self.assertRaises(CommitRulesError), self.env.cr.savepoint():
            self.lead.action_unarchive()
        self._end_transaction()
        self.assertEqual(self.lead.won_status, "lost")

    def test_committed_where_nobody_looks(self):
        """In the archive it promises nothing; it is judged when it comes out."""
        self.lead.action_archive()
        self._end_transaction()
        self._passes(self._commit)
        with self.assertRaises(CommitRulesError), self.env.cr.savepoint():
            self.lead.with_user(self.rep).action_unarchive()
        self._end_transaction()
        self.assertFalse(self.lead.active)

    def test_what_is_committed_may_change_and_is_told(self):
        self._passes(lambda: self._commit(date_deadline=self.today))
        self.lead.date_deadline = self.later
        self.lead.expected_revenue = 7
        self._end_transaction()
        self.assertEqual(self.lead.commit_missing, 1)
        self.assertEqual(self._states(), {"date_in_period": "missing"})

    def test_committed_then_put_off_in_one_transaction(self):
        def both():
            self._commit(date_deadline=self.today)
            self.env.cr.flush()
            self.lead.date_deadline = self.later
            self.lead.forecast_category_reason = "Promised again"
            self.env.cr.flush()

        self._refused(both)

    def test_whoever_swallows_the_refusal_meets_it_again(self):
        self._commit()
        self.env.flush_all()
        for _time in range(2):
            try:  # not assertRaises: its savepoint would judge before we listen
                self.env.cr.precommit.run()
            except CommitRulesError as error:
                self.assertEqual(error.context["refusals"][0]["lead_id"], self.lead.id)
            else:
                self.fail("nobody was refused")
        self.env.cr.precommit.clear()

    def test_warn_tells_and_refuses_nobody(self):
        self.team.commit_mode = "warn"
        self._end_transaction()
        self.assertEqual(self.lead.commit_missing, 0, "nobody said it was a commit")
        self._passes(self._commit)
        self.assertEqual(self.lead.commit_missing, 1)
        [item] = self.lead.commit_checklist
        self.assertFalse(item["is_blocking"])

    def test_who_was_warned_and_went_on_stands_in_the_chatter(self):
        """Said once: not at each savepoint, nor when it is taken up again later."""
        self._set_rules(commit_mode="warn")
        with self.env.cr.savepoint():
            self._commit()
        self._passes(lambda: self.lead.with_user(self.rep).write({"expected_revenue": 5}))
        [word] = self._words()
        self.assertIn("closing lies in the period", word.body)
        self.lead.action_set_lost()
        self._end_transaction()
        self._passes(self.lead.action_unarchive)
        self.assertEqual(self.lead.commit_missing, 1)
        self.assertEqual(self._words(), word)

    def test_the_word_is_what_is_missing_at_the_end(self):
        """A savepoint on the way judges, too: what it said is taken back."""
        self._set_rules(commit_mode="warn", commit_needs_economic_buyer=True)
        with self.env.cr.savepoint():
            self._commit()
        self.assertIn("closing lies in the period", self._words().body)
        self.lead.with_user(self.rep).date_deadline = self.today
        self._end_transaction()
        [word] = self._words()
        self.assertNotIn("closing", word.body)
        self.assertIn("economic buyer", word.body)

    def test_no_word_of_what_was_filled_in_before_the_end(self):
        self._set_rules(commit_mode="warn")
        self._commit()
        with self.env.cr.savepoint():
            pass
        self._passes(lambda: self.lead.with_user(self.rep).write({"date_deadline": self.today}))
        self.assertFalse(self._words())

    def test_a_word_that_was_rolled_back_is_said_again(self):
        self._set_rules(commit_mode="warn")
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            self._commit()
            self.env.cr.flush()
            raise ZeroDivisionError
        self.assertFalse(self._words())
        self._passes(self._commit)
        self.assertEqual(len(self._words()), 1)

    def test_the_word_outlives_the_refusal_of_another_lead(self):
        """Whoever swallows the refusal, and puts it right, still leaves the word."""
        self._set_rules(commit_mode="warn")
        self._set_rules(self.team_beside, commit_needs_date_in_period=True, commit_period="year")
        other = self._create_lead(
            team_id=self.team_beside.id, user_id=self.rep_beside.id, date_deadline=self.later
        )
        self._end_transaction()
        self._commit()
        self._commit(other, self.rep_beside)
        with contextlib.suppress(CommitRulesError):
            self.env.cr.flush()
            self.fail("the other team refuses")
        other.date_deadline = self.today
        self._end_transaction()
        self.assertEqual(other.forecast_category, "commit")
        self.assertEqual(len(self._words()), 1)

    def _words(self):
        self.lead.invalidate_recordset(["message_ids"])
        return self.lead.message_ids.filtered(lambda one: "misses" in (one.body or ""))

    def test_other_teams_have_none(self):
        lead = self._create_lead(
            team_id=self.team_beside.id, user_id=self.rep_beside.id, date_deadline=self.later
        )
        self._commit(lead, self.rep_beside)
        self._end_transaction()
        self.assertEqual(lead.forecast_category, "commit")
        self.assertFalse(lead.commit_checklist)

    def test_a_stage_that_becomes_commit_refuses_nobody(self):
        lead = self._create_lead(stage=self.stage_in, date_deadline=self.later)
        self._end_transaction()
        self.stage_in.forecast_category = "commit"
        self._end_transaction()
        self.assertEqual((lead.forecast_category, lead.commit_missing), ("commit", 1))

    def test_where_nobody_stands_before_a_screen_it_is_left_uncommitted(self):
        """Lead assignment, mail: the lead goes where it goes, and is no commit."""
        self.lead.with_context(gate_landing="first").stage_id = self.stage_best
        self._end_transaction()
        self.assertEqual(self.lead.stage_id, self.stage_best)
        self.assertEqual(self.lead.forecast_category, "best_case")
        self.assertIn("closing lies in the period", self.lead.forecast_category_reason)

    def test_rules_that_demand_nothing_are_none(self):
        with self.assertRaises(ValidationError):
            self.team.commit_needs_date_in_period = False
        with self.assertRaises(AccessError):
            self.team.with_user(self.rep).commit_mode = "none"

    def test_rules_count_at_once_and_are_forgotten_with_the_transaction(self):
        self.team.commit_mode = "none"
        self.assertFalse(self.env["crm.team"]._get_commit_rules())
        self.team.commit_mode = "warn"
        self.assertEqual(list(self.env["crm.team"]._get_commit_rules()), self.team.ids)
        self.assertFalse(self.env["crm.team"]._get_commit_refusing())


@tagged("-at_install", "post_install")
class TestCommitDemands(CommitCommon):
    """Each demand against real records."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.commit_limits_slips = True
        cls.team.commit_needs_date_in_period = False
        cls._end_transaction()

    def _only(self, name, **values):
        self.team.write({**dict.fromkeys(ALL, False), name: True, **values})
        self._end_transaction()

    def _go_on(self, days):
        self._end_transaction()
        clock = fields.Datetime.to_datetime(self.today) + timedelta(days=days + 1)
        self.patch(self.env.cr, "_now", clock)

    def test_the_economic_buyer_was_met(self):
        self._only("commit_needs_economic_buyer")
        self._refused(self._commit)
        self._meet_economic_buyer()
        self._passes(self._commit)

    def test_a_report_that_is_not_submitted_or_met_somebody_else_is_none(self):
        self._only("commit_needs_economic_buyer")
        other = self._create_lead(stage=self.stage_above)
        self._meet_economic_buyer(state="in_progress")
        self._meet_economic_buyer(is_met=False)
        self._meet_economic_buyer(lead=other)
        self.env["crm.buying.role"].create(
            {"lead_id": self.lead.id, "partner_id": self.rep.partner_id.id, "role": "economic"}
        )
        self._refused(self._commit)

    def test_the_criteria_of_its_stage(self):
        self._only("commit_needs_criteria")
        self.gate.write({"active": True, "level": "advisory"})
        self._end_transaction()
        self._refused(self._commit)
        self._passes(lambda: self._commit(phone="1"))

    def test_slips_count_also_the_one_just_made(self):
        """Each day a transaction of its own, as the history counts them."""
        self._only("commit_limits_slips", commit_max_slips=1)
        self.lead.date_deadline = self.today
        self._go_on(1)
        self._passes(lambda: self._commit(date_deadline=self.today + timedelta(days=9)))
        self._go_on(2)
        self.lead.forecast_category = "pipeline"
        self._go_on(3)
        self._refused(lambda: self._commit(date_deadline=self.today + timedelta(days=10)))
        self._passes(lambda: self._commit(date_deadline=self.today))

    def test_the_period_of_its_company(self):
        self._only("commit_needs_date_in_period", commit_period="month")
        items = {item["id"]: item for item in self.lead.get_commit_items()}
        first = self.today.replace(day=1)
        self.assertIn(format_date(self.env, first), items["date_in_period"]["help"])
        self._refused(lambda: self._commit(date_deadline=first - timedelta(days=1)))
        self._passes(lambda: self._commit(date_deadline=first))


@tagged("-at_install", "post_install")
class TestCommitWaivers(CommitCommon):
    """A leader lets one deal pass; nobody grants his own."""

    def _ask(self, user=None):
        self.lead.with_user(user or self.rep).ask_commit_waiver(
            ["date_in_period"], "They pay in January, and have signed"
        )
        self._end_transaction()
        return self.lead.forecast_waiver_ids

    def test_asked_granted_committed(self):
        self.assertEqual(
            self.lead.with_user(self.rep).ask_commit_waiver(["date_in_period"], "Signed"),
            "Leo Leader",
        )
        self._end_transaction()
        waiver = self.lead.forecast_waiver_ids
        self.assertEqual(self._states(), {"date_in_period": "asked"})
        self._refused(self._commit)
        waiver.with_user(self.leader).decide("granted", "Fine")
        self._end_transaction()
        self.assertEqual(self._states(), {"date_in_period": "waived"})
        self._passes(self._commit)
        self.assertEqual(self.lead.commit_missing, 0)
        self.assertIn("closing lies in the period", waiver.display_name)

    def test_refused(self):
        self._ask().with_user(self.manager).decide("refused", "Wait")
        self._end_transaction()
        self._refused(self._commit)
        [item] = self.lead.get_commit_items()
        self.assertEqual((item["state"], item["refused"][0]["comment"]), ("missing", "Wait"))

    def test_nobody_grants_his_own(self):
        waiver = self._ask()
        for user in (self.rep, self.colleague):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                waiver.with_user(user).action_grant()
        self.lead.user_id = self.leader
        self._end_transaction()
        with self.assertRaises(AccessError):
            waiver.with_user(self.leader).action_grant()
        waiver.with_user(self.head).action_grant()
        self.assertEqual(waiver.decided_by_id, self.head)

    def test_asked_once_and_never_written_as_granted(self):
        waiver = self._ask()
        with self.assertRaises(UserError):
            self._ask()
        with self.assertRaises(AccessError):
            waiver.with_user(self.manager).write({"state": "granted"})
        with self.assertRaises(UserError):
            waiver.with_user(self.rep).write({"demand": "slips"})
        values = {"lead_id": self.lead.id, "demand": "slips", "reason": "x", "state": "granted"}
        other = self.env["crm.forecast.waiver"].with_user(self.rep).create(values)
        self.assertEqual(other.state, "requested")

    def test_who_sees_it(self):
        waiver = self._ask()
        Waiver = self.env["crm.forecast.waiver"]
        for user in (self.rep, self.leader, self.head, self.manager, self.administrator):
            self.assertTrue(Waiver.with_user(user).search([("id", "=", waiver.id)]), user.name)
        for user in (self.colleague, self.rep_beside, self.foreigner):
            self.assertFalse(Waiver.with_user(user).search([("id", "=", waiver.id)]), user.name)
        for user in (self.portal, self.public):
            with self.assertRaises(AccessError):
                Waiver.with_user(user).search([])

    def test_merged_leads_keep_their_waivers(self):
        """The same one asked twice stays once, the granted one first."""
        waiver = self._ask()
        waiver.with_user(self.leader).action_grant()
        double = self._create_lead(stage=self.stage_above, date_deadline=self.later)
        double.with_user(self.rep).ask_commit_waiver(["date_in_period"], "Again")
        double.with_user(self.rep).ask_commit_waiver(["slips"], "Bad luck")
        self._end_transaction()
        merged = (self.lead | double).merge_opportunity(user_id=self.rep.id, team_id=self.team.id)
        self._end_transaction()
        states = {(one.demand, one.state) for one in merged.forecast_waiver_ids}
        self.assertEqual(
            states,
            {
                ("date_in_period", "granted"),
                ("date_in_period", "withdrawn"),
                ("slips", "requested"),
            },
        )


@tagged("-at_install", "post_install")
class TestCommitImport(CommitCommon):
    COLUMNS = ("name", "type", "team_id/.id", "stage_id/.id", "date_deadline")

    def _load(self, days, **context):
        rows = [
            [f"Row {number}", "opportunity", str(self.team.id), str(self.stage_best.id), str(day)]
            for number, day in enumerate(days)
        ]
        Lead = self.env["crm.lead"].with_user(self.rep).with_context(**context)
        result = Lead.load(list(self.COLUMNS), rows)
        self._end_transaction()
        return result

    def test_all_rows_are_reported_at_once(self):
        result = self._load([self.later] * 15 + [self.today])
        self.assertFalse(result["ids"])
        self.assertEqual(len(result["messages"]), 15)
        self.assertEqual(result["messages"][-1]["record"], 14)
        self.assertIn("Row 14 cannot be committed", result["messages"][-1]["message"])
        self.assertFalse(self.env["crm.lead"].search([("name", "=like", "Row %")]))

    def test_an_import_into_a_team_that_warns_leaves_the_word(self):
        """Also where another team refuses, and the import is judged at its end."""
        for beside in ("none", "refuse"):
            with self.subTest(beside=beside):
                self._set_rules(commit_mode="warn")
                self._set_rules(
                    self.team_beside, commit_mode=beside, commit_needs_date_in_period=True
                )
                result = self._load([self.later, self.today])
                leads = self.env["crm.lead"].browse(result["ids"])
                self.assertEqual(leads.mapped("forecast_category"), ["commit", "commit"])
                told = ["misses" in str(lead.message_ids.mapped("body")) for lead in leads]
                self.assertEqual(told, [True, False])

    def test_put_into_the_first_stage_means_uncommitted(self):
        result = self._load([self.later, self.today], gate_import="first")
        leads = self.env["crm.lead"].browse(result["ids"])
        self.assertEqual(leads.mapped("forecast_category"), ["best_case", "commit"])


@tagged("-at_install", "post_install")
class TestCommitQueries(CountsQueries, CommitCommon):
    """What it costs: nothing without rules, a fixed few with them."""

    def _create_leads(self, number):
        leads = self.env["crm.lead"].create(
            [
                {
                    "name": f"Deal {index}",
                    "type": "opportunity",
                    "team_id": self.team.id,
                    "user_id": self.rep.id,
                    "stage_id": self.stage_above.id,
                    "date_deadline": self.today,
                }
                for index in range(number)
            ]
        )
        self._end_transaction()
        return leads

    def _count_committing(self, leads):
        stages = [self.stage_best, self.stage_above]

        def move():
            leads.write({"stage_id": stages[0].id})
            self.env.cr.flush()
            self.env.cr.postcommit.clear()
            stages.reverse()
            self.env.invalidate_all()

        for _time in range(2):
            move()
        before = self.env.cr.sql_log_count
        move()
        cost = self.env.cr.sql_log_count - before
        move()
        return cost

    def test_none_without_rules_and_at_most_three_with(self):
        leads = self._create_leads(30)
        self.team.commit_mode = "none"
        self._end_transaction()
        plain = self._count_committing(leads)
        self.assertFalse(self.env["crm.team"]._get_commit_rules())
        self.team.write(
            {"commit_mode": "refuse", **ALL, "commit_needs_economic_buyer": False}
        )  # fmt: skip
        self._end_transaction()
        with_rules = self._count_committing(leads)
        self.assertLessEqual(with_rules, plain + 3)
        more = self._create_leads(30)
        self.assertEqual(self._count_committing(leads | more), with_rules)

    def test_cards_cost_the_same_however_many(self):
        leads = self._create_leads(20)

        def read(some):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.web_read({"name": {}, "commit_missing": {}})
            return self.env.cr.sql_log_count - before

        read(leads)
        self.assertEqual(read(leads[:5]), read(leads))
