from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

SALES = "sales_team.group_sale_salesman"


def _status(path, field_type, **attributes):
    """Return a field that shows one of the customer's status to people in sales."""
    return field_type(related=f"customer_status_id.{path}", groups=SALES, **attributes)


class ResPartner(models.Model):
    """What a rep sees of a customer at a glance; it stands in the customer's status."""

    _inherit = "res.partner"

    # declared with the customer: for the eyes of sales only
    is_sales_customer = fields.Boolean(groups=SALES)
    customer_status_id = fields.Many2one(groups=SALES)
    customer_class_id = fields.Many2one(groups=SALES)
    proposed_class_id = fields.Many2one(groups=SALES)
    last_contact_on = fields.Datetime(groups=SALES)
    last_visit_on = fields.Datetime(groups=SALES)
    next_contact_due = fields.Date(groups=SALES)
    next_visit_due = fields.Date(groups=SALES)
    # strategy of the class
    customer_class_color = _status("class_id.color", fields.Integer, string="Colour of the Class")
    class_strategy = _status("class_id.strategy", fields.Text, string="Core Strategy")
    class_topics = _status("class_id.topics", fields.Text, string="Talk About")
    class_support = _status("class_id.support", fields.Text, string="Support")
    class_expected_result = _status(
        "class_id.expected_result", fields.Text, string="Expected Result"
    )
    is_class_to_review = _status("is_class_to_review", fields.Boolean, string="Class to Review")
    class_confirmed_on = _status("class_confirmed_on", fields.Datetime, string="Class Confirmed On")
    class_confirmed_by_id = _status(
        "class_confirmed_by_id", fields.Many2one, string="Class Confirmed By"
    )
    # rhythm
    contact_rhythm = _status("contact_rhythm", fields.Char, string="Contact Rhythm")
    visit_rhythm = _status("visit_rhythm", fields.Char, string="Visit Rhythm")
    open_days = _status("open_days", fields.Char, string="Receives On")
    access_notes = _status("access_notes", fields.Text, string="Access Notes")
    contact_due_in = fields.Integer(
        "Contact Due In (Days)",
        compute="_compute_due_in",
        search="_search_contact_due_in",
        groups=SALES,
        help="Days until the next contact is due; below zero when it is overdue.",
    )
    visit_due_in = fields.Integer(
        "Visit Due In (Days)",
        compute="_compute_due_in",
        search="_search_visit_due_in",
        groups=SALES,
        help="Days until the next visit is due; below zero when it is overdue.",
    )

    # ------------------------------------------------------------------ days, never stored

    @api.depends("next_contact_due", "next_visit_due")
    def _compute_due_in(self):
        today = fields.Date.context_today(self)
        for partner in self:
            for rhythm in ("contact", "visit"):
                due = partner[f"next_{rhythm}_due"]
                partner[f"{rhythm}_due_in"] = (due - today).days if due else 0

    def _search_contact_due_in(self, operator, value):
        return self._search_due_in("next_contact_due", operator, value)

    def _search_visit_due_in(self, operator, value):
        return self._search_due_in("next_visit_due", operator, value)

    def _search_due_in(self, field, operator, value):
        """Days from today are a date; who has no due date is in no answer."""
        today = fields.Date.context_today(self)
        if operator in ("<", "<=", ">", ">="):
            return Domain(field, operator, today + timedelta(days=value))
        if operator == "in":
            days = [today + timedelta(days=one) for one in value if one is not False]
            return Domain(field, "in", days)
        return NotImplemented

    # ------------------------------------------------------------------ rights

    def _field_to_sql(self, alias, field_expr, query=None):
        """Group and sort only by what one may read: Odoo looks at a related field's end."""
        field = self._fields.get(field_expr.split(".")[0])
        if field and field.related and not field.store and field.groups:
            self._check_field_access(field, "read")
        return super()._field_to_sql(alias, field_expr, query)

    # ------------------------------------------------------------------ actions

    def action_make_customer(self):
        self.commercial_partner_id.is_sales_customer = True

    def action_stop_customer(self):
        self.is_sales_customer = False

    def action_open_customer_status(self):
        """Open class and rhythm of the customer, to change them, in a dialog."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Class and Rhythm"),
            "res_model": "crm.customer.status",
            "res_id": self.customer_status_id.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_confirm_class(self):
        self.customer_status_id.action_confirm_proposed()
