from odoo import fields, models

from ....planning.time_matrix import MatrixRule


class ResCompany(models.Model):
    """From when on an activity is urgent, and an amount important."""

    _inherit = "res.company"

    matrix_urgent_days = fields.Integer(
        "Urgent When Due Within (Days)",
        default=2,
        help="An activity is urgent in the time matrix when so many days are left, or fewer.",
    )
    matrix_least_amount = fields.Monetary(
        "Important From an Amount of",
        default=10000,
        help="Activities on opportunities with at least this expected revenue are important in "
        "the time matrix. 0: the amount does not count.",
    )

    _matrix_limits_possible = models.Constraint(
        "CHECK(matrix_urgent_days BETWEEN 0 AND 366 AND matrix_least_amount >= 0)",
        "The time matrix: 0 to 366 days, and an amount of 0 or more.",
    )

    def _get_matrix_rule(self):
        """Return the rule of a company; without one, that of the user's."""
        company = self[:1] or self.env.company
        # sudo: limits of a company, whoever asks
        company = company.sudo()
        return MatrixRule(company.matrix_urgent_days, company.matrix_least_amount)
