from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

PEOPLE = ("res.partner", "res.users")


class PrivacyLookupWizardLine(models.TransientModel):
    """Erase a person's name in the history of leads: for contacts and users that were found."""

    _inherit = "privacy.lookup.wizard.line"

    def action_erase_history(self):
        """Replace the names of the people on these lines, also of those deleted by now."""
        if not self.env.user.has_group("base.group_system"):
            raise AccessError(
                self.env._(
                    "Only administrators erase names in the history of opportunities. "
                    "Ask one of them to do it."
                )
            )
        lines = self.filtered(lambda line: line.res_model in PEOPLE)
        if not lines:
            raise UserError(
                self.env._(
                    "Names in the history are erased for contacts and users. Select lines of these."
                )
            )
        for line in lines:
            line._erase_history()
        lines.wizard_id.mapped("execution_details")  # the log names who reads it first

    def _erase_history(self):
        partner_ids, user_ids = self._get_person_ids()
        # sudo: rows of all companies, whichever are open
        rows = self.env["crm.lead.history"].sudo()._erase_person(
            partner_ids, user_ids, self.wizard_id.name.strip()
        )  # fmt: skip
        done = self.env._(
            "Name erased in the history of opportunities, %(model)s #%(id)s: %(rows)s rows",
            model=self.res_model_id.name,
            id=self.res_id,
            rows=rows,
        )
        self.execution_details = "; ".join(filter(None, [self.execution_details, done]))

    def _get_person_ids(self):
        """Return the contact's and the user's ids behind this line, whether they exist or not."""
        self.ensure_one()
        is_user = self.res_model == "res.users"
        column = "id" if is_user else "partner_id"
        rows = self.env.execute_query(
            SQL(
                "SELECT id, partner_id FROM res_users WHERE %s = %s",
                SQL.identifier(column),
                self.res_id,
            )
        )
        user_ids = {user_id for user_id, _partner_id in rows}
        partner_ids = {partner_id for _user_id, partner_id in rows}
        (user_ids if is_user else partner_ids).add(self.res_id)
        return partner_ids, user_ids
