from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...customer.res_partner_customer import SALES
from .crm_call_report import OPEN_STATES

# where a person may stand in a report that would lose him
_NAMED = (
    "contact_ids",
    "person_ids.contact_id",
    "fact_ids.contact_id",
    "action_ids.contact_id",
    "rival_ids.competitor_id",
)


class ResPartner(models.Model):
    """The call reports on a customer."""

    _inherit = "res.partner"

    call_report_ids = fields.One2many(
        "crm.call.report", "partner_id", string="Call Reports", groups=SALES
    )
    call_report_count = fields.Integer(
        "Number of Call Reports", compute="_compute_call_report_count", groups=SALES
    )

    @api.depends("call_report_ids")
    def _compute_call_report_count(self):
        counted = self.env["crm.call.report"]._read_group(
            [("partner_id", "in", self.ids)], ["partner_id"], ["__count"]
        )
        counts = dict(counted)
        for partner in self:
            partner.call_report_count = counts.get(partner._origin, 0)

    def action_open_call_reports(self):
        """Open the call reports on this customer and his places, the latest first."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_funnel_territory.crm_call_report_action"
        )
        domain = [("partner_id", "child_of", self.id)]
        return {**action, "domain": domain, "context": {"default_partner_id": self.id}}

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_submitted_reports(self):
        """A submitted report stays as it is: it would lose whoever is deleted without a word."""
        if self.env.su:
            return
        named = Domain.OR(Domain(name, "in", self.ids) for name in _NAMED)
        # sudo: also reports that the user may not read, and archived ones
        reports = self.env["crm.call.report"].sudo().with_context(active_test=False)
        report = reports.search(Domain("state", "not in", OPEN_STATES) & named, limit=1)
        if report:
            people = self & self.union(*(report.mapped(name) for name in _NAMED))
            raise UserError(
                self.env._(
                    "A call report that was submitted tells of %(people)s and stays as it is: "
                    "archive the contact rather than delete it.",
                    people=", ".join(people.mapped("display_name")),
                )
            )

    @api.model
    def _after_responsible_changes(self, changes):
        """Reports that nobody has begun follow the main responsible whom the territory sets."""
        result = super()._after_responsible_changes(changes)
        # sudo: reports follow their customer, also those that the mover may not change
        Report = self.env["crm.call.report"].sudo()
        Report = Report.with_context(mail_auto_subscribe_no_notify=True)
        reports = Report.search(
            [
                ("partner_id", "in", list(changes)),
                ("state", "=", "prepared"),
                ("visit_id", "=", False),
            ]
        )
        for (before, after), own in reports.grouped(lambda one: changes[one.partner_id.id]).items():
            following = own.filtered(lambda report, former=before: report.user_id.id == former)
            if after and following:
                following.write({"user_id": after})
        return result
