from itertools import pairwise
from unittest.mock import patch

from odoo.tests import tagged

from ..models.setup import sales_funnel_demo_company
from ..planning.forecast.simulated_company import simulate
from .test_crm_lead_history import HistoryCommon


@tagged("-at_install", "post_install")
class TestDemoCompany(HistoryCommon):
    """The demo company's three years are those of the simulation, and the reports say so."""

    def setUp(self):
        super().setUp()
        self.env["crm.lead"].with_context(active_test=False).search([]).unlink()
        self.env.cr.execute("DELETE FROM crm_lead_history")
        Demo = self.env["sales.funnel.demo"]
        with patch.object(type(Demo), "_prepare_cast", lambda demo: self._cast()):
            self.leads = Demo._tell_company()
        self.env.flush_all()
        self.env.invalidate_all()
        now = self.env.cr.now().replace(microsecond=0)
        company = simulate(
            sales_funnel_demo_company.SEED,
            sales_funnel_demo_company.DEALS,
            now,
            teams=2,
            people=4,
            companies=1,
            log_days=0,
        )
        self.deals = [d for d in company.deals if d.states[-1].status in ("won", "lost")]
        self.company = company

    def _cast(self):
        make = self.env["res.partner"].create
        products = self.env["product.product"].create(
            [{"name": f"Machine {price}", "list_price": price} for price in (20_000, 60_000)]
        )
        steps = [self.stage_above, self.stage_in, self.stage_best, self.stage_best]
        beside = [*[self.stage_beside] * 4, self.stage_beside_won]
        return {
            "people": [self.rep, self.rep_beside, self.colleague, self.rep_beside],
            "teams": [self.team, self.team_beside],
            "stages": [[*steps, self.stage_won], beside],
            "customers": [[make({"name": f"{team}{n}"}) for n in range(3)] for team in "NS"],
            "products": list(products),
            "reasons": [self.env["crm.lost.reason"].create({"name": "Too late"})],
            "sources": [self.env["utm.source"].create({"name": f"S{n}"}) for n in range(4)],
            "campaigns": [self.env["utm.campaign"].create({"name": f"C{n}"}) for n in range(3)],
        }

    def test_only_what_is_decided_is_taken(self):
        self.assertGreater(len(self.leads), 100)
        self.assertEqual(len(self.leads), len(self.deals))
        self.assertEqual(set(self.leads.mapped("won_status")), {"won", "lost"})
        self.assertEqual(
            self.leads.mapped("won_status"), [deal.states[-1].status for deal in self.deals]
        )

    def test_history_and_present_agree(self):
        self.assertEqual(self.env["crm.lead.history"]._check(), 0)
        for lead, deal in zip(self.leads, self.deals, strict=True):
            rows = self._rows(lead)
            self.assertEqual(len(rows), len(deal.states))
            self.assertEqual(rows[0].valid_from, deal.states[0].at)
            self.assertFalse(rows[-1].valid_to)
            for one, other in pairwise(rows):
                self.assertEqual(one.valid_to, other.valid_from)

    def test_the_waterfall_finds_the_known_truth(self):
        """Since the beginning: all that came, was won or lost, as the simulation noted it."""
        days = {"first": str(self.company.start.date()), "last": str(self.company.end.date())}
        for measure in ("count", "amount"):
            fall = self.env["crm.forecast.waterfall"].get_waterfall(
                {**days, "every_step": True, "measure": measure}
            )
            bars = {bar["key"]: bar["value"] for bar in fall["bars"]}
            self.assertEqual((fall["start"], fall["end"]), (0, 0), "all of them are decided")
            self.assertAlmostEqual(sum(bars.values()), 0)
            if measure == "count":
                kinds = [event.kind for event in self.company.events if event.deal in self._taken]
                found = (bars["won"], bars["lost"], bars["reopened"])
                known = (-kinds.count("won"), -kinds.count("lost"), kinds.count("reopened"))
                self.assertEqual(found, known)

    @property
    def _taken(self):
        return {deal.number for deal in self.deals}
