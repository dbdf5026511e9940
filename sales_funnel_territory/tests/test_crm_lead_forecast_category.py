from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import CountsQueries
from .test_crm_funnel_setup import FunnelSetupCommon
from .test_crm_lead_history import HistoryCommon


@tagged("-at_install", "post_install")
class TestForecastCategory(CountsQueries, HistoryCommon):
    """The category follows the stage until somebody says otherwise, and why."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for stage, category in (
            (cls.stage_above, "pipeline"),
            (cls.stage_in, "pipeline"),
            (cls.stage_best, "best_case"),
            (cls.stage_won, "closed"),
        ):
            stage.forecast_category = category
        cls.lead = cls._create_lead(stage=cls.stage_best, expected_revenue=100)

    def _set(self, category, reason="The board has signed off", lead=None, user=None):
        lead = (lead or self.lead).with_user(user or self.rep)
        lead.write({"forecast_category": category, "forecast_category_reason": reason})

    def test_it_follows_the_stage(self):
        self.assertEqual(self.lead.forecast_category, "best_case")
        self.lead.stage_id = self.stage_in
        self.assertEqual(self.lead.forecast_category, "pipeline")
        self.lead.action_set_won()
        self.assertEqual(self.lead.forecast_category, "closed")

    def test_cards_have_a_column_for_each_category(self):
        """Also where there is no card yet: one is dropped there."""
        board = self.env["crm.lead"].with_user(self.rep).with_context(read_group_expand=True)
        mine = [("id", "=", self.lead.id)]
        groups = board.formatted_read_group(mine, ["forecast_category"], ["__count"])
        self.assertEqual(
            [(group["forecast_category"], group["__count"]) for group in groups],
            [("omitted", 0), ("pipeline", 0), ("best_case", 1), ("commit", 0), ("closed", 0)],
        )

    def test_by_hand_needs_a_reason(self):
        with self.assertRaises(UserError):
            self.lead.with_user(self.rep).forecast_category = "commit"
        with self.assertRaises(UserError):
            self._set("commit", "  ")
        self._set("commit")
        self.assertEqual(self.lead.forecast_category, "commit")
        self.assertEqual(self.lead.forecast_category_reason, "The board has signed off")

    def test_what_is_said_already_needs_no_new_reason(self):
        self._set("commit")
        self.lead.write({"forecast_category": "commit", "expected_revenue": 5})
        self.assertEqual(self.lead.forecast_category_reason, "The board has signed off")
        with self.assertRaises(UserError):
            self.lead.forecast_category = "omitted"

    def test_the_stages_own_category_is_following_again(self):
        self._set("commit")
        self._set("best_case", "Never mind")
        self.assertFalse(self.lead.forecast_category_reason)
        self._set("commit")
        self.lead.forecast_category_reason = ""
        self.assertEqual(self.lead.forecast_category, "best_case")

    def test_the_next_stage_move_resets_it(self):
        self._set("commit")
        self.lead.stage_id = self.stage_in
        self.assertEqual(self.lead.forecast_category, "pipeline")
        self.assertFalse(self.lead.forecast_category_reason)
        self.lead.stage_id = self.stage_best
        self.assertEqual(self.lead.forecast_category, "best_case")

    def test_no_move_no_reset(self):
        """Odoo recomputes the stage with the salesperson, and may write the same again."""
        self._set("commit")
        for values in ({"user_id": self.colleague.id}, {"stage_id": self.stage_best.id}):
            with self.subTest(values=values):
                self.lead.write(values)
                self.env.flush_all()
                self.assertEqual(self.lead.forecast_category, "commit")

    def test_only_won_ones_are_closed(self):
        with self.assertRaises(UserError):
            self._set("closed")

    def test_move_and_category_in_one_write(self):
        values = {"stage_id": self.stage_in.id, "forecast_category": "commit"}
        with self.assertRaises(UserError):
            self.lead.write(values)
        self.lead.write({**values, "forecast_category_reason": "They called"})
        self.env.flush_all()
        self.assertEqual(self.lead.forecast_category, "commit")

    def test_created_with_one(self):
        lead = self._create_lead(stage=self.stage_in, forecast_category="commit")
        self.assertEqual(lead.forecast_category, "commit")
        self.assertTrue(lead.forecast_category_reason)
        Lead = self.env["crm.lead"].with_context(default_forecast_category="best_case")
        lead = Lead.create({"name": "Quick", "team_id": self.team.id, "user_id": self.rep.id})
        self.assertEqual(lead.forecast_category, "best_case")
        self.assertTrue(lead.forecast_category_reason)
        copy = self.env["crm.lead"].browse(lead.id).copy()
        self.assertEqual(copy.forecast_category, "pipeline")

    def test_in_a_form(self):
        with Form(self.lead.with_user(self.rep)) as form:
            form.stage_id = self.stage_in
        self.assertEqual(self.lead.forecast_category, "pipeline")

    def test_in_a_form_it_outlasts_other_changes(self):
        """Odoo recomputes a stage, and what depends on it, with the salesperson."""
        names = ("user_id", "team_id", "stage_id", "forecast_category", "forecast_category_reason")
        said = {"forecast_category": "commit", "forecast_category_reason": "They called"}
        changed = self.lead.with_user(self.leader).onchange(
            {**said, "user_id": self.colleague.id}, ["user_id"], {name: {} for name in names}
        )["value"]
        self.assertEqual({**said, **changed}["forecast_category"], "commit")
        self.assertEqual({**said, **changed}["forecast_category_reason"], "They called")

    def test_merged_leads_keep_what_was_said_of_the_one_that_stays(self):
        double = self._create_lead(stage=self.stage_best, name="Again", expected_revenue=1)
        self._set("commit")
        self._set("omitted", "It is another one", lead=double)
        self._end_transaction()
        pair = self.lead | double
        before = {lead: (lead.forecast_category, lead.forecast_category_reason) for lead in pair}
        merged = pair.merge_opportunity(user_id=self.rep.id, team_id=self.team.id)
        self._end_transaction()
        after = (merged.forecast_category, merged.forecast_category_reason)
        self.assertEqual(after, before[merged])
        self.assertEqual(self._rows(merged)[-1].forecast_category, merged.forecast_category)
        merged.expected_revenue = 7
        self._end_transaction()
        self.assertEqual(merged.forecast_category, after[0])

    def test_who_may_say_so(self):
        """A rep of his own leads, leaders and managers of theirs; nobody from outside."""
        for user in (self.rep, self.leader, self.head, self.manager, self.administrator):
            with self.subTest(user=user.name):
                self._set("commit", f"Said by {user.name}", user=user)
                self.assertEqual(self.lead.forecast_category, "commit")
                self._set("best_case", user=user)
        self.lead.company_id = self.env.company
        self.env.flush_all()
        outside = (self.colleague, self.rep_beside, self.foreigner, self.portal, self.public)
        for user in outside:
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self._set("commit", user=user)
            with self.subTest(user=user.name, reading=True), self.assertRaises(AccessError):
                self.lead.with_user(user).read(["forecast_category", "forecast_category_reason"])
        with self.assertRaises(AccessError):
            self.lead.with_user(self.colleague).get_commit_items()
        with self.assertRaises(AccessError):
            self.lead.with_user(self.portal).get_commit_items()

    def test_a_changed_stage_takes_its_followers_along_in_one_statement(self):
        self._set("commit")
        followers = self.env["crm.lead"].union(
            *[self._create_lead(stage=self.stage_best) for _number in range(20)]
        )
        self._end_transaction()
        before = self.env.cr.sql_log_count
        self.env["crm.lead"]._follow_categories(self.stage_best)
        self.assertLessEqual(self.env.cr.sql_log_count - before, 1)
        self.stage_best.forecast_category = "pipeline"
        self.assertEqual(set(followers.mapped("forecast_category")), {"pipeline"})
        self.assertEqual(self.lead.forecast_category, "commit")
        self._end_transaction()
        self.assertEqual(self._rows(followers[0])[-1].forecast_category, "pipeline")
        self.assertEqual(self._rows(followers[0])[-1].origin, "live")

    def test_the_history_holds_the_leads_own(self):
        self._end_transaction()
        self._set("commit")
        self._end_transaction()
        self.assertEqual(
            self._rows(self.lead).mapped("forecast_category")[-2:], ["best_case", "commit"]
        )
        self.assertFalse(self.env["crm.lead.history"]._check())

    def test_the_column_of_existing_leads_is_filled_by_their_stages(self):
        self.env.flush_all()
        self.env.cr.execute("UPDATE crm_lead SET forecast_category = NULL")
        self.env.invalidate_all()
        self.env["crm.lead"]._fill_categories()
        self.assertEqual(self.lead.forecast_category, "best_case")
        self.assertFalse(
            self.env["crm.lead"].with_context(active_test=False).search(
                [("forecast_category", "=", False), ("stage_id.forecast_category", "!=", False)]
            )
        )  # fmt: skip

    def test_what_it_costs(self):
        """A stage move and an unrelated write take no query more."""
        leads = self.env["crm.lead"].union(*[self._create_lead() for _number in range(10)])
        stages = [self.stage_in, self.stage_above]

        def move():
            stages.reverse()
            leads.write({"stage_id": stages[0].id})

        def rename():
            leads.write({"referred": "Somebody"})

        for work in (move, rename):
            with self.subTest(work=work.__name__):
                self._count(work)  # fills what is cached for everybody
                cost = self._count(work)
                plain = self._count_without(work, "crm.lead", "_compute_forecast_category")
                self.assertLessEqual(cost, plain)


@tagged("-at_install", "post_install")
class TestCategoriesAndSetUps(FunnelSetupCommon):
    """A funnel that is set up moves leads by SQL, and undoing gives everything back."""

    def _dump_categories(self):
        self.env.flush_all()
        self.env.cr.execute(
            """SELECT id, stage_id, forecast_category, forecast_category_reason,
                forecast_category_stage FROM crm_lead WHERE team_id = %s ORDER BY id""",
            [self.market.id],
        )
        return self.env.cr.fetchall()

    def test_what_was_set_by_hand_comes_back(self):
        self.new.forecast_category = "pipeline"
        follower, by_hand = self._create_market_lead(), self._create_market_lead()
        kept = self._create_market_lead(self.offered)
        for lead in (by_hand, kept):
            lead.write({"forecast_category": "best_case", "forecast_category_reason": "Sure"})
        before = self._dump_categories()
        setup = self._new_setup()
        self._line(setup, self.offered).write({"target_id": False, "probability": 44})
        setup.action_apply()
        self.assertFalse(by_hand.forecast_category_reason, "it moved to another stage")
        self.assertEqual(by_hand.forecast_category, by_hand.stage_id.forecast_category)
        self.assertEqual(kept.forecast_category_reason, "Sure")
        setup.action_undo()
        self.assertEqual(self._dump_categories(), before)
        self.assertEqual(follower.forecast_category, "pipeline")

    def test_what_was_set_since_stays(self):
        lead = self._create_market_lead()
        lead.write({"forecast_category": "best_case", "forecast_category_reason": "Sure"})
        setup = self._new_setup()
        setup.action_apply()
        lead.write({"forecast_category": "omitted", "forecast_category_reason": "Asleep"})
        setup.action_undo()
        self.env.flush_all()
        self.assertEqual(
            (lead.forecast_category, lead.forecast_category_reason), ("omitted", "Asleep")
        )
        self.assertEqual(lead.forecast_category_stage, self.new.id)
