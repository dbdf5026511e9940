from odoo import api, fields, models


class CrmCallReportChangeKindRole(models.AbstractModel):
    """Somebody turns out to play a buying role that nobody had noted."""

    _name = "crm.call.report.change.kind.role"
    _inherit = "crm.call.report.change.made"
    _description = "Change by a Call Report: Buying Role"
    _kind_sequence = 15
    _kind_icon = "fa-user-plus"
    _made_model = "crm.buying.role"

    @api.model
    def _get_label(self):
        return self.env._("Buying Roles")

    @api.model
    def _get_roles(self):
        return dict(self.env["crm.buying.role"]._fields["role"]._description_selection(self.env))

    @api.model
    def _find_labels(self, changes):
        roles = self._get_roles()
        return {
            change: roles.get((change.after or {}).get("role")) or change.field_label
            for change in changes
        }

    @api.model
    def _offer(self, report):
        roles = self._get_roles()
        known = {
            (role.lead_id, role.partner_id, role.role)
            for role in report._get_leads().with_context(active_test=False).buying_role_ids
        }
        return [
            self._prepare_role(report, person, lead, roles[person.role])
            for person in report.person_ids.filtered("role")
            for lead in report._get_leads()
            if (lead, person.contact_id, person.role) not in known
        ]

    @api.model
    def _prepare_role(self, report, person, lead, label):
        values = {
            "lead_id": lead.id,
            "partner_id": person.contact_id.id,
            "role": person.role,
            "attitude": person.attitude or "neutral",
        }
        day = person.is_met and report._get_day_met()
        if day:
            values |= {"met_on": fields.Date.to_string(day), "met_by_id": report.user_id.id}
        # sudo: the name, as many2one fields show it
        name = person.contact_id.sudo().name
        return self._prepare_change(
            lead, label, {}, values, after_text=name, partner_id=person.contact_id.id
        )
