from unittest.mock import patch

from odoo.tests import tagged

from .test_crm_lead_territory import LeadTerritoryCommon


@tagged("-at_install", "post_install")
class TestLeadSalesperson(LeadTerritoryCommon):
    """New leads of a team go to the owner of their territory, where the team wants it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.territory_sets_salesperson = True
        cls._own(cls.zone, cls.rep)
        cls._own(cls.zone_beside, cls.rep_beside)
        cls.other = cls.env["res.partner"].create(
            {"name": "Beside Ltd", "is_company": True, "is_sales_customer": True}
        )
        cls._move(cls.other, cls.zone_beside)

    @classmethod
    def _own(cls, zone, person):
        cls.env.cr.execute(
            "UPDATE crm_territory SET user_id = %s WHERE id = %s", [person.id, zone.id]
        )
        cls.env.invalidate_all()

    def _bring(self, **values):
        """Let a lead come in without a salesperson, as from a web form."""
        lead = self.env["crm.lead"].create(
            {
                "name": "From the web",
                "type": "lead",
                "user_id": False,
                "team_id": self.team.id,
                "partner_id": self.customer.id,
                **values,
            }
        )
        self.env.cr.flush()
        return lead

    def test_it_goes_to_the_owner(self):
        lead = self._bring()
        self.assertEqual(lead.user_id, self.rep)
        self.assertEqual(lead.team_id, self.team)
        row = self.env["crm.lead.history"].search(
            [("lead_id", "=", lead.id), ("valid_to", "=", False)]
        )
        self.assertEqual((row.user_id, row.territory_id), (self.rep, self.zone))

    def test_who_has_somebody_keeps_him(self):
        self.assertEqual(self._bring(user_id=self.colleague.id).user_id, self.colleague)

    def test_not_to_somebody_of_another_team(self):
        self.assertFalse(self._bring(partner_id=self.other.id).user_id)

    def test_not_without_territory_nor_without_the_setting(self):
        self.assertFalse(self._bring(partner_id=False).user_id)
        self.team.territory_sets_salesperson = False
        self.assertFalse(self._bring().user_id)

    def test_given_away_later_it_is_not_new_any_more(self):
        lead = self._bring()
        lead.user_id = False
        self.env.cr.flush()
        self.assertFalse(lead.user_id)

    def test_also_brought_by_somebody_who_sells_nothing(self):
        lead = self.env["crm.lead"].with_user(self.public).sudo().create(
            {"name": "Web", "user_id": False, "team_id": self.team.id,
             "partner_id": self.customer.id}
        )  # fmt: skip
        self.env.cr.flush()
        self.assertEqual(lead.user_id, self.rep)

    # ------------------------------------------------------------------ with Odoo's assignment

    def _prepare_assignment(self):
        self.team.assignment_domain = self.team_beside.assignment_domain = False
        self.team.crm_team_member_ids.assignment_max = 90
        self.team_beside.crm_team_member_ids.assignment_max = 90
        with patch.object(self.registry["crm.lead"], "_give_to_owners", lambda _self: None):
            leads = [self._bring(team_id=False, name=f"Pool {n}") for n in range(6)]
            others = [self._bring(partner_id=False, team_id=False) for n in range(2)]
        return self.env["crm.lead"].concat(*leads), self.env["crm.lead"].concat(*others)

    def test_the_pool_goes_to_owners_first(self):
        leads, _others = self._prepare_assignment()
        teams = self.team | self.team_beside
        data = teams._allocate_leads()
        leads = leads.exists()
        self.assertEqual(leads.team_id, self.team, "the owner's team, not one by lot")
        self.assertTrue(set(leads.ids) <= data[self.team]["assigned"] | data[self.team]["merged"])
        result = teams._assign_and_convert_leads(force_quota=True)
        self.assertEqual(leads.user_id, self.rep)
        self.assertEqual(set(leads.mapped("type")), {"opportunity"})
        member = self.team.crm_team_member_ids.filtered(lambda one: one.user_id == self.rep)
        self.assertTrue(leads <= result[member]["assigned"])

    def test_the_rest_is_assigned_as_ever(self):
        _leads, others = self._prepare_assignment()
        teams = self.team | self.team_beside
        teams._allocate_leads()
        others = others.exists()
        self.assertTrue(all(lead.team_id in teams for lead in others))
        teams._assign_and_convert_leads(force_quota=True)
        self.assertTrue(all(lead.user_id for lead in others))

    def test_the_log_of_an_assignment_can_be_told(self):
        self._prepare_assignment()
        teams = self.team | self.team_beside
        message = teams._action_assign_leads_logs(*teams._action_assign_leads(force_quota=True))
        self.assertTrue(message)
