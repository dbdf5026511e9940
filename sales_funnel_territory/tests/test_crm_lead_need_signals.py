from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import FunnelCommon


@tagged("-at_install", "post_install")
class TestNeedSignals(FunnelCommon):
    """What happens at a customer shows on its opportunities and makes them urgent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.expansion, cls.retire = cls.env["crm.need.signal"].create(
            [{"name": "New hall", "urgency": 3}, {"name": "Old press", "urgency": 2}]
        )
        cls.buyer = cls.env["res.partner"].create(
            {"name": "Bert Buyer", "parent_id": cls.customer.id}
        )
        cls.lead = cls._create_lead(cls.stage_in, partner_id=cls.buyer.id, priority="1")

    def test_the_seven_signals_are_there(self):
        names = ("contract", "product", "expansion", "technology", "profit", "retire", "model")
        for name in names:
            signal = self.env.ref(f"sales_funnel_territory.crm_need_signal_{name}")
            self.assertTrue(signal.description and signal.urgency and signal.color)

    def test_a_rep_notes_a_signal_on_the_lead_of_a_contact(self):
        self.lead.with_user(self.rep).need_signal_ids = self.expansion | self.retire
        self.assertEqual(self.customer.need_signal_ids, self.expansion | self.retire)
        self.assertFalse(self.buyer.need_signal_ids)
        self.assertEqual(self.lead.urgency_score, 5)
        self.assertEqual(self.buyer.urgency_score, 5)
        self.assertEqual(self.lead.priority, "1", "the stars are the rep's")

    def test_a_signal_is_noticed_by_somebody_on_a_day(self):
        customer = self.customer.with_user(self.rep).with_context(tracking_disable=False)
        customer.need_signal_ids = self.expansion
        customer.need_signal_ids = self.retire
        first, second = self.customer.message_ids.sorted("id")[-2:]
        self.assertEqual((first | second).author_id, self.rep.partner_id)
        self.assertIn("noticed: New hall.", first.body)
        self.assertIn("noticed: Old press. No longer a signal of a need: New hall.", second.body)

    def test_search_by_urgency(self):
        quiet = self._create_lead(partner_id=False)
        self.customer.need_signal_ids = self.expansion
        mine = [("id", "in", (self.lead | quiet).ids)]
        Lead = self.env["crm.lead"].with_user(self.rep)
        for domain, expected in (
            ([("urgency_score", ">", 0)], self.lead),
            ([("urgency_score", ">=", 4)], Lead),
            ([("urgency_score", "=", 3)], self.lead),
            ([("need_signal_ids", "=", self.expansion.id)], self.lead),
        ):
            with self.subTest(domain=domain):
                self.assertEqual(Lead.search(domain + mine), expected)
                self.assertEqual((self.lead | quiet).filtered_domain(domain), expected)
        Partner = self.env["res.partner"]
        family = [("id", "in", (self.customer | self.buyer).ids)]
        self.assertEqual(len(Partner.search([("urgency_score", "<", 4), *family])), 2)
        self.assertFalse(Partner.search([("urgency_score", "in", [0, 4]), *family]))

    def test_an_archived_signal_does_not_count(self):
        self.customer.need_signal_ids = self.expansion | self.retire
        self.expansion.active = False
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.lead.urgency_score, 2)
        found = self.env["crm.lead"].search([("urgency_score", "=", 2)])
        self.assertIn(self.lead, found)

    def test_merged_customers_keep_the_signals_of_both(self):
        other = self.env["res.partner"].create(
            {
                "name": "Hale Tools Ltd.",
                "is_company": True,
                "need_signal_ids": [(6, 0, (self.expansion | self.retire).ids)],
            }
        )
        self.customer.need_signal_ids = self.expansion
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | other).ids, self.customer)
        self.assertFalse(other.exists())
        self.assertEqual(self.customer.need_signal_ids, self.expansion | self.retire)

    def test_a_plain_write_on_a_partner_costs_nothing(self):
        def write(value):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.customer.with_context(tracking_disable=False).comment = value
            self.env.flush_all()
            return self.cr.sql_log_count - before

        write("a")
        without = write("b")
        self.customer.need_signal_ids = self.expansion | self.retire
        self.assertEqual(write("c"), without)

    def test_outsiders(self):
        for user in (self.portal, self.public):
            with self.assertRaises(AccessError):
                self.customer.with_user(user).need_signal_ids.mapped("name")
