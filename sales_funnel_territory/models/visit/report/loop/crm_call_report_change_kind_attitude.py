from odoo import api, models


class CrmCallReportChangeKindAttitude(models.AbstractModel):
    """How people stand to us in their buying roles, and how well we know them."""

    _name = "crm.call.report.change.kind.attitude"
    _inherit = "crm.call.report.change.fields"
    _description = "Change by a Call Report: Attitude and Relationship Level"
    _kind_sequence = 20
    _kind_icon = "fa-smile-o"

    @api.model
    def _get_label(self):
        return self.env._("Attitude and Relationship Level")

    @api.model
    def _offer(self, report):
        offers = []
        roles = report._get_roles()
        for person in report.person_ids:
            level = person.relationship_level
            if level:
                offers += self._prepare_field(person.contact_id, {"relationship_level": level})
            if person.attitude:
                for role in roles.get(person.contact_id, ()):
                    offers += self._prepare_field(role, {"attitude": person.attitude})
        return offers
