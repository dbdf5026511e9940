from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from ....tools.kept_fields import without_defaults

KEPT = ("user_id", "rules_changed")


class CrmTerritory(models.Model):
    """The owner of today follows from the dates of people."""

    _inherit = "crm.territory"

    owner_until = fields.Date(
        compute="_compute_owner_until", help="The last day of today's owner; empty: open."
    )

    @api.depends("user_id", "assignment_ids.date_to")
    def _compute_owner_until(self):
        Assignment = self.env["crm.territory.assignment"]
        domain = Assignment._valid_on(self._get_today()) & Domain("role", "=", "owner")
        rows = Assignment.search(domain & Domain("territory_id", "in", self.ids))
        until = {row.territory_id.id: row.date_to for row in rows}
        for territory in self:
            territory.owner_until = until.get(territory.id, False)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_kept(vals)
        return super(CrmTerritory, without_defaults(self, KEPT)).create(vals_list)

    def write(self, vals):
        self._check_kept(vals)
        return super().write(vals)

    @api.model
    def _check_kept(self, vals):
        if self.env.su:
            return
        name = next((name for name in KEPT if name in vals), None)
        if name:
            raise AccessError(
                self.env._(
                    "“%(field)s” of a territory keeps itself. The owner follows from the dates "
                    "under People.",
                    field=self._fields[name]._description_string(self.env),
                )
            )

    @api.model
    def _refresh_owners(self, territory_ids=None):
        """Bring the owners to what the dates say today.

        :param territory_ids: only these (default: all)
        :return: {territory's id: (user before, after)} of those whose owner is another one;
            False is nobody
        """
        self.env["crm.territory.assignment"].flush_model()
        self.env["crm.territory"].flush_model(["user_id"])
        scope = (
            SQL("TRUE")
            if territory_ids is None
            else SQL("territory.id = ANY(%s)", list(territory_ids))
        )
        rows = self.env.execute_query(
            SQL(
                """SELECT territory.id, territory.user_id, owner.user_id
                FROM crm_territory AS territory
                LEFT JOIN crm_territory_assignment AS owner
                    ON owner.territory_id = territory.id AND owner.role = 'owner'
                   AND %(today)s BETWEEN owner.date_from AND COALESCE(owner.date_to, 'infinity')
                WHERE %(scope)s AND territory.user_id IS DISTINCT FROM owner.user_id""",
                today=self._get_today(),
                scope=scope,
            )
        )
        changes = {row[0]: (row[1] or False, row[2] or False) for row in rows}
        self._apply_owners(changes)
        return changes

    @api.model
    def _apply_owners(self, changes):
        by_owner = {}
        for territory_id, (_before, after) in changes.items():
            by_owner.setdefault(after, []).append(territory_id)
        for owner_id, ids in by_owner.items():
            # sudo: the owner follows from the dates, whoever was allowed to enter them
            self.sudo().browse(ids).user_id = owner_id
        if changes:
            self.sudo()._after_owner_changes(changes)

    @api.model
    def _after_owner_changes(self, changes):
        """Extend this to follow owners, in the same transaction.

        :param changes: {territory's id: (user before, after)}; False is nobody
        """
