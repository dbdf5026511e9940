from odoo import api, fields, models


class CrmCustomerClass(models.Model):
    """How much a customer is worth being looked after, and how: A focus to D maintain."""

    _name = "crm.customer.class"
    _inherit = ["crm.cadence.mixin"]
    _description = "Customer Class"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char("Letter", required=True, size=4)
    sequence = fields.Integer(default=10, help="From the best class to the last.")
    color = fields.Integer()
    active = fields.Boolean(default=True)
    # what it asks for
    least_value = fields.Float(
        "From a Value of", help="Least points on the axis value to be proposed for this class."
    )
    least_urgency = fields.Float(
        "From an Urgency of", help="Least points on the axis urgency to be proposed for this class."
    )
    # what it means
    description = fields.Char("Which Customers", translate=True)
    strategy = fields.Text("Core Strategy", translate=True)
    topics = fields.Text("Talk About", translate=True)
    support = fields.Text(translate=True)
    expected_result = fields.Text(translate=True)
    visit_minutes = fields.Integer(
        "Usual Visit (Minutes)", default=60, help="How long a visit of such a customer takes."
    )
    customer_count = fields.Integer("Customers", compute="_compute_customer_count")

    _code_unique = models.Constraint("UNIQUE(code)", "There is one class for each letter.")

    @api.depends("code", "name")
    def _compute_display_name(self):
        for one in self:
            one.display_name = f"{one.code} {one.name}" if one.code else one.name

    def _compute_customer_count(self):
        counts = dict(
            self.env["crm.customer.status"]._read_group(
                [("class_id", "in", self.ids)], ["class_id"], ["__count"]
            )
        )
        for one in self:
            one.customer_count = counts.get(one, 0)
