from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

MANAGER = "sales_team.group_sale_salesman_all_leads"


class CrmWonCreditCorrect(models.TransientModel):
    """Correct which person and territory has won opportunities, with the reason."""

    _name = "crm.won.credit.correct"
    _description = "Correct Who Has Won"

    lead_ids = fields.Many2many("crm.lead", string="Opportunities", required=True)
    user_id = fields.Many2one(
        "res.users",
        string="Won By",
        domain=[("share", "=", False)],
        compute="_compute_credit",
        store=True,
        readonly=False,
    )
    territory_id = fields.Many2one(
        "crm.territory",
        string="Won in Territory",
        compute="_compute_credit",
        store=True,
        readonly=False,
    )
    reason = fields.Char(
        required=True, help="Why; it stands in the log of the opportunity and in the corrections."
    )

    @api.depends("lead_ids")
    def _compute_credit(self):
        """Begin with what is stored, where all of them have the same."""
        for dialog in self:
            users, territories = dialog.lead_ids.won_user_id, dialog.lead_ids.won_territory_id
            dialog.user_id = users if len(users) == 1 else False
            dialog.territory_id = territories if len(territories) == 1 else False

    def action_apply(self):
        self.ensure_one()
        self._check_may_correct()
        # sudo: read and written by this dialog only; who may correct was checked
        leads = self.lead_ids.sudo().filtered(
            lambda lead: (
                (lead.won_user_id, lead.won_territory_id) != (self.user_id, self.territory_id)
            )
        )
        changes = self.env["crm.won.credit.change"].sudo()
        changes.create([self._prepare_change(lead) for lead in leads])
        leads._message_log_batch(bodies={lead.id: self._tell_change(lead) for lead in leads})
        leads.write(
            {
                "won_user_id": self.user_id.id,
                "won_user_name": self.user_id.name,
                "won_territory_id": self.territory_id.id,
                "won_territory_name": self.territory_id.complete_name,
            }
        )
        return {"type": "ir.actions.act_window_close"}

    def _check_may_correct(self):
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("Who gets the credit is corrected by sales managers: ask one of them.")
            )
        self.lead_ids.check_access("write")
        for lead in self.lead_ids:
            if lead.won_status != "won":
                raise UserError(
                    self.env._(
                        "“%(lead)s” is not won: its credit is stored when it is.", lead=lead.name
                    )
                )

    def _prepare_change(self, lead):
        return {
            "lead_id": lead.id,
            "territory_from_id": lead.won_territory_id.id,
            "territory_from_name": lead.won_territory_name,
            "territory_to_id": self.territory_id.id,
            "territory_to_name": self.territory_id.complete_name,
            "user_from_id": lead.won_user_id.id,
            "user_from_name": lead.won_user_name,
            "user_to_id": self.user_id.id,
            "user_to_name": self.user_id.name,
            "reason": self.reason,
            "changed_by_id": self.env.uid,
            "changed_by_name": self.env.user.name,
            "changed_on": self.env.cr.now(),
        }

    def _tell_change(self, lead):
        nobody = self.env._("nobody")
        nowhere = self.env._("no territory")
        return self.env._(
            "Credit corrected from %(who)s (%(where)s) to %(person)s (%(territory)s): %(reason)s",
            who=lead.won_user_name or nobody,
            where=lead.won_territory_name or nowhere,
            person=self.user_id.name or nobody,
            territory=self.territory_id.complete_name or nowhere,
            reason=self.reason,
        )
