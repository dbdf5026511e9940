from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ....planning.timeline import newest, read_mark
from ..res_partner_customer import SALES
from .sales_funnel_source_timeline import Scope

_PAGE = 30  # entries


class ResPartner(models.Model):
    """Everything that happened with a customer, newest first."""

    _inherit = "res.partner"

    def get_customer_timeline(self, kinds=None, person_id=None, after=None):
        """Return one page of the timeline of the customer behind this contact.

        :param kinds: only these kinds; all if empty
        :param person_id: only what one of the customer's people took part in
        :param after: the mark that the page before ended with
        """
        self.ensure_one()
        self._check_timeline_access()
        scope = self._make_timeline_scope(person_id)
        sources = self.env["sales.funnel.source.timeline"]._get_timeline_sources()
        entries = {}
        mark = self._read_timeline_mark(after)
        for kind, source in sources.items():
            if not kinds or kind in kinds:
                entries.update(source._read_page(kind, scope, mark, _PAGE + 1))
        marks, has_more = newest(entries, _PAGE)
        return {
            "entries": [{"key": str(one), "kind": one.kind, **entries[one]} for one in marks],
            "after": str(marks[-1]) if has_more else False,
            **({} if after else self._prepare_timeline_filters(sources, scope)),
        }

    def _check_timeline_access(self):
        if not self.env.user.has_group(SALES):
            raise AccessError(self.env._("The timeline of a customer is for people in sales."))
        self.check_access("read")

    def _make_timeline_scope(self, person_id):
        customer = self.commercial_partner_id
        customer.check_access("read")
        Lead = self.env["crm.lead"].with_context(active_test=False)
        leads = Domain("partner_id.commercial_partner_id", "=", customer.id)
        return Scope(
            customer,
            self.browse(person_id or []),
            Lead._search(leads),
            {one.id: one.name or "" for one in customer._search_people()},
        )

    def _search_people(self):
        """Return the people of this customer, archived ones aside, by name."""
        return self.search_fetch(
            Domain("commercial_partner_id", "=", self.id) & Domain("is_company", "=", False),
            ["name"],
            order="name, id",
        )

    def _read_timeline_mark(self, after):
        try:
            return read_mark(after) if after else None
        except ValueError as error:
            raise UserError(
                self.env._("This page of the timeline does not exist. Open the timeline again.")
            ) from error

    @api.model
    def _prepare_timeline_filters(self, sources, scope):
        """Return the kinds and the people to choose from."""
        return {
            "kinds": [
                {"kind": kind, "label": source._get_label(), "icon": source._entry_icon}
                for kind, source in sources.items()
            ],
            "people": [{"id": one, "name": name} for one, name in scope.names.items()],
        }

    def action_open_customer_timeline(self):
        self.ensure_one()
        action = self.env["ir.actions.client"]._for_xml_id(
            "sales_funnel_territory.res_partner_action_timeline"
        )
        customer = self.commercial_partner_id
        return {
            **action,
            "name": self.env._("Timeline: %(name)s", name=customer.display_name),
            "params": {
                "res_id": customer.id,
                "person_id": False if self == customer else self.id,
            },
        }
