from odoo import api, models

# Headed parts of a message, and where they belong in the profile.
PARTS = {
    "message_needs": "main_needs",
    "message_decision": "decision_model",
}


class CrmCallReportChangeKindProfile(models.AbstractModel):
    """Fields of the customer's profile, and of his people's.

    What was noted as a fact is suggested. What the message says is suggested where the profile
    knows nothing yet; otherwise it can be added, if one wants.
    """

    _name = "crm.call.report.change.kind.profile"
    _inherit = "crm.call.report.change.fields"
    _description = "Change by a Call Report: Profile"
    _kind_sequence = 40
    _kind_icon = "fa-id-card-o"

    @api.model
    def _get_label(self):
        return self.env._("Customer Profile")

    @api.model
    def _offer(self, report):
        offers, told = [], set()
        for fact in report.fact_ids:
            subject = fact._get_subject()
            value = fact._get_value()
            if subject and value:
                told.add(fact.field_name)
                offers += self._prepare_field(subject, self._as_json(fact.field_name, value))
        for part, name in PARTS.items():
            if name not in told:
                offers += self._offer_part(report, part, name)
        return offers

    @api.model
    def _as_json(self, name, value):
        field = self.env["res.partner"]._fields[name]
        return {name: field.to_string(value) if field.type == "date" else value}

    @api.model
    def _offer_part(self, report, part, name):
        said, known = (report[part] or "").strip(), (report.customer_id[name] or "").strip()
        if not said or said in known:
            return []
        text = f"{known}\n{said}" if known else said
        return self._prepare_field(report.customer_id, {name: text}, is_suggested=not known)
