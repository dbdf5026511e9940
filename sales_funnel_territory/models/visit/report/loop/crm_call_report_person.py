from odoo import api, fields, models

from ....funnel.buying_role.crm_buying_role import ATTITUDES, ROLES
from ....funnel.buying_role.res_partner import RELATIONSHIP_LEVELS


class CrmCallReportPerson(models.Model):
    """A person of the customer in a report: met or not, and how he stands to us now."""

    _name = "crm.call.report.person"
    _inherit = "crm.call.report.heard"
    _description = "Person in a Call Report"
    _order = "report_id, sequence, id"
    _named_records = ("contact_id",)
    _rec_name = "contact_id"

    contact_id = fields.Many2one(
        "res.partner",
        string="Person",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('is_company', '=', False), ('commercial_partner_id', '=', customer_id)]",
    )
    is_met = fields.Boolean("Met", default=True)
    attitude = fields.Selection(
        ATTITUDES,
        string="Attitude Now",
        help="How this person stands to us, as it showed. Empty: nothing new.",
    )
    relationship_level = fields.Selection(
        RELATIONSHIP_LEVELS,
        string="Relationship Level Now",
        help="How well we know this person now. Empty: nothing new.",
    )
    role = fields.Selection(
        ROLES,
        string="Turns Out to Be",
        help="A buying role that this person plays on the opportunities of the report, and does "
        "not have there yet.",
    )

    _once = models.Constraint(
        "UNIQUE(report_id, contact_id)", "A person stands once in a call report."
    )

    @api.model_create_multi
    def create(self, vals_list):
        people = super().create(vals_list)
        people._list_met()
        return people

    def write(self, vals):
        result = super().write(vals)
        if "is_met" in vals or "contact_id" in vals:
            self._list_met()
        return result

    def _list_met(self):
        """Let who was met stand among the people met of the report, and nobody else."""
        for report, people in self.grouped("report_id").items():
            met = people.filtered("is_met").contact_id
            others = people.contact_id - met
            if met - report.contact_ids or others & report.contact_ids:
                report.contact_ids = (report.contact_ids | met) - others

    def _leave(self):
        """Follow people who were not met after all: what is told of them stays."""
        told = self.filtered(lambda row: row.attitude or row.relationship_level or row.role)
        told.is_met = False
        (self - told).unlink()

    @api.model
    def _follow_merge(self, sources, target):
        """Combine the rows of contacts about to become one, so that none collides."""
        rows = self.search([("contact_id", "in", (sources | target).ids)])
        rows = rows.sorted(lambda row: row.contact_id != target)
        for same in rows.grouped("report_id").values():
            first, others = same[0], same[1:]
            if others:
                values = {
                    name: next(filter(None, same.mapped(name)), False)
                    for name in ("attitude", "relationship_level", "role")
                }
                values["is_met"] = any(same.mapped("is_met"))
                others.unlink()
                first.write(values)
        self.env.flush_all()
