import operator as operators

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

COMPARISONS = {
    "<": operators.lt,
    "<=": operators.le,
    ">": operators.gt,
    ">=": operators.ge,
}


class ResPartner(models.Model):
    """What points to a need at a customer; noted on the company, not on its people."""

    _inherit = "res.partner"

    need_signal_ids = fields.Many2many(
        "crm.need.signal",
        relation="res_partner_need_signal_rel",
        column1="partner_id",
        column2="signal_id",
        string="Signals of a Need",
        copy=False,
        groups="sales_team.group_sale_salesman",
        help="What happens at this customer and points to a need. Who noticed it and when "
        "stands in the chatter.",
    )
    urgency_score = fields.Integer(
        "Urgency",
        compute="_compute_urgency_score",
        search="_search_urgency_score",
        groups="sales_team.group_sale_salesman",
        help="The points of the signals noticed at this customer.",
    )

    @api.depends("commercial_partner_id.need_signal_ids.urgency")
    def _compute_urgency_score(self):
        for partner in self:
            signals = partner.commercial_partner_id.need_signal_ids
            partner.urgency_score = sum(signals.filtered("active").mapped("urgency"))

    def _search_urgency_score(self, operator, value):
        compare = self._get_urgency_test(operator, value)
        if not compare:
            return NotImplemented
        self.env["crm.need.signal"].flush_model(["urgency", "active"])
        right = tuple(value) or (None,) if operator == "in" else value
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s %s %s", model._urgency_sql(alias, query), SQL(operator.upper()), right
            ),
            predicate=lambda partner: compare(partner.urgency_score),
        )

    def write(self, vals):
        if "need_signal_ids" not in vals or self.env.context.get("tracking_disable"):
            return super().write(vals)
        before = {partner: partner.need_signal_ids for partner in self}
        result = super().write(vals)
        self._log_need_signals(before)
        return result

    def _log_need_signals(self, before):
        """Note who noticed which signal, and when. Not tracked: that reads at every write."""
        bodies = {}
        for partner in self:
            noticed = partner.need_signal_ids - before[partner]
            gone = before[partner] - partner.need_signal_ids
            told = []
            if noticed:
                names = ", ".join(noticed.mapped("name"))
                told.append(self.env._("Signals of a need noticed: %(names)s.", names=names))
            if gone:
                names = ", ".join(gone.mapped("name"))
                told.append(self.env._("No longer a signal of a need: %(names)s.", names=names))
            if told:
                bodies[partner.id] = " ".join(told)
        self.browse(bodies)._message_log_batch(bodies=bodies)

    @api.model
    def _get_urgency_test(self, operator, value):
        """Return a function that tells whether a score matches; none for unknown operators."""
        if operator == "in":
            return lambda urgency: urgency in value
        test = COMPARISONS.get(operator)
        return test and (lambda urgency: test(urgency, value))

    @api.model
    def _urgency_sql(self, alias, query):
        return SQL(
            """COALESCE((SELECT SUM(signal.urgency)
                           FROM res_partner_need_signal_rel noticed
                           JOIN crm_need_signal signal ON signal.id = noticed.signal_id
                          WHERE signal.active AND noticed.partner_id = %s), 0)""",
            self._field_to_sql(alias, "commercial_partner_id", query),
        )
