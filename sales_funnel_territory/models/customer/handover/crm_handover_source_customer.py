from odoo import api, models


class CrmHandoverSourceCustomer(models.AbstractModel):
    """The customers for whom somebody is the main responsible."""

    _name = "crm.handover.source.customer"
    _inherit = ["crm.handover.source"]
    _description = "Customers in a Hand-over"

    _handover_model = "res.partner"
    _handover_sequence = 10

    @api.model
    def _get_label(self):
        return self.env._("Customers")

    @api.model
    def _find(self, handover):
        return self.env["res.partner"].search(
            [("is_sales_customer", "=", True), ("user_id", "=", handover.from_user_id.id)]
        )

    @api.model
    def _get_customers(self, records):
        return {customer.id: customer for customer in records}

    @api.model
    def _log(self, records, sentence):
        records._message_log_batch(bodies=dict.fromkeys(records.ids, sentence))
