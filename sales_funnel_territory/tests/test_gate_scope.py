from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .test_gate_kinds import KindCommon


@tagged("-at_install", "post_install")
class TestScope(KindCommon):
    """For whom a criterion is meant, and from when."""

    def test_teams(self):
        gate = self._create_gate("Theirs", kind="statement", team_ids=self.team_beside.ids)
        self.assertFalse(self._find_meant(gate))
        gate.team_ids = self.team | self.team_beside
        self.assertEqual(self._find_meant(gate), self.both)

    def test_an_archived_teams_criterion_is_nobody_elses(self):
        gate = self._create_gate("Theirs", kind="statement", team_ids=self.team_beside.ids)
        self.team_beside.active = False
        self._end_transaction()
        self.env.invalidate_all()
        self.assertFalse(self._find_meant(gate))

    def test_amount(self):
        gate = self._create_gate("Large", kind="statement", amount_from=100)
        self.good.expected_revenue, self.bad.expected_revenue = 99.99, 100
        self.assertEqual(self._find_meant(gate), self.bad)

    def test_amount_in_another_currency(self):
        """From 100 of theirs, which is 50 of ours here and 200 in the other company."""
        theirs = self.env["res.currency"].create({"name": "HAL", "symbol": "H", "rounding": 0.01})
        currency = self.env["res.currency"].create({"name": "OTH", "symbol": "O"})
        self.other_company.currency_id = currency
        self.env["res.currency.rate"].create(
            [
                {"name": "2020-01-01", "currency_id": theirs.id, "company_id": company.id}
                | {"rate": rate}
                for company, rate in ((self.env.company, 2.0), (self.other_company, 0.5))
            ]
        )
        self.env["res.currency.rate"].create(
            {
                "name": "2020-01-01",
                "currency_id": currency.id,
                "company_id": self.other_company.id,
                "rate": 1.0,
            }
        )
        gate = self._create_gate("Large", kind="statement", amount_from=100, currency_id=theirs.id)
        abroad = self._create_lead(
            name="Abroad",
            company_id=self.other_company.id,
            partner_id=False,
            user_id=False,
            team_id=False,
            expected_revenue=199,
        )
        self.good.expected_revenue, self.bad.expected_revenue = 49, 50
        leads = self.both | abroad
        self.assertEqual(self._find_meant(gate, leads), self.bad)
        abroad.expected_revenue = 200
        self.assertEqual(self._find_meant(gate, leads), self.bad | abroad)

    def test_filter(self):
        gate = self._create_gate("Some", kind="statement", lead_domain="[('name', '=', 'Bad')]")
        self.assertEqual(self._find_meant(gate), self.bad)
        with self.assertRaisesRegex(ValidationError, "cannot be used"):
            gate.lead_domain = "[('nothing', '=', 1)]"

    def test_blocking_from_a_day_of_the_company(self):
        """23:30 in Berlin: for leads of a company in Berlin it is not yet the day."""
        self.env.company.partner_id.tz = "Europe/Berlin"
        self.other_company.partner_id.tz = "Asia/Tokyo"
        gate = self._create_gate(
            "New", kind="statement", level="advisory", blocking_from="2026-12-01"
        )
        self._end_transaction()
        late = fields.Datetime.to_datetime("2026-11-30 22:30:00")
        with patch.object(fields.Datetime, "now", lambda: late):
            self.assertFalse(gate._is_blocking(self.env.company))
            self.assertTrue(gate._is_blocking(self.other_company))
            self._move(self.bad, self.stage_in)
            self._end_transaction()
        self._move(self.bad, self.stage_above)
        self._end_transaction()
        with patch.object(fields.Datetime, "now", lambda: late + timedelta(hours=1)):
            self.assertTrue(gate._is_blocking(self.env.company))
            self._refused_then_back(lambda: self._move(self.bad, self.stage_in))

    def test_advisory_is_shown_and_holds_nobody(self):
        gate = self._create_gate("Nice", kind="statement", level="advisory")
        self.assertEqual((self.bad.gate_total, self.bad.gate_done), (1, 0))
        self._move(self.bad, self.stage_in)
        self._end_transaction()
        self.assertFalse(self._read_item(gate, self.bad)["is_blocking"])
