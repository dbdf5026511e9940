from odoo import api, fields, models
from odoo.exceptions import UserError

MANAGER = "sales_team.group_sale_salesman_all_leads"


class CrmHandover(models.Model):
    """Who may hand over from whom to whom: leaders within their teams, managers everybody."""

    _inherit = "crm.handover"

    giver_ids = fields.Many2many("res.users", compute="_compute_people")
    taker_ids = fields.Many2many("res.users", compute="_compute_people")

    @api.depends_context("uid")
    def _compute_people(self):
        givers, takers = self._get_people()
        for handover in self:
            handover.giver_ids, handover.taker_ids = givers, takers

    @api.model
    def _get_people(self):
        """Return (whose work this user may hand over, who may take it over)."""
        everybody = [
            ("share", "=", False),
            ("company_ids", "in", self.env.companies.ids),
        ]
        # sudo: names of colleagues, also of those who have left
        Users = self.env["res.users"].sudo()
        if not self.env.user.has_group(MANAGER) and not self.env.su:
            everybody.append(("id", "in", self._get_team_people_ids()))
        takers = Users.with_context(active_test=True).search(everybody)
        return Users.with_context(active_test=False).search(everybody), takers

    @api.model
    def _get_team_people_ids(self):
        """Return the ids of all who are, or were, in the teams that this user leads."""
        # sudo: memberships, also former ones, of the teams one leads
        members = self.env["crm.team.member"].sudo().with_context(active_test=False)
        led = members.search([("crm_team_id.leader_ids", "=", self.env.uid)]).user_id
        leaders = self.env["crm.team"].sudo().search([("leader_ids", "=", self.env.uid)]).user_id
        return (led | leaders | self.env.user).ids

    def _check_people(self):
        givers, takers = self._get_people()
        for handover in self:
            people = handover.to_user_id | handover.line_ids.to_user_id
            wrong = (handover.from_user_id - givers) | (people - takers)
            if wrong:
                raise UserError(
                    self.env._(
                        "%(who)s is not in a team that you lead, has left, or is in another "
                        "company. Choose somebody else, or ask a sales manager.",
                        who=wrong[0].sudo().name,  # sudo: a colleague's name
                    )
                )
            if handover.from_user_id in people:
                raise UserError(
                    self.env._(
                        "%(who)s cannot take over from himself. Choose somebody else.",
                        who=handover.from_user_id.name,
                    )
                )
