from odoo import api, fields, models


class CrmCallReportChangeKindMet(models.AbstractModel):
    """Who was met, in the buying roles that he plays on the opportunities of the report."""

    _name = "crm.call.report.change.kind.met"
    _inherit = "crm.call.report.change.fields"
    _description = "Change by a Call Report: Met"
    _kind_sequence = 10
    _kind_icon = "fa-handshake-o"
    _kind_shown = "met_on"

    @api.model
    def _get_label(self):
        return self.env._("People Met")

    @api.model
    def _offer(self, report):
        day = report._get_day_met()
        if not day:
            return []
        met = {"met_on": fields.Date.to_string(day), "met_by_id": report.user_id.id}
        offers, roles = [], report._get_roles()
        for person in report.person_ids.filtered("is_met"):
            for role in roles.get(person.contact_id, ()):
                if not role.met_on or role.met_on < day:
                    offers += self._prepare_field(role, met)
        return offers
