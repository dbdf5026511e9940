from datetime import date

from odoo import fields, models

ALWAYS = (date(1970, 1, 1), date(9999, 12, 31))
REASONS = [
    ("owner", "Owner of the Territory"),
    ("backup", "Backup in the Territory"),
    ("specialist", "Specialist in the Territory"),
    ("manager", "Manager of the Territory"),
    ("responsible", "Main Responsible"),
    ("contact", "Salesperson of a Contact"),
    ("created", "Entered the Customer"),
    ("place", "Looks After a Place of the Customer"),
    ("lead", "Opportunity"),
    ("team", "Opportunity of the Team"),
    ("meeting", "Meeting"),
    ("visit", "Visit"),
    ("report", "Call Report"),
    ("activity", "Activity"),
    ("help", "Help Request"),
    ("order", "Order"),
    ("invoice", "Invoice"),
]


class CrmCustomerAccess(models.Model):
    """A person who may see the customers of an audience, or one customer: why, and from which day
    to which.

    The dates are compared when somebody looks: a backup sees customers on his first day and no
    more after his last one, without any job. Leaders need no rows: they look with the eyes of
    their teams.
    """

    _name = "crm.customer.access"
    _description = "Who May See a Customer"
    _order = "audience_id, partner_id, user_id, id"
    _rec_name = "user_id"

    audience_id = fields.Many2one(
        "crm.customer.audience", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        help="Of this company or person and their contacts only; empty: of a whole audience.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Person",
        readonly=True,
        ondelete="cascade",
        help="Empty: the leaders of the team.",
    )
    team_id = fields.Many2one(
        "crm.team", string="Leaders of Team", readonly=True, index="btree_not_null",
        ondelete="cascade",
    )  # fmt: skip
    reason = fields.Selection(REASONS, string="Why", required=True, readonly=True)
    date_from = fields.Date("From", required=True, readonly=True, default=ALWAYS[0])
    date_to = fields.Date("To", required=True, readonly=True, default=ALWAYS[1])

    # whoever looks is asked for by each request: the index has all that it needs
    _seen_index = models.Index("(user_id) INCLUDE (audience_id, partner_id, date_from, date_to)")
    _of_one_check = models.Constraint(
        "CHECK (num_nonnulls(audience_id, partner_id) = 1)",
        "Somebody sees the customers of an audience, or one customer.",
    )
