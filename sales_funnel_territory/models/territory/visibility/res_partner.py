from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS, Domain
from odoo.orm.domains import DomainAnd, DomainCondition
from odoo.tools import SQL

from ....tools.past_many2one import PastMany2one

_CUSTOMERS_ONLY = "narrow_view_customers_only"
_MANY = 1_000  # customers seen besides, of which PostgreSQL would rather look at all
_WATCHED = frozenset(("parent_id", "is_company", "user_id", "territory_id", "is_sales_customer"))


def _asks_for_customers(domain):
    """Tell whether a domain demands customers, and nobody else."""
    demands = domain.children if isinstance(domain, DomainAnd) else (domain,)
    return any(
        isinstance(one, DomainCondition)
        and one.field_expr == "is_sales_customer"
        and one.operator in ("=", "in")
        and one.value in (True, [True], (True,), {True})
        for one in demands
    )


def _words(array):
    """Return the numbers of an array of PostgreSQL, as it writes them.

    >>> sorted(_words("{17,23}"))
    ['17', '23']
    """
    return frozenset(array[1:-1].split(",")) if array else frozenset()


class ResPartner(models.Model):
    """A customer and his people point to who may see them, while the narrow view is on.

    Not to be read or written by anybody: the rule asks ``is_in_view``, bulk statements keep
    ``audience_id``. Whoever has none is everybody's; a new customer has none until the
    transaction ends, so that whoever makes him sees him.
    """

    _inherit = "res.partner"

    # no foreign key: it would need an index of all partners, and would let everybody see whose
    # audience is gone
    audience_id = PastMany2one(
        "crm.customer.audience", string="Who May See", copy=False, groups=NO_ACCESS
    )
    is_in_view = fields.Boolean(
        compute="_compute_is_in_view",
        search="_search_is_in_view",
        groups=NO_ACCESS,
        help="Whether the narrow view shows this contact to whoever looks.",
    )

    _customers_by_audience = models.Index("(audience_id) WHERE is_sales_customer IS TRUE")

    # ------------------------------------------------------------------ who sees whom

    @api.depends("audience_id")
    @api.depends_context("uid")
    def _compute_is_in_view(self):
        seen = self.env["crm.customer.audience"]._get_seen()
        audiences, customers = _words(seen.audiences), _words(seen.customers)
        query = SQL(
            "SELECT id, audience_id::text, %s::text FROM res_partner WHERE id = ANY(%s)",
            self._head_sql("res_partner"),
            self._origin.ids,
        )
        in_view = {
            partner_id
            for partner_id, audience, head in self.env.execute_query(query)
            if audience is None or audience in audiences or head in customers
        }
        for partner in self:
            partner.is_in_view = not partner._origin or partner._origin.id in in_view

    def _search_is_in_view(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return Domain.custom(to_sql=self._in_view_sql)

    @api.model
    def _in_view_sql(self, _model, alias, _query):
        """Each alternative compares a column with ids: PostgreSQL combines their indexes, and
        knows how many they are. Any other one beside them would make it look at all.

        A customer is the head of his contacts: of customers only his own id is asked, and each
        has an audience.
        """
        asked = self.env.context.get(_CUSTOMERS_ONLY)
        seen = self.env["crm.customer.audience"]._get_seen()
        if asked == "count" and seen.count > _MANY:
            return self._counted_sql(alias, seen)
        head = SQL.identifier(alias, "id") if asked else self._head_sql(alias)
        audience = SQL.identifier(alias, "audience_id")
        ways = [] if asked else [SQL("%s IS NULL", audience)]
        for column, ids in ((audience, seen.audiences), (head, seen.customers)):
            if ids:
                ways.append(SQL("%s = ANY(%s::int[])", column, ids))
        return SQL("(%s)", SQL(" OR ").join(ways)) if ways else SQL("FALSE")

    @api.model
    def _counted_sql(self, alias, seen):
        """Select thousands by one array that is made as it is run: PostgreSQL looks them up one by
        one, up to as many as are counted, where it would read the whole table.
        """
        return SQL(
            """%s = ANY(ARRAY(
                SELECT id FROM res_partner WHERE is_sales_customer IS TRUE
                    AND audience_id = ANY(%s::int[])
                UNION ALL SELECT unnest(%s::int[])))""",
            SQL.identifier(alias, "id"),
            seen.audiences or "{}",
            seen.customers or "{}",
        )

    @api.model
    def _head_sql(self, alias):
        head = self._fields["commercial_partner_id"]
        return SQL.identifier(alias, head.name, to_flush=head)

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **kwargs):
        """Of customers each has his audience: asked for them only, PostgreSQL need not expect
        that many are everybody's, and finds the few by their index.
        """
        domain = Domain(domain)
        model = self
        asks = None
        if not self.env.su and _asks_for_customers(domain):
            asks = "count" if limit and not order else "list"
        if asks != self.env.context.get(_CUSTOMERS_ONLY):  # a search within one: for all
            model = self.with_context(**{_CUSTOMERS_ONLY: asks})
        return super(ResPartner, model)._search(domain, offset, limit, order, **kwargs)

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        if self.env["crm.customer.audience"]._is_narrow():
            self._check_above(partners)
            changed = [
                partner.id
                for partner, vals in zip(partners, vals_list, strict=True)
                if not _WATCHED.isdisjoint(name for name, value in vals.items() if value)
            ]
            self.env["crm.customer.audience"]._note(changed)
        return partners

    def write(self, vals):
        Audience = self.env["crm.customer.audience"]
        if _WATCHED.isdisjoint(vals) or not Audience._is_narrow():
            return super().write(vals)
        # sudo: ids only; whoever moves a contact need not see the company he leaves
        Audience._note([*self.ids, *self.sudo().parent_id.ids])
        if vals.get("parent_id"):
            Audience._check_named([vals["parent_id"]])
        result = super().write(vals)
        Audience._note([*self.ids, *self.sudo().parent_id.ids])  # sudo: as above
        return result

    def unlink(self):
        # sudo: as above
        self.env["crm.customer.audience"]._note(self.sudo().parent_id.ids)
        return super().unlink()

    def _check_above(self, partners):
        """Nobody puts a contact below a customer whom he does not see."""
        # sudo: ids only
        self.env["crm.customer.audience"]._check_named(partners.sudo().parent_id.ids)

    # ------------------------------------------------------------------ whatever moves customers

    def _ensure_status(self):
        result = super()._ensure_status()
        self.env["crm.customer.audience"]._note(self.ids)
        return result

    def _archive_status(self):
        result = super()._archive_status()
        self.env["crm.customer.audience"]._note(self.ids)
        return result

    @api.model
    def _after_territory_moves(self, moves):
        result = super()._after_territory_moves(moves)
        self.env["crm.customer.audience"]._note(list(moves))
        return result

    # ------------------------------------------------------------------ actions

    def action_open_access(self):
        """Tell a manager who sees this customer, and why."""
        self.ensure_one()
        Audience = self.env["crm.customer.audience"]
        audience = self.sudo().audience_id  # sudo: who may read the rows is decided there
        if not Audience._is_narrow():
            raise UserError(
                self.env._(
                    "The narrow view is off: everybody sees %(customer)s. An administrator "
                    "switches it on in the settings of Sales Funnel.",
                    customer=self.name,
                )
            )
        if not audience:
            raise UserError(
                self.env._(
                    "Everybody sees %(contact)s, who belongs to no customer of sales.",
                    contact=self.name,
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Who Sees %(customer)s", customer=self.name),
            "res_model": "crm.customer.access",
            "views": [(False, "list")],
            "domain": [
                "|",
                ("audience_id", "=", audience.id),
                ("partner_id", "=", self.commercial_partner_id.id),
            ],
            "help": self.env._(
                "Managers and administrators only: the customer has neither a territory nor a "
                "main responsible, and is in nobody's documents."
            ),
        }
