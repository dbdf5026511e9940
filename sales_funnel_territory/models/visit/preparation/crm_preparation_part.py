from dataclasses import dataclass, field
from datetime import date
from typing import Any

from odoo import api, models
from odoo.tools import formatLang

from ....planning.preparation import Suggestion
from ....tools.registered import registered_by

NAME = "crm.preparation.part"


@dataclass(frozen=True)
class Scope:
    """What one prepares for: a customer, and the visit, report or opportunity it is about."""

    partner: Any  # the customer, or the place of his where one goes
    customer: Any  # all of him
    about: Any  # the report, else the visit; empty for a customer as such
    report: Any
    lead: Any
    today: date


@dataclass(frozen=True)
class Content:
    """What a part has to say, the most important first."""

    items: list[dict] = field(default_factory=list)
    has_more: bool = False
    suggestions: list[Suggestion] = field(default_factory=list)


class CrmPreparationPart(models.AbstractModel):
    """One part of a preparation: last reports, opportunities, people ...

    A further part is a file with a model ``crm.preparation.part.<key>`` that inherits this one.
    Parts read with the rights of the reader, in a number of queries that does not depend on how
    much there is.
    """

    _name = NAME
    _description = "Part of a Preparation"

    _part_model = ""  # shown to who may read it
    _part_icon = "fa-circle-o"
    _part_sequence = 100

    @api.model
    def _get_parts(self):
        """Return {key: part} of all that the reader may read, in their order."""
        parts = registered_by(self.env, f"{NAME}.", "_part_sequence")
        return {key: part for key, part in parts.items() if part._is_available()}

    @api.model
    def _is_available(self):
        model = self._part_model
        return model in self.env and self.env[model].has_access("read")

    @api.model
    def _get_label(self):
        """Return the heading of this part."""
        raise NotImplementedError

    @api.model
    def _get_empty(self):
        """Return what stands there while there is nothing, and how something comes there."""
        raise NotImplementedError

    @api.model
    def _read(self, scope):
        """Return the records that the part is about."""
        raise NotImplementedError

    @api.model
    def _get_named(self, found):
        """Return the users and the contacts whom the part will name, to read all at once."""
        return self.env["res.users"], self.env["res.partner"]

    @api.model
    def _tell(self, scope, found):
        """Return the Content: what these records say."""
        raise NotImplementedError

    @api.model
    def _make_item(self, title, record=None, **values):
        """Return one entry as a client and a printed page show it; all texts are plain.

        :param record: what a tap opens
        :param values: ``group`` above it, ``when`` and ``text`` beside the title,
            ``badges`` and ``lines`` under it
        """
        return {
            "title": title or "",
            "model": record._name if record else False,
            "res_id": record.id if record else False,
            "group": "",
            "when": "",
            "text": "",
            "badges": [],
            "lines": [],
            **values,
        }

    @api.model
    def _format_amount(self, amount, currency):
        """Return an amount in a currency, without asking for the currency's row."""
        known = self.env["res.currency"].get_all_currencies().get(currency.id)
        if not known:
            return formatLang(self.env, amount, currency_obj=currency)
        number = formatLang(self.env, amount, digits=known["digits"][1])
        parts = [known["symbol"], number]
        return "\N{NO-BREAK SPACE}".join(parts if known["position"] == "before" else parts[::-1])

    @api.model
    def _make_line(self, text, tone="", label=""):
        """Return a line under an entry.

        :param tone: ``attention`` or ``late`` where something has to be done
        """
        return {"text": text, "tone": tone, "label": label}

    @api.model
    def _make_badge(self, text, tone=""):
        return {"text": text, "tone": tone}
