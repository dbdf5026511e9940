import re

from odoo import api, models
from odoo.fields import Domain

from ....planning.similar_names import WIDE
from .crm_personal_data import REPORT, _in_markup

# on whose chatter stands what reports changed, and what was done of what they agreed
ABOUT = {"res.partner": "id", "crm.lead": "partner_id", "crm.visit": "partner_id"}
TRACKED = ("old_value_char", "new_value_char", "old_value_text", "new_value_text")
BETWEEN = r"[\s_.+-]+"  # what stands between the words of a name in the name of a file


class CrmPersonalData(models.AbstractModel):
    """What Odoo keeps of reports beside them: notes on other records, values before, files.

    A photo of a business card is often called after its person.
    """

    _inherit = "crm.personal.data"

    @api.model
    def _erase_person(self, partner_ids, user_ids, name):
        if not (name or "").strip():
            return super()._erase_person(partner_ids, user_ids, name)
        # sudo: rows of all companies; the caller has checked who may erase
        erasing = self.sudo()
        tracked = erasing._find_tracked_naming(partner_ids, name)
        files = erasing._find_files_naming(partner_ids, name)
        count = super()._erase_person(partner_ids, user_ids, name)
        erasing._erase_in_rows(tracked, TRACKED, name)
        for file in files:
            file.name = _file_pattern(name).sub(self._get_label(), file.name)
        return count + len(tracked) + len(files)

    @api.model
    def _find_copies_naming(self, partner_ids, name):
        """Return also what reports left on customers and opportunities: changes, what was done."""
        found = super()._find_copies_naming(partner_ids, name)
        items = self._find_activities_naming(partner_ids, name)
        done = Domain.OR(
            Domain("model", "=", one.res_model)
            & Domain("res_id", "=", one.res_id)
            & Domain("mail_activity_type_id", "!=", False)
            for one in items
        )
        noted = Domain("model", "in", list(ABOUT)) & Domain("body", "ilike", REPORT)
        texts = dict.fromkeys((name, _in_markup(name)))
        named = Domain.OR(Domain("body", "ilike", text) for text in texts)
        messages = self.env["mail.message"].search((done | noted) & named)
        return found | messages.filtered(lambda one: self._is_of_family(one, partner_ids, name))

    @api.model
    def _is_of_family(self, message, partner_ids, name):
        """Tell whether a message about a customer may mean this person by a name of one word."""
        if " " in name:
            return True
        family = self._get_family_domain(message.model, partner_ids)
        record = self.env[message.model].with_context(active_test=False)
        return bool(record.search_count(Domain("id", "=", message.res_id) & family, limit=1))

    @api.model
    def _find_tracked_naming(self, partner_ids, name):
        """Return the values before and after, as the log of a report or visit tells them."""
        Message = self.env["mail.message"]
        values = self.env["mail.tracking.value"].search(
            Domain("mail_message_id.model", "in", (REPORT, "crm.visit"))
            & Domain.OR(Domain(column, "ilike", name) for column in TRACKED)
        )
        messages = values.mail_message_id
        kept = Message.union(
            *(one for one in messages if self._is_of_family(one, partner_ids, name))
        )
        return values.filtered(lambda value: value.mail_message_id in kept)

    @api.model
    def _find_files_naming(self, partner_ids, name):
        """Return the files of reports that are called after the person."""
        pattern = _file_pattern(name)
        # in a search, _ is any sign
        files = self.env["ir.attachment"].search(
            Domain("res_model", "=", REPORT)
            & Domain("res_field", "=", False)
            & Domain("name", "ilike", re.sub(r"\s+", "_", name))
        )
        if " " not in name:
            family = self._get_family_domain(REPORT, partner_ids)
            reports = self.env[REPORT].with_context(active_test=False).search(family)
            files = files.filtered(lambda file: file.res_id in set(reports.ids))
        return files.filtered(lambda file: pattern.search(file.name))


def _file_pattern(name):
    """Return what finds a name in the name of a file, whatever stands between its words."""
    words = BETWEEN.join(re.escape(word) for word in name.split())
    if re.search(f"[{WIDE}]", name):
        return re.compile(words)
    return re.compile(rf"(?<![^\W_]){words}(?![^\W_])", re.IGNORECASE)
