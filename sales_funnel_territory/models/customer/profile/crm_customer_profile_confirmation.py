from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .crm_profile_template import FIELD_GROUPS


class CrmCustomerProfileConfirmation(models.Model):
    """When somebody last said that a part of a customer's profile is right."""

    _name = "crm.customer.profile.confirmation"
    _description = "Confirmed Part of a Customer Profile"
    _order = "confirmed_on desc, id"
    _rec_name = "field_group"

    status_id = fields.Many2one(
        "crm.customer.status", required=True, readonly=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(related="status_id.partner_id", string="Customer")
    field_group = fields.Selection(FIELD_GROUPS, string="Part", required=True, readonly=True)
    confirmed_on = fields.Datetime(required=True, readonly=True)
    confirmed_by_id = fields.Many2one("res.users", readonly=True, ondelete="set null")
    age_days = fields.Integer(
        "Confirmed (Days Ago)",
        compute="_compute_age_days",
        search="_search_age_days",
        help="Days since somebody said that it is right.",
    )

    _once = models.Constraint(
        "UNIQUE (status_id, field_group)", "Each part of a profile is confirmed once."
    )

    @api.depends("confirmed_on")
    def _compute_age_days(self):
        today = fields.Date.today()
        for row in self:
            row.age_days = (today - row.confirmed_on.date()).days if row.confirmed_on else 0

    def _search_age_days(self, operator, value):
        return search_age("confirmed_on", operator, value, fields.Date.today())

    # ------------------------------------------------------------------ business

    @api.model
    def _confirm(self, parts):
        """Note that the user says these parts are right, now.

        :param parts: pairs of a status' id and the key of a part
        """
        ids, groups = zip(*sorted(parts), strict=True)
        self._write_confirmed(
            SQL(
                "SELECT * FROM unnest(%s::int[], %s::text[]) AS part(status_id, field_group)",
                list(ids),
                list(groups),
            )
        )

    @api.model
    def _write_confirmed(self, source):
        """Note the parts of a SELECT of status_id and field_group as confirmed, in bulk."""
        self.env.cr.execute(
            SQL(
                """INSERT INTO crm_customer_profile_confirmation
                    (status_id, field_group, confirmed_on, confirmed_by_id,
                     create_uid, create_date, write_uid, write_date)
                SELECT source.status_id, source.field_group, %(now)s, %(uid)s,
                    %(uid)s, %(now)s, %(uid)s, %(now)s FROM (%(source)s) AS source
                ON CONFLICT (status_id, field_group) DO UPDATE SET
                    confirmed_on = EXCLUDED.confirmed_on,
                    confirmed_by_id = EXCLUDED.confirmed_by_id,
                    write_uid = EXCLUDED.write_uid, write_date = EXCLUDED.write_date""",
                now=SQL("%s::timestamp", self.env.cr.now().replace(microsecond=0)),
                uid=self.env.uid,
                source=source,
            )
        )
        self.invalidate_model()
        self.env["crm.customer.status"].invalidate_model(["profile_confirmation_ids"])

    @api.model
    def _follow_merge(self, sources, kept):
        """Of each part, the latest confirmation of merged customers is theirs."""
        rows = self.search([("status_id", "in", (sources | kept).ids)])
        for same in rows.grouped("field_group").values():
            latest = max(same, key=lambda row: (row.confirmed_on, row.status_id == kept))
            (same - latest).unlink()
            self.env.flush_all()
            latest.status_id = kept


def search_age(field, operator, value, today):
    """Days ago are a date: more days ago is an earlier one; who has no date is in no answer."""
    if operator in ("<", "<=", ">", ">="):
        edge = today - timedelta(days=value - (operator in ("<", ">=")))
        return Domain(field, ">=" if operator.startswith("<") else "<", edge)
    if operator == "in":
        days = [today - timedelta(days=one) for one in value if one is not False]
        return Domain.OR(
            Domain(field, ">=", day) & Domain(field, "<", day + timedelta(days=1)) for day in days
        )
    return NotImplemented
