import logging
import re
from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, Query

from ..planning.similar_names import WIDE
from ..tools.kept_fields import without_defaults
from ..tools.match_keys import NAME_KEY

_logger = logging.getLogger(__name__)

SHOWN = 10
AN_HOUR = 60
_KEPT = frozenset(("line_ids", "asked_count", "is_more"))
_LEAST = 3
_LEAST_WIDE = 2  # a Chinese name of two characters says as much as one of six letters


class CrmCustomerLookup(models.TransientModel):
    """Who looks after a customer? Name and responsible only, so that nobody is chased by two.

    Also of customers whom the narrow view hides. So that nobody reads the customer base this
    way, a few letters are asked for, a few answers given, so many times an hour, and each
    question goes into the log.
    """

    _name = "crm.customer.lookup"
    _description = "Who Looks After a Customer"

    name = fields.Char("Customer", required=True, help="The name, or a part of it.")
    line_ids = fields.One2many("crm.customer.lookup.line", "lookup_id", readonly=True)
    asked_count = fields.Integer(readonly=True)
    is_more = fields.Boolean(readonly=True)

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        """Only the question is the user's to write."""
        model = without_defaults(self, _KEPT)
        return super(CrmCustomerLookup, model).create(
            [{"name": vals.get("name")} for vals in vals_list]
        )

    def write(self, vals):
        if not self.env.su and not _KEPT.isdisjoint(vals):
            raise AccessError(
                self.env._("What a look-up answers cannot be written; ask with another name.")
            )
        return super().write(vals)

    # ------------------------------------------------------------------ actions

    def action_look_up(self):
        self.ensure_one()
        self._check_name()
        self._check_often()
        found = self._find()
        # sudo: whoever asks writes neither the answers nor how often he has asked
        own = self.sudo()
        own.line_ids.unlink()
        own.write(
            {
                "asked_count": self.asked_count + 1,
                "is_more": len(found) > SHOWN,
                "line_ids": [Command.create(self._prepare_line(*row)) for row in found[:SHOWN]],
            }
        )
        _logger.info(
            "%s looked up who looks after %r: %s answers",
            self.env.user.login,
            self.name,
            len(own.line_ids),
        )
        return self._reopen()

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Who Looks After …?"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    # ------------------------------------------------------------------ limits

    def _check_name(self):
        asked = self._get_asked()
        least = _LEAST_WIDE if re.search(f"[{WIDE}]", asked) else _LEAST
        if len(asked) < least:
            raise UserError(
                self.env._(
                    "“%(name)s” is too short: enter %(least)s letters of the name or more.",
                    name=self.name or "",
                    least=least,
                )
            )

    @api.model
    def _check_often(self):
        since = self.env.cr.now() - timedelta(hours=1)
        own = [("create_uid", "=", self.env.uid), ("write_date", ">=", since)]
        asked = self._read_group(own, [], ["asked_count:sum"])[0][0] or 0
        if asked >= AN_HOUR:
            raise UserError(
                self.env._(
                    "You have asked %(count)s times within an hour, which is the most. Ask your "
                    "leader for a list, or go on later.",
                    count=asked,
                )
            )

    # ------------------------------------------------------------------ search

    def _get_asked(self):
        """Return what was typed, without what has a meaning in a search."""
        return "".join(letter for letter in (self.name or "").strip() if letter not in "%_\\")

    def _find(self):
        """Return (id, name, responsible, whether it may be opened) of customers called so.

        Those hidden by the company's rule are not told of.
        """
        Partner = self.env["res.partner"]
        Partner.flush_model()
        alike = Partner.new({"name": self._get_asked()})
        query = Query(self.env, "res_partner")
        owner = query.left_join("res_partner", "user_id", "res_users", "id", "user_id")
        person = query.left_join(owner, "partner_id", "res_partner", "id", "partner_id")
        is_open = Partner._get_open_sql(query)
        key = SQL("%s(res_partner.name)", SQL.identifier(NAME_KEY))
        asked = SQL("%s(%s::text)", SQL.identifier(NAME_KEY), self._get_asked())
        return self.env.execute_query(
            SQL(
                """SELECT res_partner.id, res_partner.name, %(responsible)s, %(is_open)s
                FROM %(tables)s
                WHERE res_partner.active AND res_partner.is_sales_customer
                  AND %(asked)s <> ''
                  AND (%(key)s LIKE '%%' || %(asked)s || '%%' OR %(alike)s) AND (%(companies)s)
                ORDER BY starts_with(%(key)s, %(asked)s) DESC,
                    %(key)s LIKE '%%' || %(asked)s || '%%' DESC, res_partner.name, res_partner.id
                LIMIT %(limit)s""",
                responsible=SQL.identifier(person, "name"),
                is_open=is_open,
                tables=query.from_clause,
                key=key,
                asked=asked,
                alike=alike._get_alike_sql(),
                companies=Partner._get_visible_companies_sql(),
                limit=SHOWN + 1,
            )
        )

    @api.model
    def _prepare_line(self, partner_id, name, responsible, is_open):
        """Return an answer; only of whom one may open it says which record it is."""
        return {
            "name": name,
            "responsible": responsible,
            "partner_id": partner_id if is_open else False,
        }


class CrmCustomerLookupLine(models.TransientModel):
    _name = "crm.customer.lookup.line"
    _description = "Who Looks After a Customer: Answer"

    lookup_id = fields.Many2one("crm.customer.lookup", required=True, ondelete="cascade")
    name = fields.Char("Customer", readonly=True)
    responsible = fields.Char("Main Responsible", readonly=True)
    partner_id = fields.Many2one("res.partner", readonly=True, ondelete="cascade")

    def action_open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": self.partner_id.id,
            "views": [(False, "form")],
        }
