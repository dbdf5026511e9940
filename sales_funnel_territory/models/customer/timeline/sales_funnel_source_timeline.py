from dataclasses import dataclass
from typing import Any

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, html2plaintext

from ....planning.timeline import Mark, earlier_id
from ....tools.registered import registered_by

NAME = "sales.funnel.source.timeline"
_MOST_SIGNS = 300  # of a text; the rest stands in the record
_MOST_ENCOUNTERS = 300  # of a kind


@dataclass(frozen=True)
class Scope:
    """Whose timeline it is: a customer's, or of one of his people."""

    customer: Any
    person: Any
    leads: Any  # the query of the leads that the reader may see
    names: dict[int, str]  # of the customer's people whom he may see

    @property
    def people(self):
        """Return the domain of the contacts it is about, to follow a path to a contact."""
        return Domain("commercial_partner_id", "=", self.customer.id) & (
            Domain("id", "=", self.person.id) if self.person else Domain.TRUE
        )


class SalesFunnelSourceTimeline(models.AbstractModel):
    """Where entries of a customer's timeline come from: one kind of them each.

    A further kind is a file with a model ``sales.funnel.source.timeline.<kind>`` that inherits
    this one. Entries are read with the rights of the reader, a page at a time, in a number of
    queries that does not depend on how many there are.
    """

    _name = NAME
    _inherit = "sales.funnel.source"
    _description = "Source of a Customer's Timeline"

    _entry_model = ""
    _entry_moment = "create_date"
    _entry_icon = "fa-circle-o"
    _entry_sequence = 100  # among the filters
    _entry_fields: tuple[str, ...] = ()
    _entry_is_contact = False  # between one of us and a person

    @api.model
    def _get_timeline_sources(self):
        """Return {kind: source} of all that the reader may read, in the order of the filters."""
        sources = registered_by(self.env, f"{NAME}.", "_entry_sequence")
        return {kind: source for kind, source in sources.items() if source._is_available()}

    @api.model
    def _is_available(self):
        model = self._entry_model
        return model in self.env and self.env[model].has_access("read")

    @api.model
    def _get_label(self):
        """Return what the filter of this kind is called."""
        raise NotImplementedError

    @api.model
    def _get_domain(self, scope):
        """Return which records are entries of a scope."""
        raise NotImplementedError

    @api.model
    def _describe(self, records, scope):
        """Return {record: values} of entries: title, text, who, people, target; as plain text."""
        raise NotImplementedError

    # ------------------------------------------------------------------ pages

    @api.model
    def _read_page(self, kind, scope, after, size):
        """Return {mark: entry} of the newest ones after a mark."""
        domain = self._get_domain(scope) & Domain(self._entry_moment, "<=", self.env.cr.now())
        if after:
            domain &= self._after_domain(after, kind)
        # archived ones happened, too
        Model = self.env[self._entry_model].with_context(active_test=False)
        records = Model.search_fetch(
            domain,
            (self._entry_moment, *self._entry_fields),
            order=f"{self._entry_moment} DESC, id DESC",
            limit=size,
        )
        return {
            Mark(record[self._entry_moment], kind, record.id): self._make_entry(record, values)
            for record, values in self._describe(records, scope).items()
        }

    @api.model
    def _after_domain(self, after, kind):
        """Return what comes after a mark: exact to the microsecond, as the rows are."""
        below = earlier_id(after, kind)

        def to_sql(model, alias, query):
            moment = model._field_to_sql(alias, self._entry_moment, query)
            if below is None:
                return SQL("%s <= %s", moment, after.moment)
            return SQL(
                "(%s, %s) < (%s, %s)", moment, SQL.identifier(alias, "id"), after.moment, below
            )

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _make_entry(self, record, values):
        return {
            "moment": fields.Datetime.to_string(record[self._entry_moment]),
            "model": record._name,
            "res_id": record.id,
            "title": "",
            "text": "",
            "who": "",
            "people": "",
            **values,
        }

    # ------------------------------------------------------------------ who knows whom

    @api.model
    def _read_encounters(self, scope, since):
        """Return [(moment, person id, name of one of us)] of the contacts of this kind.

        The latest ones, as many as tell who knows whom; most kinds are none.

        :param since: moment (UTC) of the earliest one
        """
        if not self._entry_is_contact:
            return []
        domain = self._get_domain(scope) & Domain(self._entry_moment, ">=", since)
        records = self.env[self._entry_model].search_fetch(
            domain & Domain(self._entry_moment, "<=", self.env.cr.now()),
            (self._entry_moment, *self._entry_fields),
            order=f"{self._entry_moment} DESC, id DESC",
            limit=_MOST_ENCOUNTERS,
        )
        return [
            (record[self._entry_moment], person, name)
            for record in records
            for person, name in self._find_encounters(record)
            if person in scope.names
        ]

    @api.model
    def _find_encounters(self, record):
        """Return [(contact id, name of one of us or nothing)] of one contact."""
        raise NotImplementedError

    # ------------------------------------------------------------------ words

    @api.model
    def _shorten(self, html):
        """Return the beginning of a text, without its formatting."""
        text = " ".join(html2plaintext(html or "", include_references=False).split())
        return text if len(text) <= _MOST_SIGNS else f"{text[: _MOST_SIGNS - 1]}…"

    @api.model
    def _name_people(self, partners, scope):
        """Return the names of those who belong to the customer, as far as one may read them."""
        return ", ".join(scope.names[one] for one in partners.ids if one in scope.names)
