from odoo import api, models
from odoo.tools import SQL

from ....customer.privacy.crm_personal_data import _pattern

CHANGE = "crm.call.report.change"
# What call reports keep about a person, by the field that names him.
ABOUT = {
    "crm.call.report.person": "contact_id",
    "crm.call.report.fact": "contact_id",
    CHANGE: "partner_id",
}


class CrmPersonalData(models.AbstractModel):
    """What call reports tell of a person: handed out on request, forgotten on request."""

    _inherit = "crm.personal.data"

    @api.model
    def _erase_personal(self, partner_ids):
        super()._erase_personal(partner_ids)
        for model in ("crm.call.report.person", "crm.call.report.fact"):
            self.env[model].search([("contact_id", "in", list(partner_ids))]).unlink()
        self.env[CHANGE]._erase_people(partner_ids)

    @api.model
    def _erase_person(self, partner_ids, user_ids, name):
        """Replace the name in kept values, too: undoing compares with a text that lost it."""
        texts = ("before_text", "after_text")
        is_named = bool((name or "").strip())
        # sudo: changes of all reports; the caller has checked who may erase
        changes = self.sudo()._find_notes(CHANGE, texts, partner_ids, name) if is_named else ()
        count = super()._erase_person(partner_ids, user_ids, name)
        if changes:
            self._erase_in_values(changes.ids, name)
        return count

    @api.model
    def _erase_in_values(self, change_ids, name):
        pattern, label = _pattern(name), self._get_label()
        self.env.cr.execute(
            SQL(
                """UPDATE crm_call_report_change SET
                    before = regexp_replace(before::text, %(pattern)s, %(label)s, 'g')::jsonb,
                    after = regexp_replace(after::text, %(pattern)s, %(label)s, 'g')::jsonb
                WHERE id = ANY(%(ids)s)""",
                pattern=pattern,
                label=label,
                ids=change_ids,
            )
        )
        self.env[CHANGE].invalidate_model(["before", "after"], flush=False)

    @api.model
    def _find_ours(self, partner_ids, user_ids, name):
        found = super()._find_ours(partner_ids, user_ids, name)
        for model, field_name in ABOUT.items():
            rows = self.env[model].search([(field_name, "in", list(partner_ids))])
            found[model] = [*found.get(model, []), *rows.ids]
        return found
