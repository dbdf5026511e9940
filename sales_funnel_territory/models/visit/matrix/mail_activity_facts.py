from dataclasses import dataclass

from odoo import api, models
from odoo.tools import SQL

from ....planning.time_matrix import MatrixItem

# the customer of these is not simply their partner
_OWN = ("res.partner", "crm.lead", "crm.visit")


@dataclass(frozen=True)
class ActivityFacts:
    """What the rule of the matrix asks about an activity."""

    partner_id: int | None
    class_counts: bool
    type_counts: bool
    amount: float
    company_id: int | None

    def as_item(self, activity):
        return MatrixItem(
            due=activity.date_deadline,
            class_counts=self.class_counts,
            type_counts=self.type_counts,
            amount=self.amount,
            importance=activity.matrix_importance or None,
            urgency=activity.matrix_urgency or None,
        )


NOTHING_KNOWN = ActivityFacts(None, False, False, 0.0, None)


class MailActivity(models.Model):
    """The customer, the amount and the type behind an activity, read in one query."""

    _inherit = "mail.activity"

    def _read_matrix_facts(self):
        """Return the facts of stored activities, by id."""
        if not self.ids:
            return {}
        fnames = ["res_model_id", "res_id", "activity_type_id", "user_id"]
        self.env["mail.activity"].flush_model(fnames)
        self._flush_matrix_facts()
        rows = self.env.execute_query(
            SQL(
                """SELECT activity.id, customer.id, COALESCE(customer_class.is_important, FALSE),
                    COALESCE(kind.is_important, FALSE), COALESCE(lead.expected_revenue, 0),
                    COALESCE(lead.company_id, person.company_id)
                FROM %(tables)s WHERE activity.id = ANY(%(ids)s)""",
                tables=self._matrix_tables_sql(),
                ids=self.ids,
            )
        )
        return {
            row[0]: ActivityFacts(row[1], row[2], row[3], float(row[4]), row[5]) for row in rows
        }

    @api.model
    def _flush_matrix_facts(self):
        for model, names in (
            ("crm.lead", ["expected_revenue", "partner_id", "company_id", "stage_id"]),
            ("crm.customer.status", ["class_id", "partner_id"]),
            ("crm.customer.class", ["is_important"]),
            ("mail.activity.type", ["is_important", "minutes"]),
            ("res.partner", ["commercial_partner_id"]),
        ):
            self.env[model].flush_model(names)

    @api.model
    def _matrix_tables_sql(self):
        """Return activities joined with what they are about, for FROM.

        The customer is the partner of whatever record an activity hangs on.
        """
        others = self._get_matrix_models()
        joins, partners = [], []
        for number, model in enumerate(others):
            alias = SQL.identifier(f"document_{number}")
            joins.append(
                SQL(
                    """LEFT JOIN %(table)s AS %(alias)s
                        ON activity.res_model = %(model)s AND %(alias)s.id = activity.res_id""",
                    table=SQL.identifier(self.env[model]._table),
                    alias=alias,
                    model=model,
                )
            )
            partners.append(SQL(", %s.partner_id", alias))
        return SQL(
            """mail_activity AS activity
            LEFT JOIN mail_activity_type AS kind ON kind.id = activity.activity_type_id
            LEFT JOIN res_users AS person ON person.id = activity.user_id
            LEFT JOIN crm_lead AS lead
                ON activity.res_model = 'crm.lead' AND lead.id = activity.res_id
            LEFT JOIN crm_stage AS stage ON stage.id = lead.stage_id
            LEFT JOIN crm_visit AS visit
                ON activity.res_model = 'crm.visit' AND visit.id = activity.res_id
            %(joins)s
            LEFT JOIN res_partner AS customer ON customer.id = COALESCE(
                CASE WHEN activity.res_model = 'res.partner' THEN activity.res_id END,
                lead.partner_id, visit.partner_id%(partners)s)
            LEFT JOIN crm_customer_status AS status
                ON status.partner_id = customer.commercial_partner_id
            LEFT JOIN crm_customer_class AS customer_class
                ON customer_class.id = status.class_id""",
            joins=SQL(" ").join(joins),
            partners=SQL("").join(partners),
        )

    @api.model
    def _get_matrix_models(self):
        """Return the other models with activities whose records have a customer."""
        return [
            name
            for name, model in sorted(self.env.registry.items())
            if name not in _OWN and self._has_matrix_partner(model)
        ]

    @api.model
    def _has_matrix_partner(self, model):
        field = model._fields.get("partner_id")
        return (
            model._auto
            and not model._abstract
            and not model._transient
            and "activity_ids" in model._fields
            and field is not None
            and field.store
            and field.type == "many2one"
            and field.comodel_name == "res.partner"
        )
