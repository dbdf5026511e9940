from datetime import datetime

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_crm_territory_load import LoadCommon


@tagged("-at_install", "post_install")
class TestFigures(LoadCommon):
    """The harbour: 1,000 open at 40 %, 500 won this year, 200 won last year; potential 9,000."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customers[0].yearly_potential = 9000
        cls.open = cls._create_lead(
            partner_id=cls.customers[0].id, expected_revenue=1000, stage_id=cls.stage_in.id
        )
        cls.won = cls._create_lead(partner_id=cls.customers[1].id, expected_revenue=500)
        cls.won.action_set_won()
        cls.old = cls._create_lead(partner_id=cls.customers[1].id, expected_revenue=200)
        cls.old.action_set_won()
        cls.old.date_closed = datetime(2025, 12, 30, 12)
        cls.lost = cls._create_lead(partner_id=cls.customers[1].id, expected_revenue=7)
        cls.lost.action_set_lost()
        cls.leads = cls.open | cls.won | cls.old | cls.lost
        cls.env.flush_all()
        cls._put(cls.leads, cls.zone)

    @classmethod
    def _put(cls, leads, zone, **values):
        """By SQL: how a lead comes to its territory is another story."""
        company = values.get("company_id", cls.env.company.id)
        cls.env.cr.execute(
            """UPDATE crm_lead SET territory_id = %s, company_id = %s,
                won_territory_id = CASE WHEN won_status = 'won' THEN %s END
            WHERE id = ANY(%s)""",
            [zone.id, company, zone.id, leads.ids],
        )
        leads.invalidate_recordset()

    def _figures(self, zone, company=None):
        self.env["crm.territory.figures"]._refresh()
        return self.env["crm.territory.figures"].search(
            [
                ("territory_id", "=", zone.id),
                ("company_id", "=", (company or self.env.company).id),
            ]
        )

    def test_money_of_a_zone_and_of_the_branch_above(self):
        for zone in (self.zone, self.region):
            figures = self._figures(zone)
            self.assertEqual(figures.pipeline, 1000)
            self.assertEqual(figures.weighted, self.open.prorated_revenue)
            self.assertEqual(figures.won_this_year, 500)
            self.assertEqual(figures.potential, 9000)
            self.assertEqual((figures.open_count, figures.won_count), (1, 1))
            self.assertEqual(figures.is_zone, zone == self.zone)
        self.assertFalse(self._figures(self.zone_beside))
        self.assertEqual(self.zone.pipeline, 1000)
        self.assertEqual(self.zone.won_this_year, 500)

    def test_figures_are_those_of_the_records_behind_the_buttons(self):
        figures = self._figures(self.region)
        for action, name in (
            (self.region.action_open_pipeline(), "pipeline"),
            (self.region.action_open_won(), "won_this_year"),
        ):
            with self.subTest(name=name):
                leads = self.env["crm.lead"].search(action["domain"])
                self.assertEqual(sum(leads.mapped("expected_revenue")), figures[name])
        customers = self.env["res.partner"].search(self.region.action_open_customers()["domain"])
        self.assertEqual(len(customers), 41)

    def test_won_business_counts_where_the_credit_says(self):
        dialog = self.env["crm.won.credit.correct"].with_user(self.manager)
        dialog.create(
            {
                "lead_ids": [(6, 0, self.won.ids)],
                "user_id": self.rep.id,
                "territory_id": self.zone_beside.id,
                "reason": "Agreed",
            }
        ).action_apply()
        self.env.flush_all()
        self.assertEqual(self._figures(self.zone).won_this_year, 0)
        self.assertEqual(self._figures(self.zone_beside).won_this_year, 500)
        leads = self.env["crm.lead"].search(self.zone_beside.action_open_won()["domain"])
        self.assertEqual(leads, self.won)

    def test_what_an_archived_zone_has_won_stays_with_the_branch(self):
        self.zone.active = False
        self.assertFalse(self._figures(self.zone))
        self.assertEqual(self._figures(self.region).won_this_year, 500)
        leads = self.env["crm.lead"].search(self.region.action_open_won()["domain"])
        self.assertEqual(leads, self.won)

    def test_what_is_gone_is_gone(self):
        self.assertTrue(self._figures(self.zone))
        self._put(self.leads, self.zone_beside)
        self.customers[0].yearly_potential = 0
        self.assertFalse(self._figures(self.zone))
        self.assertEqual(self._figures(self.zone_beside).pipeline, 1000)

    def test_each_company_has_its_own_money(self):
        euro = self.env.ref("base.EUR")
        pound = self.env.ref("base.GBP")
        pound.active = True
        self.other_company.currency_id = pound if self.env.company.currency_id == euro else euro
        self._put(self.open, self.zone, company_id=self.other_company.id)
        mine, theirs = self._figures(self.zone), self._figures(self.zone, self.other_company)
        self.assertEqual((mine.pipeline, theirs.pipeline), (0, 1000))
        self.assertEqual(theirs.currency_id, self.other_company.currency_id)
        foreign = self.zone.with_user(self.foreigner).with_company(self.other_company)
        self.assertEqual(foreign.pipeline, 1000)
        self.assertEqual(foreign.figures_currency_id, self.other_company.currency_id)
        seen = self.env["crm.territory.figures"].with_user(self.foreigner).search([])
        self.assertEqual(seen.company_id, self.other_company)
        companies = (self.env.company | self.other_company).ids
        both = self.env["crm.territory.figures"].with_context(allowed_company_ids=companies)
        rate = self.other_company.currency_id._get_conversion_rate(
            self.other_company.currency_id, self.env.company.currency_id, self.env.company
        )
        [(total,)] = both._read_group(
            [("territory_id", "=", self.zone.id)], [], ["pipeline:sum_currency"]
        )
        self.assertAlmostEqual(float(total), 1000 * rate, places=1)

    def test_everybody_in_sales_reads_and_nobody_writes(self):
        figures = self._figures(self.zone)
        for user in (self.rep, self.leader, self.manager, self.administrator):
            with self.subTest(user=user.login):
                self.assertEqual(figures.with_user(user).pipeline, 1000)
                with self.assertRaises(AccessError):
                    figures.with_user(user).pipeline = 1
        for user in (self.portal, self.public, self.foreigner):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                figures.with_user(user).read(["pipeline"])

    def test_the_nightly_job_tells_what_it_did(self):
        told = self.env["crm.funnel.job"]._job_territory_figures()
        self.assertIn("3 territories", told)
        self.assertTrue(self.zone.load_id)
        self.assertTrue(self.env["crm.territory.figures"].search_count([]))

    def test_a_large_run_is_followed_by_a_count(self):
        cron = self.env.ref("sales_funnel_territory.ir_cron_territory_figures")
        triggers = self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])
        moves = dict.fromkeys(range(1_000_000_000, 1_000_000_199), (False, self.zone.id))
        Partner = self.env["res.partner"].with_user(self.manager)
        Partner._after_territory_moves(moves)
        self.assertEqual(
            self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)]), triggers
        )
        Partner._after_territory_moves({**moves, 1_000_000_200: (False, self.zone.id)})
        self.assertEqual(
            self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)]), triggers + 1
        )

    def test_merged_customers_are_counted_once(self):
        self.env["base.partner.merge.automatic.wizard"].create({})._merge(
            self.customers[:2].ids, self.customers[0]
        )
        self.env.flush_all()
        self.env["crm.territory.load"]._refresh()
        self.assertEqual(self._load(self.zone).customer_count, 39)
        self.assertEqual(self._figures(self.zone).potential, 9000)

    def test_checklist_names_customers_without_frequency(self):
        checklist = self.env["crm.funnel.checklist"].with_user(self.administrator)
        self.env["res.partner"].search(
            [("territory_id", "!=", False), ("has_visit_frequency", "=", False)]
        ).is_sales_customer = False
        self.assertEqual(checklist._step_visit_frequency()["state"], "done")
        self.customers[0].customer_status_id.class_id = False
        step = checklist._step_visit_frequency()
        self.assertEqual(step["state"], "attention")
        self.assertIn("1 customers", step["text"])
        action = checklist.open_step("visit_frequency")
        self.assertEqual(self.env["res.partner"].search(action["domain"]), self.customers[0])
