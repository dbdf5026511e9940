from markupsafe import escape
from odoo import api, models
from odoo.fields import Domain

WRITTEN = ("submitted", "acknowledged")


class SalesFunnelSourceTimelineReport(models.AbstractModel):
    """Reports that were submitted."""

    _name = "sales.funnel.source.timeline.report"
    _inherit = "sales.funnel.source.timeline"
    _description = "Timeline: Call Reports"

    _entry_model = "crm.call.report"
    _entry_moment = "date"
    _entry_icon = "fa-file-text-o"
    _entry_sequence = 11
    _entry_is_contact = True
    _entry_fields = ("name", "purpose", "reaction", "next_step", "user_id", "contact_ids")

    @api.model
    def _get_label(self):
        return self.env._("Call Reports")

    @api.model
    def _get_domain(self, scope):
        own = Domain("partner_id.commercial_partner_id", "=", scope.customer.id)
        if scope.person:
            own &= Domain("contact_ids", "in", scope.person.ids)
        return own & Domain("state", "in", WRITTEN)

    @api.model
    def _find_encounters(self, record):
        # sudo: a name, as many2one fields show it
        name = record.user_id.sudo().name
        return [(one, name) for one in record.contact_ids.ids]

    @api.model
    def _describe(self, records, scope):
        return {
            report: {
                "title": report.purpose or report.name,
                "text": self._shorten(escape(self._tell(report))),
                # sudo: a name, as many2one fields show it
                "who": report.user_id.sudo().name or "",
                "people": self._name_people(report.contact_ids, scope),
            }
            for report in records
        }

    @api.model
    def _tell(self, report):
        """Return what came of it, in a line."""
        next_step = report.next_step and self.env._("Next step: %(step)s", step=report.next_step)
        return " · ".join(filter(None, [report.reaction, next_step]))


class SalesFunnelSourceTimelineVisit(models.AbstractModel):
    """A visit with a report that one may read stands there once: as its report."""

    _inherit = "sales.funnel.source.timeline.visit"

    @api.model
    def _get_domain(self, scope):
        reported = Domain("report_ids", "any", Domain("state", "in", WRITTEN))
        return super()._get_domain(scope) & ~reported
