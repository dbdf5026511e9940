import re

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ....planning.similar_names import WIDE

MODULE = "sales_funnel_territory"
# The way from a row to the person or company it is about; the first that exists is taken.
PATHS = (
    "partner_id",
    "lead_id.partner_id",
    "status_id.partner_id",
    "answer_id.lead_id.partner_id",
    "line_id.partner_id",
    "report_id.partner_id",
)
# What we note of a person himself: goes with the name.
PERSONAL = ("education", "birthday", "interests", "personal_notes")
HISTORY = "crm.lead.history"  # has a way of its own, it is large


class CrmPersonalData(models.AbstractModel):
    """Where names of people stand in our tables, to show them and to erase them on request.

    Names of the day stand beside an id (``_get_named``); notes are searched for the full name.
    Every text of ours is reached without being listed: a new model is no gap.
    """

    _name = "crm.personal.data"
    _description = "Personal Data"

    @api.model
    def _get_named(self):
        """Return {model: {column of the name: (column of the id, comodel)}}."""
        return {
            "crm.customer.responsible": {
                "customer_name": ("partner_id", "res.partner"),
                "user_name": ("user_id", "res.users"),
                "changed_by_name": ("changed_by_id", "res.users"),
            },
            "crm.lead": {"won_user_name": ("won_user_id", "res.users")},
            "crm.won.credit.change": {
                "user_from_name": ("user_from_id", "res.users"),
                "user_to_name": ("user_to_id", "res.users"),
                "changed_by_name": ("changed_by_id", "res.users"),
            },
            "crm.handover": {"from_name": ("from_user_id", "res.users")},
            "crm.handover.item": {"to_name": ("to_user_id", "res.users")},
            "crm.handover.line": {"name": ("partner_id", "res.partner")},
        }

    # ------------------------------------------------------------------ erase

    @api.model
    def _erase_person(self, partner_ids, user_ids, name):
        """Replace somebody's name in all our rows but the history of leads; return in how many.

        :param partner_ids: the person's contacts, also deleted ones
        :param user_ids: the person's users, also deleted ones
        :param name: the name as it was
        """
        ids = {"res.partner": list(partner_ids), "res.users": list(user_ids)}
        # sudo: rows of all companies; the caller has checked who may erase
        erasing = self.sudo()
        erasing._erase_personal(partner_ids)
        self.env.flush_all()
        count = sum(erasing._erase_named(model, ids) for model in self._get_named())
        count += sum(
            erasing._erase_in_notes(model, columns, partner_ids, name)
            for model, columns in self._get_texts().items()
        )
        self.env.invalidate_all(flush=False)
        return count

    @api.model
    def _erase_named(self, model, ids):
        label = self._get_label()
        columns = self._get_named()[model].items()
        found = {
            column: SQL("%s = ANY(%s)", SQL.identifier(id_column), ids[comodel])
            for column, (id_column, comodel) in columns
        }
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET %s WHERE %s",
                SQL.identifier(self.env[model]._table),
                SQL(", ").join(
                    SQL("%(x)s = CASE WHEN %(found)s THEN %(label)s ELSE %(x)s END",
                        x=SQL.identifier(column), found=condition, label=label)
                    for column, condition in found.items()
                ),
                SQL(" OR ").join(
                    SQL("(%s AND %s <> %s)", condition, SQL.identifier(column), label)
                    for column, condition in found.items()
                ),
            )
        )  # fmt: skip
        return self.env.cr.rowcount

    @api.model
    def _erase_in_notes(self, model, columns, partner_ids, name):
        """Replace the full name in texts; by SQL, as it is no change of anybody's record."""
        if not (name or "").strip():
            return 0  # blanks are in every text
        rows = self._find_notes(model, columns, partner_ids, name)
        if not rows:
            return 0
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET %s WHERE id = ANY(%s)",
                SQL.identifier(self.env[model]._table),
                SQL(", ").join(
                    SQL("%(x)s = regexp_replace(%(x)s, %(pattern)s, %(label)s, 'g')",
                        x=SQL.identifier(column), pattern=_pattern(name), label=self._get_label())
                    for column in columns
                ),
                rows.ids,
            )
        )  # fmt: skip
        return len(rows)

    @api.model
    def _erase_personal(self, partner_ids):
        partners = self.env["res.partner"].with_context(tracking_disable=True)
        partners = partners.browse(list(partner_ids)).exists()
        partners.write({name: False for name in PERSONAL if name in partners._fields})

    @api.model
    def _get_label(self):
        return self.env._("Erased person")

    # ------------------------------------------------------------------ find

    @api.model
    def _find_notes(self, model, columns, partner_ids, name):
        """Return the rows whose texts have the full name.

        A name of one word (``Ida``, 王伟) may be part of anything: it counts only where the row
        is about the person, or about the company the person works for.
        """
        Model = self.env[model].with_context(active_test=False)
        domain = Domain.OR(Domain(column, "ilike", name) for column in columns)
        if " " not in name:
            domain &= self._get_family_domain(model, partner_ids)
        return Model.search(domain)

    @api.model
    def _get_family_domain(self, model, partner_ids):
        partners = self.env["res.partner"].browse(list(partner_ids)).exists()
        family = (partners | partners.commercial_partner_id).ids
        if model == "res.partner":
            return Domain("id", "in", family)
        for path in PATHS:
            if path.split(".")[0] in self.env[model]._fields:
                return Domain(path, "in", family)
        return Domain.FALSE

    @api.model
    def _get_texts(self):
        """Return {model: columns} of the texts that this app has people write."""
        named = self._get_named()
        texts = {}
        for model, Model in self.env.registry.items():
            if Model._abstract or Model._transient or not Model._auto or model == HISTORY:
                continue
            columns = [
                name
                for name, field in Model._fields.items()
                if _is_text(field) and name not in named.get(model, ())
            ]
            if columns:
                texts[model] = columns
        return texts


def _is_text(field):
    return (
        field.store
        and field.type in ("char", "text", "html")
        and not (field.translate or field.related)
        and field._modules
        and all(module.startswith(MODULE) for module in field._modules)
    )


def _pattern(name):
    """Return a regular expression of PostgreSQL that finds exactly this name, as whole words.

    Where words are written without spaces between them, there is no whole word to ask for.
    """
    literal = re.sub(r"([^\w ])", r"\\\1", name)
    if re.search(f"[{WIDE}]", name):
        return literal
    first = r"\m" if name[0].isalnum() else ""
    last = r"\M" if name[-1].isalnum() else ""
    return f"(?i){first}{literal}{last}"
