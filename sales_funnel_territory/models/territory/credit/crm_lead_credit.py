from odoo import api, fields, models
from odoo.tools import SQL


class CrmLead(models.Model):
    """Who and where an opportunity was won stays, whatever moves later.

    Stored as the winning transaction ends, with the names of the day; emptied when the
    opportunity is open again; corrected by a sales manager, with a reason.
    """

    _inherit = "crm.lead"

    won_territory_id = fields.Many2one(
        "crm.territory",
        string="Won in Territory",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The territory in which it was won. It stays when customers or zones move later.",
    )
    won_territory_name = fields.Char("Won in Territory (name then)", readonly=True, copy=False)
    won_user_id = fields.Many2one(
        "res.users",
        string="Won By",
        readonly=True,
        copy=False,
        ondelete="set null",
        help="The salesperson who won it. It stays when somebody else takes over later.",
    )
    won_user_name = fields.Char("Won By (name then)", readonly=True, copy=False)
    won_credit_on = fields.Datetime("Credit Stored On", readonly=True, copy=False)
    won_credit_change_ids = fields.One2many(
        "crm.won.credit.change", "lead_id", string="Corrections of the Credit"
    )

    @api.model
    def _settle_credit(self, lead_ids=None):
        """Give won leads their credit, take it from those that are not won; in one statement.

        :param lead_ids: only these (default: all)
        :return: how many have changed
        """
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """UPDATE crm_lead AS lead SET %(values)s
                FROM crm_lead AS now
                LEFT JOIN crm_territory AS territory ON territory.id = now.territory_id
                LEFT JOIN res_users AS account ON account.id = now.user_id
                LEFT JOIN res_partner AS person ON person.id = account.partner_id
                WHERE lead.id = now.id AND %(scope)s
                  AND (now.won_status = 'won') IS DISTINCT FROM (now.won_credit_on IS NOT NULL)
                RETURNING lead.id""",
                values=self._credit_values_sql(),
                scope=SQL("TRUE") if lead_ids is None else SQL("lead.id = ANY(%s)", list(lead_ids)),
            )
        )
        leads = self.browse(row[0] for row in rows)
        leads.invalidate_recordset(
            ["won_territory_id", "won_territory_name", "won_user_id", "won_user_name",
             "won_credit_on"],
            flush=False,
        )  # fmt: skip
        return len(leads)

    @api.model
    def _credit_values_sql(self):
        values = {
            "won_territory_id": SQL("now.territory_id"),
            "won_territory_name": SQL("territory.complete_name"),
            "won_user_id": SQL("now.user_id"),
            "won_user_name": SQL("person.name"),
            "won_credit_on": SQL("COALESCE(now.date_closed, %s)", self.env.cr.now()),
        }
        return SQL(", ").join(
            SQL("%s = CASE WHEN now.won_status = 'won' THEN %s END", SQL.identifier(name), value)
            for name, value in values.items()
        )

    def action_correct_won_credit(self):
        """Open the dialog in which a sales manager corrects who gets the credit."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correct the Credit"),
            "res_model": "crm.won.credit.correct",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_lead_ids": self.ids},
        }
