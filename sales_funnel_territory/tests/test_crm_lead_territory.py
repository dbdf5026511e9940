from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import CountsQueries
from .test_crm_territory import TerritoryCommon


class LeadTerritoryCommon(TerritoryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._move(cls.customer, cls.zone)

    @classmethod
    def _move(cls, customer, zone):
        """Let a customer belong to another zone, and the transaction end."""
        customer.territory_id = zone
        cls.env.cr.flush()

    def _create_open_lead(self, **values):
        lead = self._create_lead(self.stage_in, **values)
        self.env.cr.flush()
        return lead


@tagged("-at_install", "post_install")
class TestLeadTerritory(LeadTerritoryCommon):
    """An opportunity is where its customer is, until it is closed."""

    def test_a_new_opportunity_is_where_its_customer_is(self):
        self.assertEqual(self._create_open_lead().territory_id, self.zone)

    def test_people_and_places_of_a_customer_count_as_well(self):
        person = self.env["res.partner"].create(
            {"name": "Pia", "parent_id": self.customer.id, "type": "contact"}
        )
        self.assertEqual(self._create_open_lead(partner_id=person.id).territory_id, self.zone)

    def test_another_customer_another_territory(self):
        lead = self._create_open_lead()
        other = self.env["res.partner"].create({"name": "Beside", "is_company": True})
        other.is_sales_customer = True
        self._move(other, self.zone_beside)
        lead.partner_id = other
        self.env.cr.flush()
        self.assertEqual(lead.territory_id, self.zone_beside)
        lead.partner_id = False
        self.env.cr.flush()
        self.assertFalse(lead.territory_id)

    def test_open_ones_follow_a_move_closed_ones_stay(self):
        still_open, won, lost = [self._create_open_lead() for _n in range(3)]
        won.action_set_won()
        lost.action_set_lost()
        self.env.cr.flush()
        self._move(self.customer, self.zone_beside)
        self.assertEqual(still_open.territory_id, self.zone_beside)
        self.assertEqual((won | lost).territory_id, self.zone)

    def test_who_moves_the_customer_need_not_see_the_lead(self):
        lead = self._create_open_lead(user_id=self.rep_beside.id, team_id=self.team_beside.id)
        self._move(self.customer.with_user(self.leader), self.zone_beside)
        self.assertEqual(lead.territory_id, self.zone_beside)

    def test_a_customer_who_becomes_one_only_now(self):
        self._draw("34")
        company = self.env["res.partner"].create(
            {"name": "Newcomer", "is_company": True, "zip": "34117", "country_id": self.germany.id}
        )
        self.env.cr.flush()
        self.assertFalse(company.territory_id)
        lead = self._create_open_lead(partner_id=company.id)
        self.assertEqual(company.territory_id, self.zone_beside)
        self.assertEqual(lead.territory_id, self.zone_beside)
        won = self._create_open_lead(partner_id=company.id, stage_id=self.stage_won.id)
        self.assertEqual(won.won_territory_id, self.zone_beside)

    # ------------------------------------------------------------------ by its own address

    def _draw(self, postcode, **values):
        """Let Zone Hills have the customers, and the leads, of a postcode."""
        self.germany = self.env.ref("base.de")
        self.env["crm.territory.rule"].create(
            {
                "territory_id": self.zone_beside.id,
                "country_ids": [(6, 0, self.germany.ids)],
                "zip_prefixes": postcode,
                **values,
            }
        )
        self.env["crm.territory"]._reassign()
        self.env.cr.flush()

    def _bring(self, postcode="34117", **values):
        return self._create_open_lead(
            partner_id=False, zip=postcode, country_id=self.germany.id, **values
        )

    def test_without_a_customer_its_own_address_decides(self):
        self._draw("34")
        lead, elsewhere = self._bring(), self._bring("99999")
        self.assertEqual(lead.territory_id, self.zone_beside)
        self.assertFalse(elsewhere.territory_id)
        elsewhere.zip = "34 119"
        lead.zip = "10115"
        self.env.cr.flush()
        self.assertEqual(elsewhere.territory_id, self.zone_beside)
        self.assertFalse(lead.territory_id)

    def test_rules_that_ask_for_more_than_an_address_leave_leads_alone(self):
        self._draw("34", filter_domain="[('name', '!=', 'x')]")
        self._draw("34", class_ids=[(6, 0, self.class_a.ids)])
        self.assertFalse(self._bring().territory_id)

    def test_new_rules_place_leads_when_they_are_applied(self):
        self.germany = self.env.ref("base.de")
        lead = self._bring()
        lost = self._bring()
        lost.action_set_lost()
        self.env.cr.flush()
        self._draw("34")
        self.assertEqual(lead.territory_id, self.zone_beside)
        self.assertFalse(lost.territory_id)

    # ------------------------------------------------------------------ kept

    def test_nobody_sets_it_by_hand(self):
        lead = self._create_open_lead()
        for person in (self.rep, self.manager, self.administrator):
            with self.subTest(person=person.name), self.assertRaisesRegex(AccessError, "itself"):
                lead.with_user(person).write({"territory_id": self.zone_beside.id})
            with self.subTest(person=person.name), self.assertRaises(AccessError):
                self.env["crm.lead"].with_user(person).create(
                    {"name": "Mine", "won_user_id": person.id}
                )
        told = self.env["crm.lead"].with_user(self.rep)
        told = told.with_context(default_territory_id=self.zone_beside.id).create({"name": "New"})
        self.env.cr.flush()
        self.assertFalse(told.territory_id)

    def test_a_merged_customer_takes_its_opportunities_along(self):
        double = self.env["res.partner"].create(
            {"name": "Hale Tools Ltd", "is_company": True, "email": "hale@example.com"}
        )
        lead = self._create_open_lead(partner_id=double.id)
        self.assertFalse(lead.territory_id)
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.customer | double).ids, self.customer
        )
        self.env.cr.flush()
        self.env.invalidate_all()
        self.assertEqual(lead.territory_id, self.zone)

    def test_its_history_knows_where_it_was(self):
        lead = self._create_open_lead()
        self._move(self.customer, self.zone_beside)
        row = self.env["crm.lead.history"].search(
            [("lead_id", "=", lead.id), ("valid_to", "=", False)]
        )
        self.assertEqual(row.territory_id, self.zone_beside)
        self.assertEqual(row.territory_name, "Region North / Zone Hills")
        self.assertFalse(self.env["crm.lead.history"]._record(), "everything was recorded")


@tagged("-at_install", "post_install")
class TestLeadTerritoryQueries(CountsQueries, LeadTerritoryCommon):
    """Nobody pays for territories who has none."""

    OURS = ("crm.lead", "_note_to_settle")

    def _create(self):
        self.env["crm.lead"].create(
            [
                {"name": f"Lead {n}", "partner_id": self.customer.id, "team_id": self.team.id}
                for n in range(20)
            ]
        )

    def test_without_territories_a_lead_costs_nothing_more(self):
        self.patch(self.registry["crm.territory"], "_is_used", lambda _self: False)
        names = iter("abcd")
        lead = self._create_open_lead()

        def write():
            lead.write({"city": next(names), "stage_id": self.stage_best.id})
            lead.stage_id = self.stage_in

        counts = self._count(write), self._count(self._create)
        names = iter("efgh")
        without = self._count_without(write, *self.OURS)
        self.assertEqual(counts, (without, self._count_without(self._create, *self.OURS)))

    def test_with_territories_new_leads_cost_two_queries(self):
        self.patch(self.registry["crm.territory"], "_is_used", lambda _self: True)
        count = self._count(self._create)
        without = self._count_without(self._create, *self.OURS)
        self.assertGreater(count, without)
        self.assertLessEqual(count - without, 3)

    def test_other_fields_cost_nothing(self):
        self.patch(self.registry["crm.territory"], "_is_used", lambda _self: True)
        lead = self._create_open_lead()
        names = iter("abcdefgh")

        def write():
            lead.write({"name": next(names), "stage_id": self.stage_best.id})
            lead.stage_id = self.stage_in

        self.assertEqual(self._count(write), self._count_without(write, *self.OURS))
