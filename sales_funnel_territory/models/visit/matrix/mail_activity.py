from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ....planning import time_matrix
from ....planning.time_matrix import NO, QUADRANTS, YES
from .mail_activity_facts import NOTHING_KNOWN

SALES = "sales_team.group_sale_salesman"
SAID = [(YES, "Yes"), (NO, "No")]
QUADRANT_NAMES = [
    ("do", "Do Now"),
    ("plan", "Plan"),
    ("delegate", "Delegate"),
    ("drop", "Drop"),
]


class MailActivity(models.Model):
    """Where an activity stands in the time matrix: nothing is stored but what a person said."""

    _inherit = "mail.activity"

    matrix_importance = fields.Selection(
        SAID,
        "Important, as Said",
        groups=SALES,
        help="Empty: by the customer's class, the amount and the activity type.",
    )
    matrix_urgency = fields.Selection(
        SAID, "Urgent, as Said", groups=SALES, help="Empty: by the due date."
    )
    is_important = fields.Boolean("Important", compute="_compute_matrix", groups=SALES)
    is_urgent = fields.Boolean("Urgent", compute="_compute_matrix", groups=SALES)
    matrix_quadrant = fields.Selection(
        QUADRANT_NAMES,
        "Quadrant",
        compute="_compute_matrix",
        search="_search_matrix_quadrant",
        groups=SALES,
        help="Important and urgent: do now. Important: plan. Urgent: delegate. Neither: drop.",
    )

    @api.depends(
        "matrix_importance",
        "matrix_urgency",
        "date_deadline",
        "activity_type_id",
        "res_model_id",
        "res_id",
        "user_id",
    )
    def _compute_matrix(self):
        items = self._prepare_matrix_items()
        for activity in self:
            item, rule, today = items[activity]
            activity.is_important = time_matrix.is_important(item, rule)
            activity.is_urgent = time_matrix.is_urgent(item, rule, today)
            activity.matrix_quadrant = time_matrix.quadrant(item, rule, today)

    def _prepare_matrix_items(self):
        """Return, for each activity, what the rule asks, the rule, and the person's day."""
        facts = self._read_matrix_facts()
        return {
            activity: self._prepare_matrix_item(activity, facts.get(activity._origin.id))
            for activity in self
        }

    @api.model
    def _prepare_matrix_item(self, activity, facts):
        facts = facts or NOTHING_KNOWN
        today = self._get_matrix_day(activity)
        # sudo: the limits of the person's company
        person = activity.user_id.sudo()
        rule = self._get_matrix_rule(
            person.company_id.id or self.env.company.id, facts.company_id or self.env.company.id
        )
        return facts.as_item(activity), rule, today

    @api.model
    def _get_matrix_rule(self, person_company_id, money_company_id):
        """Return how many days press as the person's company has it, and whose amounts count."""
        Company = self.env["res.company"]
        days = Company.browse(person_company_id)._get_matrix_rule().urgent_days
        amount = Company.browse(money_company_id)._get_matrix_rule().least_amount
        return time_matrix.MatrixRule(days, amount)

    @api.model
    def _get_matrix_day(self, activity):
        """Return the day by which to judge: today; for what is done, the day it was done."""
        if not activity.active and activity.date_done:
            return activity.date_done
        return fields.Date.context_today(self)

    # ------------------------------------------------------------------ searching

    def _search_matrix_quadrant(self, operator, value):
        if operator != "in":
            return NotImplemented
        wanted = [one for one in value if one in QUADRANTS]
        self.flush_model(["matrix_importance", "matrix_urgency", "date_deadline", "date_done"])
        self.flush_model(["activity_type_id", "res_model_id", "res_id", "user_id", "active"])
        self._flush_matrix_facts()
        found = SQL(
            "SELECT activity.id FROM %(tables)s %(limits)s WHERE %(quadrant)s = ANY(%(wanted)s)",
            tables=self._matrix_tables_sql(),
            limits=self._matrix_limits_sql(),
            quadrant=self._matrix_quadrant_sql(),
            wanted=wanted,
        )
        return Domain("id", "any!", found)

    @api.model
    def _matrix_limits_sql(self):
        """Return the joins with the companies whose limits count, after the tables."""
        return SQL(
            """JOIN res_company AS own
                ON own.id = COALESCE(person.company_id, %(company)s)
            JOIN res_company AS payer
                ON payer.id = COALESCE(lead.company_id, person.company_id, %(company)s)""",
            company=self.env.company.id,
        )

    @api.model
    def _matrix_quadrant_sql(self):
        """Return the rule of ``planning.time_matrix`` as SQL: a test holds them together."""
        important = SQL(
            """CASE activity.matrix_importance WHEN 'yes' THEN TRUE WHEN 'no' THEN FALSE
            ELSE COALESCE(customer_class.is_important, FALSE)
                OR COALESCE(kind.is_important, FALSE)
                OR (COALESCE(payer.matrix_least_amount, 0) > 0
                    AND COALESCE(lead.expected_revenue, 0) >= payer.matrix_least_amount)
            END"""
        )
        urgent = SQL(
            """CASE activity.matrix_urgency WHEN 'yes' THEN TRUE WHEN 'no' THEN FALSE
            ELSE activity.date_deadline <= own.matrix_urgent_days + CASE
                WHEN activity.active OR activity.date_done IS NULL THEN %s
                ELSE activity.date_done END
            END""",
            fields.Date.context_today(self),
        )
        return name_quadrant(important, urgent)


def name_quadrant(important, urgent):
    """Return the name of a quadrant as SQL, from two conditions."""
    return SQL(
        """CASE WHEN %(important)s THEN CASE WHEN %(urgent)s THEN 'do' ELSE 'plan' END
        WHEN %(urgent)s THEN 'delegate' ELSE 'drop' END""",
        important=important,
        urgent=urgent,
    )
