from odoo import api, models
from odoo.tools import SQL

from ....tools.registered import registered

MODULE = "sales_funnel_territory"
PREFIX = "crm.customer.access.source."


class CrmCustomerAccessSource(models.AbstractModel):
    """A kind of documents whose people see the customers named on them.

    A source is an abstract model ``crm.customer.access.source.<kind>`` that inherits this one.
    It names the model, the fields whose change matters, and selects who sees whom.
    """

    _name = "crm.customer.access.source"
    _description = "Documents That Let See a Customer"

    _document_model = None
    _document_fields = ()
    # {model: domain} of the narrow view, for models of apps that need not be installed
    _document_rules = {}

    @api.model
    def _get_sources(self):
        """Return the sources whose app is installed."""
        sources = registered(self.env, PREFIX).values()
        return [source for source in sources if source._document_model in self.env]

    @api.model
    def _get_source_of(self, model):
        """Return the source of documents of this model, if any."""
        for source in self._get_sources():
            if source._document_model == model:
                return source
        return None

    @api.model
    def _get_partner_ids(self, documents):
        """Return the partners named on documents."""
        return documents.partner_id.ids

    @api.model
    def _documents_sql(self, scope):
        """Select (partner_id, user_id, team_id, reason, date_from, date_to) of the documents.

        :param scope: turns a column with a partner's id into the condition that he is asked for
        """
        raise NotImplementedError

    @api.model
    def _row_sql(self, partner, user, reason, *, team=None, date_from=None, date_to=None):
        """Return the columns of a row; no dates: for ever."""
        return SQL(
            """%s AS partner_id, %s::int AS user_id, %s::int AS team_id, %s::varchar AS reason,
            COALESCE(%s, DATE '1970-01-01') AS date_from,
            COALESCE(%s, DATE '9999-12-31') AS date_to""",
            partner,
            user,
            team or SQL("NULL"),
            reason,
            date_from or SQL("NULL::date"),
            date_to or SQL("NULL::date"),
        )

    # ------------------------------------------------------------------ rules of other apps

    @api.model
    def _make_rules(self):
        """Make the rules of the narrow view for apps that are installed, as inactive ones.

        With ids of this add-on: they go with it.
        """
        # sudo: rules that do nothing until the narrow view is switched on
        Rule = self.env["ir.rule"].sudo().with_context(active_test=False)
        for source in self._get_sources():
            for model, domain in source._document_rules.items():
                model_id = self.env["ir.model"]._get_id(model)
                if Rule.search_count([("model_id", "=", model_id), ("is_narrow_view", "=", True)]):
                    continue
                name = f"{model.replace('.', '_')}_rule_narrow_view"
                values = {
                    "name": f"Narrow View: {self.env['ir.model'].sudo().browse(model_id).name}",
                    "model_id": model_id,
                    "domain_force": domain,
                    "is_narrow_view": True,
                    "active": self.env["crm.customer.audience"]._is_narrow(),
                }
                data = {"xml_id": f"{MODULE}.{name}", "values": values, "noupdate": True}
                Rule._load_records([data])
