from odoo import api, models


class CrmHandoverSourceActivity(models.AbstractModel):
    """What somebody has still to do on customers and opportunities; other apps' stays."""

    _name = "crm.handover.source.activity"
    _inherit = ["crm.handover.source"]
    _description = "Activities in a Hand-over"

    _handover_model = "mail.activity"
    _handover_sequence = 90  # when who takes over can already open what they are about

    @api.model
    def _get_label(self):
        return self.env._("Activities")

    @api.model
    def _get_models(self):
        return ["crm.lead", "res.partner"]

    @api.model
    def _find(self, handover):
        return self.env["mail.activity"].search(
            [
                ("user_id", "=", handover.from_user_id.id),
                ("res_model", "in", self._get_models()),
                ("res_id", "!=", False),
            ]
        )

    @api.model
    def _get_customers(self, records):
        customers = {}
        for model, activities in records.grouped("res_model").items():
            subjects = self.env[model].browse(activities.mapped("res_id"))
            partner = "partner_id.commercial_partner_id"
            path = "commercial_partner_id" if model == "res.partner" else partner
            found = {subject.id: subject.mapped(path) for subject in subjects}
            customers.update({one.id: found[one.res_id] for one in activities})
        return customers

    @api.model
    def _prepare_items(self, handover):
        rows = super()._prepare_items(handover)
        about = {one.id: one for one in self.env[self._handover_model].browse(
            [row["res_id"] for row in rows])}  # fmt: skip
        for row in rows:
            activity = about[row["res_id"]]
            row["name"] = ": ".join(
                filter(None, (activity.summary or activity.activity_type_id.name,
                              activity.res_name))
            )  # fmt: skip
        return rows
