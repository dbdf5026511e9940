from odoo.tests import tagged

from ..test_crm_lead_gated import GateCommon


@tagged("-at_install", "post_install")
class TestQuotation(GateCommon):
    """With Odoo's Sales: a quotation of the opportunity exists, is sent, is confirmed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if "sale.order" not in cls.env:
            raise AssertionError("Odoo's Sales is not here: `make test` runs this where it is")
        cls.gate.write({"kind": "quotation", "quotation_state": "exists"})
        cls.other = cls._create_lead(stage=cls.stage_above, name="Other")
        cls._create_order(cls.other).action_cancel()
        cls._end_transaction()

    @classmethod
    def _create_order(cls, lead, user=None):
        order = (
            cls.env["sale.order"]
            .with_user(user or cls.rep)
            .create({"partner_id": cls.customer.id, "opportunity_id": lead.id})
        )
        cls._end_transaction()
        return order

    def test_it_is_offered_where_sales_is(self):
        self.assertIn("quotation", dict(self.env["crm.stage.gate"]._selection_kind()))

    def test_how_far_it_must_be(self):
        """Draft, sent, confirmed: each is enough for what comes before it; cancelled is none."""
        order = self._create_order(self.lead)
        steps = [
            ("exists", lambda: None),
            ("sent", order.action_quotation_sent),
            ("confirmed", order.action_confirm),
        ]
        for index, (state, step) in enumerate(steps):
            step()
            self._end_transaction()
            for position, (wanted, _step) in enumerate(steps):
                with self.subTest(order=state, wanted=wanted):
                    self.gate.quotation_state = wanted
                    self._end_transaction()
                    self._move_and_back(self.lead, is_free=position <= index)
        self.assertEqual(order.state, "sale")
        self._move_and_back(self.other, is_free=False)

    def _move_and_back(self, lead, is_free):
        if not is_free:
            error = self._refused_then_back(lambda: self._move(lead, self.stage_in))
            self.assertIn("quotation", str(error))
            return
        self._move(lead, self.stage_in)
        self._end_transaction()
        self.assertEqual(lead.stage_id, self.stage_in)
        self._move(lead, self.stage_above)
        self._end_transaction()

    def test_a_colleagues_quotation_counts(self):
        """Also one that the rep may not read."""
        order = self._create_order(self.lead, user=self.manager)
        order.user_id = self.colleague
        self._end_transaction()
        self.assertFalse(order.with_user(self.rep).has_access("read"))
        self._move_and_back(self.lead, is_free=True)
        item = self.lead.with_user(self.rep).get_gate_items(self.gate.ids)[0]
        self.assertEqual(
            (item["evidence"]["text"], item["evidence"]["author"]), (order.name, "Carl Colleague")
        )

    def test_queries_do_not_grow(self):
        def count(number):
            leads = self.env["crm.lead"].browse()
            for index in range(number):
                leads |= self._create_lead(stage=self.stage_above, name=f"Lead {index}")
            self.env["sale.order"].create(
                [{"partner_id": self.customer.id, "opportunity_id": lead.id} for lead in leads]
            )
            self._end_transaction()
            self.env.invalidate_all()
            leads.stage_id = self.stage_in
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.env["crm.lead"]._judge_noted()
            return self.env.cr.sql_log_count - before

        count(2)
        self.assertEqual(count(4), count(8))
