from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ....customer.profile.res_partner import OWNERSHIPS
from ....funnel.buying_role.res_partner import PERSONAL_STYLES

# Fields of a profile that a report can tell: of the customer, and of one of his people.
OF_CUSTOMER = (
    "main_needs",
    "main_products",
    "product_environment",
    "decision_model",
    "payment_habits",
    "ownership",
    "founded_year",
    "head_count",
    "sales_team_size",
    "yearly_revenue",
    "registered_capital",
)
OF_PERSON = ("function", "education", "birthday", "interests", "personal_style")
KINDS = {
    "char": "text",
    "text": "text",
    "integer": "number",
    "monetary": "number",
    "date": "date",
}


class CrmCallReportFact(models.Model):
    """Something new for the customer's profile, or about one of his people."""

    _name = "crm.call.report.fact"
    _inherit = "crm.call.report.heard"
    _description = "Profile Field in a Call Report"
    _order = "report_id, sequence, id"
    _named_records = ("contact_id",)
    _rec_name = "field_name"

    field_name = fields.Selection("_selection_field_name", string="What", required=True)
    contact_id = fields.Many2one(
        "res.partner",
        string="Of",
        index="btree_not_null",
        ondelete="cascade",
        domain="[('is_company', '=', False), ('commercial_partner_id', '=', customer_id)]",
        help="The person whom it is about.",
    )
    value_kind = fields.Char("Kind of Value", compute="_compute_value_kind")
    is_of_person = fields.Boolean(compute="_compute_value_kind")
    value_text = fields.Text("Text")
    value_number = fields.Float("Number", aggregator=None)
    value_date = fields.Date("Day")
    value_ownership = fields.Selection(OWNERSHIPS, string="Ownership")
    value_personal_style = fields.Selection(PERSONAL_STYLES, string="Personal Style")

    @api.model
    def _selection_field_name(self):
        known = self.env["res.partner"]._fields
        names = (*OF_CUSTOMER, *OF_PERSON)
        return [(name, known[name]._description_string(self.env)) for name in names]

    @api.depends("field_name")
    def _compute_value_kind(self):
        for fact in self:
            fact.is_of_person = fact.field_name in OF_PERSON
            field = self.env["res.partner"]._fields.get(fact.field_name or "")
            fact.value_kind = field and KINDS.get(field.type, fact.field_name)

    @api.constrains("field_name", "contact_id")
    def _check_of_whom(self):
        for fact in self:
            if fact.is_of_person and not fact.contact_id:
                labels = dict(self._selection_field_name())
                raise ValidationError(
                    self.env._(
                        "%(field)s: choose the person whom it is about.",
                        field=labels[fact.field_name],
                    )
                )

    def _get_subject(self):
        """Return whose field it is."""
        self.ensure_one()
        return self.contact_id if self.is_of_person else self.report_id.customer_id

    def _get_value(self):
        """Return what the field is said to be; nothing where nothing was entered."""
        self.ensure_one()
        value = self[f"value_{self.value_kind}"]
        if self.value_kind == "number":
            field = self.env["res.partner"]._fields[self.field_name]
            return round(value) if field.type == "integer" else value
        if self.value_kind == "text":
            return (value or "").strip() or False
        return value
