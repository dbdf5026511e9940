from odoo import api, fields, models
from odoo.tools import SQL

from ..customer.res_partner_customer import SALES
from .res_partner import AHEAD


class CrmLead(models.Model):
    """The visits that are to move an opportunity on; merged ones bring theirs along."""

    _inherit = "crm.lead"

    visit_ids = fields.Many2many(
        "crm.visit", "crm_visit_lead_rel", string="Visits", groups=SALES, copy=False
    )
    visit_count = fields.Integer("Visits Made", compute="_compute_visits", groups=SALES)
    next_visit_planned = fields.Datetime(
        "Next Planned Visit", compute="_compute_visits", groups=SALES
    )

    @api.depends("visit_ids.state", "visit_ids.start")
    def _compute_visits(self):
        now = self.env.cr.now()
        for lead in self:
            visits = lead.visit_ids
            ahead = visits.filtered(
                lambda visit: visit.state in AHEAD and visit.start and visit.start >= now
            )
            lead.visit_count = len(visits.filtered(lambda visit: visit.state == "done"))
            lead.next_visit_planned = min(ahead.mapped("start"), default=False)

    def action_open_visits(self):
        """Open the visits on this opportunity."""
        self.ensure_one()
        return self.env["crm.visit"]._get_list_action(
            [("opportunity_ids", "in", self.ids)],
            {
                "default_partner_id": self.partner_id.commercial_partner_id.id,
                "default_opportunity_ids": self.ids,
                "default_work_kind": self.stage_id.work_kind,
            },
        )

    @api.model
    def _noted_sql(self, leads):
        relation = SQL(
            "EXISTS (SELECT FROM crm_visit_lead_rel WHERE crm_lead_id = ANY(%s))", leads.ids
        )
        return [*super()._noted_sql(leads), relation]

    def _merge_own_rows(self, opportunities):
        result = super()._merge_own_rows(opportunities)
        # sudo: visits on leads that the merging person may not all read
        visits = self.env["crm.visit"].sudo().with_context(active_test=False)
        visits = visits.search([("opportunity_ids", "in", opportunities.ids)])
        visits.write({"opportunity_ids": [fields.Command.link(self.id)]})
        return result
