from odoo import api, fields, models
from odoo.fields import Domain

from .crm_personal_data import HISTORY

_SKIPPED = ("create_uid", "write_uid", "write_date", "__last_update", "parent_path")


class CrmPersonalData(models.AbstractModel):
    """What we hold about a person, as it is handed out on request."""

    _inherit = "crm.personal.data"

    @api.model
    def _export_person(self, found, partner_ids, user_ids, name):
        """Return {title of the model: [{field: value}]} of everything about a person.

        :param found: {model: ids} of the records that Odoo's lookup has found
        """
        self.env.flush_all()
        # sudo: rows of all companies; the caller has checked who may ask
        exporting = self.sudo().with_context(active_test=False)
        ids = {model: set(rows) for model, rows in found.items()}
        for model, rows in exporting._find_ours(partner_ids, user_ids, name).items():
            ids.setdefault(model, set()).update(rows)
        return {
            model: exporting._read_all(model, sorted(rows))
            for model, rows in sorted(ids.items())
            if rows and model in self.env
        }

    @api.model
    def _find_ours(self, partner_ids, user_ids, name):
        """Return the rows of ours about the person: by id, and by the name in a text."""
        ids = {"res.partner": list(partner_ids), "res.users": list(user_ids)}
        named = {**self._get_named(), HISTORY: self._get_named_in_history()}
        found = {}
        for model, columns in named.items():
            domains = [
                Domain(id_column, "in", ids[comodel]) for id_column, comodel in columns.values()
            ]
            found[model] = self.env[model].search(Domain.OR(domains)).ids
        for model in ("crm.customer.status", "crm.buying.role"):
            found[model] = self.env[model].search([("partner_id", "in", ids["res.partner"])]).ids
        for model, columns in self._get_texts().items():
            rows = self._find_notes(model, columns, partner_ids, name)
            found[model] = [*found.get(model, []), *rows.ids]
        return found

    @api.model
    def _get_named_in_history(self):
        return {
            "user_name": ("user_id", "res.users"),
            "changed_by_name": ("changed_by_id", "res.users"),
            "customer_name": ("customer_id", "res.partner"),
            "lead_name": ("partner_id", "res.partner"),
        }

    @api.model
    def _read_all(self, model, ids):
        records = self.env[model].browse(ids).exists()
        names = [
            name
            for name, field in records._fields.items()
            if field.store
            and field.type not in ("binary", "one2many", "properties_definition")
            and name not in _SKIPPED
            and "password" not in name
            and "token" not in name
        ]
        return [
            {name: _plain(record[name]) for name in names if record[name]} for record in records
        ]


def _plain(value):
    """Return a value as JSON can say it; records by their names."""
    if isinstance(value, models.BaseModel):
        names = value.mapped("display_name")
        return names[0] if len(names) == 1 else names
    if isinstance(value, fields.Datetime | fields.Date) or hasattr(value, "isoformat"):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | list | dict) else str(value)
