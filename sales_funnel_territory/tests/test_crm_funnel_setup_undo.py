from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_crm_funnel_setup import FunnelSetupCommon


@tagged("post_install", "-at_install")
class TestCrmFunnelSetupFigures(FunnelSetupCommon):
    """The preview against what applying gives, and what undoing gives back."""

    def _after(self, setup):
        """Fold the leads as they are now the way the preview shows them, in plain Python."""
        table = {}
        domain = [("team_id", "in", setup.team_ids.ids)]
        for lead in self.env["crm.lead"].with_context(active_test=False).search(domain):
            status = "open"
            if lead.won_status == "lost":
                status = "lost"
            elif not lead.active:
                status = "archived"
            elif lead.won_status == "won":
                status = "won"
            rate = self.env["res.currency"]._get_conversion_rate(
                lead.company_currency, setup.currency_id, setup.company_id
            )
            for key in ("total", lead.stage_id.name, lead.user_id.name or "Nobody"):
                sums = table.setdefault((status, key), [0, 0.0, 0.0])
                sums[0] += 1
                sums[1] += lead.expected_revenue * rate
                sums[2] += lead.prorated_revenue * rate
        rounded = setup.currency_id.round
        return {key: [n, rounded(a), rounded(b)] for key, (n, a, b) in table.items()}

    def _previewed(self, preview, side):
        table = {}
        for status, parts in preview["statuses"].items():
            for row in [{**parts["total"], "name": "total"}, *parts["stages"], *parts["people"]]:
                figures = [row[one][side] for one in ("count", "expected", "weighted")]
                if figures[0]:
                    table[status, row["name"]] = figures
        return table

    def test_preview_is_what_applying_gives(self):
        self._create_random_leads()
        setup = self._new_setup()
        self.assertEqual(self._previewed(setup.preview, 0), self._after(setup))
        promised = self._previewed(setup.preview, 1)
        setup.action_apply()
        self.assertEqual(self._after(setup), promised)
        self.assertEqual(self._previewed(setup.preview, 1), promised, "the log keeps it")
        self.assertFalse(self.env["crm.lead"]._count_stale_weighted())

    def test_preview_with_kept_stage_and_old_probabilities(self):
        self._create_random_leads(seed=8)
        for values in ({"is_stage_source": False}, {"is_stage_source": True}):
            setup = self._new_setup(**values)
            self._line(setup, self.offered).write({"target_id": False, "probability": 41})
            promised = self._previewed(setup.preview, 1)
            setup.action_apply()
            self.assertEqual(self._after(setup), promised)
            setup.action_undo()

    def test_preview_of_several_companies(self):
        euro, dollar = self.env.ref("base.EUR"), self.env.ref("base.USD")
        (euro | dollar).active = True
        self.other_company.currency_id = euro if self.env.company.currency_id == dollar else dollar
        self.env["res.currency.rate"].create(
            {"currency_id": self.other_company.currency_id.id, "name": "2020-01-01", "rate": 0.8}
        )
        leads = self._create_random_leads(30, seed=9)
        leads[::2].write({"company_id": self.other_company.id, "user_id": False})
        setup = self._in_both_companies(self._new_setup())
        promised = self._previewed(setup.preview, 1)
        setup.action_apply()
        self.assertEqual(self._after(setup), promised)

    # ------------------------------------------------------------------ undo

    def test_undo_gives_everything_back(self):
        self._create_random_leads()
        shared = self._create_stage("For all", 0, sequence=5)
        self._create_market_lead(shared)
        before, stages = self._dump(), self._dump_stages()
        setup = self._new_setup()
        self._line(setup, self.talking).write({"target_id": False, "probability": 44})
        setup.action_apply()
        self.assertNotEqual(self._dump(), before)
        setup.action_undo()
        self.assertEqual(self._dump(), before)
        self.assertEqual(self._dump_stages(), stages)
        self.assertEqual(self.market.probability_source, "predictive")
        self.assertFalse(self.env["crm.funnel.setup.lead"].search([("setup_id", "=", setup.id)]))

    def _dump_stages(self):
        stages = self.env["crm.stage"].with_context(active_test=False).search([], order="id")
        stages.invalidate_recordset()
        names = ["name", "active", "probability", "funnel_position", "grade", "for_no_team"]
        return [
            (values, stage.team_ids.ids)
            for stage, values in zip(stages, stages.read(names), strict=True)
        ]

    def test_undo_puts_back_stale_amounts_too(self):
        lead = self._create_market_lead(self.talking)
        self.env.cr.execute("UPDATE crm_lead SET prorated_revenue = 1 WHERE id = %s", lead.ids)
        lead.invalidate_recordset()
        before = self._dump()
        setup = self._new_setup()
        setup.action_apply()
        self.assertEqual(lead.prorated_revenue, 300)
        setup.action_undo()
        self.assertEqual(self._dump(), before)

    def test_what_changed_by_hand_since_stays(self):
        amount, chance, lost = (self._create_market_lead(self.talking) for _index in range(3))
        before = amount.probability
        setup = self._new_setup()
        setup.action_apply()
        amount.expected_revenue = 5000
        chance.probability = 66
        lost.action_set_lost()
        setup.action_undo()
        self.assertEqual(amount.stage_id, self.talking)
        self.assertEqual(amount.probability, before)
        self.assertEqual(chance.probability, 66)
        self.assertEqual(chance.prorated_revenue, 660)
        self.assertEqual([lost.won_status, lost.probability], ["lost", 0])
        self.assertFalse(self.env["crm.lead"]._count_stale_weighted())

    def test_a_tuned_stage_does_not_stand_in_the_way(self):
        lead = self._create_market_lead(self.talking)
        before = self._dump()
        setup = self._new_setup()
        setup.action_apply()
        lead.stage_id.probability = 35
        self.assertEqual(lead.probability, 35)
        setup.action_undo()
        self.assertEqual(self._dump(), before)

    def test_moved_lead_refuses(self):
        lead = self._create_market_lead(self.talking, name="The big one")
        setup = self._new_setup()
        setup.action_apply()
        lead.stage_id = self._team_stages()["B"]
        with self.assertRaisesRegex(UserError, "The big one"):
            setup.action_undo()
        lead.stage_id = self._team_stages()["C"]
        setup.action_undo()
        self.assertEqual(lead.stage_id, self.talking)

    def test_lead_created_since_refuses(self):
        setup = self._new_setup()
        setup.action_apply()
        late = self._create_market_lead(self._team_stages()["D"], name="Latecomer")
        with self.assertRaisesRegex(UserError, "Latecomer"):
            setup.action_undo()
        late.unlink()
        setup.action_undo()

    def test_many_moved_leads_are_counted(self):
        leads = self._create_random_leads(30)
        setup = self._new_setup()
        setup.action_apply()
        leads[20:].stage_id = self._team_stages()["A"]
        with self.assertRaisesRegex(UserError, "and 5 more"):
            setup.action_undo()

    def test_merge_counts_as_a_move(self):
        first, second = (
            self._create_market_lead(self.talking, name=name) for name in ("First", "Second")
        )
        setup = self._new_setup()
        setup.action_apply()
        head = (first | second).with_user(self.manager).merge_opportunity()
        self.assertEqual(head.exists().stage_id.name, "C", "still in its stage")
        with self.assertRaisesRegex(UserError, head.name):
            setup.action_undo()

    def test_merge_into_a_lead_of_another_team_counts_as_a_move(self):
        ours = self._create_market_lead(self.new, name="Ours")
        other = self._create_lead(self.stage_best, name="Theirs")
        setup = self._new_setup()
        setup.action_apply()
        head = (ours | other).with_user(self.manager).merge_opportunity()
        self.assertEqual(head, other)
        with self.assertRaisesRegex(UserError, "Theirs"):
            setup.action_undo()

    def test_deleted_lead_does_not_stand_in_the_way(self):
        gone = self._create_market_lead(self.talking)
        stays = self._create_market_lead(self.talking)
        setup = self._new_setup()
        setup.action_apply()
        gone.unlink()
        setup.action_undo()
        self.assertEqual(stays.stage_id, self.talking)

    def test_the_later_one_is_undone_first(self):
        self._create_random_leads(10)
        before = self._dump()
        first, second = self._new_setup(), None
        first.action_apply()
        strategic = self.env.ref("sales_funnel_territory.crm_funnel_template_strategic")
        second = self._new_setup(template_id=strategic.id)
        second.action_apply()
        with self.assertRaisesRegex(UserError, "Undo that one first"):
            first.action_undo()
        second.action_undo()
        first.action_undo()
        self.assertEqual(self._dump(), before)
