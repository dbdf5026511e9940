from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ....tools.kept_fields import without_defaults

STATES = [("draft", "Being Prepared"), ("done", "Handed Over"), ("undone", "Undone")]
# What only its buttons write.
KEPT = frozenset(
    {
        "state",
        "from_name",
        "applied_on",
        "applied_by_id",
        "undone_on",
        "undone_by_id",
        "previewed_on",
        "hidden_count",
        "item_ids",
    }
)


class CrmHandover(models.Model):
    """Everything of one salesperson goes to others: seen before, applied at once, undoable.

    What there is to hand over comes from the sources (``crm.handover.source``).
    """

    _name = "crm.handover"
    _description = "Hand-over"
    _order = "id desc"

    from_user_id = fields.Many2one(
        "res.users",
        string="Handed Over From",
        required=True,
        index=True,
        ondelete="restrict",
        context={"active_test": False},
        help="Whose work is handed over; also somebody who has left already.",
    )
    from_name = fields.Char("From (name then)", readonly=True)
    to_user_id = fields.Many2one(
        "res.users",
        string="Handed Over To",
        ondelete="restrict",
        help="Who takes everything over; with several people, whoever has no line of his own.",
    )
    is_split = fields.Boolean(
        "To Several People", help="Choose for each customer who takes it over."
    )
    reason = fields.Char(
        required=True, help="Why; it stands in the log of each customer and opportunity."
    )
    note = fields.Text(
        "Hand-over Note",
        help="What the new main responsible should know. It is kept with each customer.",
    )
    state = fields.Selection(STATES, default="draft", required=True, readonly=True, index=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    kind_ids = fields.One2many(
        "crm.handover.kind",
        "handover_id",
        string="What",
        default=lambda self: self._default_kind_ids(),
    )
    line_ids = fields.One2many("crm.handover.line", "handover_id", string="Customers")
    item_ids = fields.One2many("crm.handover.item", "handover_id", string="Everything")
    previewed_on = fields.Datetime("Preview Of", readonly=True)
    hidden_count = fields.Integer(
        "Not Seen",
        readonly=True,
        help="Of teams or companies that whoever prepared this has no access to: they stay.",
    )
    applied_on = fields.Datetime("Handed Over On", readonly=True)
    applied_by_id = fields.Many2one("res.users", string="Handed Over By", readonly=True)
    undone_on = fields.Datetime(readonly=True)
    undone_by_id = fields.Many2one("res.users", readonly=True)
    planned_count = fields.Integer("Found", compute="_compute_counts")
    moved_count = fields.Integer("Handed Over (items)", compute="_compute_counts")
    refused_count = fields.Integer("Refused", compute="_compute_counts")
    undone_count = fields.Integer("Put Back", compute="_compute_counts")
    kept_count = fields.Integer("Not Put Back", compute="_compute_counts")

    @api.depends("from_name", "from_user_id", "to_user_id")
    def _compute_display_name(self):
        for handover in self:
            giver = handover.from_name or handover.from_user_id.name or ""
            taker = handover.to_user_id.name
            handover.display_name = (
                self.env._("%(giver)s to %(taker)s", giver=giver, taker=taker) if taker else giver
            )

    @api.depends("item_ids.state")
    def _compute_counts(self):
        groups = self.env["crm.handover.item"]._read_group(
            [("handover_id", "in", self.ids)], ["handover_id", "state"], ["__count"]
        )
        counts = {(handover.id, state): count for handover, state, count in groups}
        for handover in self:
            for state in ("planned", "moved", "refused", "undone", "kept"):
                handover[f"{state}_count"] = counts.get((handover.id, state), 0)

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        chosen = [
            {key: value for key, value in vals.items() if key not in KEPT} for vals in vals_list
        ]
        handovers = super(CrmHandover, without_defaults(self, KEPT)).create(chosen)
        handovers._check_people()
        for handover in handovers.sudo():  # sudo: the name of the day
            handover.from_name = handover.from_user_id.name
        return handovers

    def write(self, vals):
        if KEPT & set(vals) and not self.env.su:
            raise AccessError(
                self.env._("A hand-over is applied and undone with its buttons, not by hand.")
            )
        if not self.env.su and any(handover.state != "draft" for handover in self):
            raise UserError(
                self.env._("“%(name)s” was applied and stays on record.", name=self[:1].from_name)
            )
        result = super().write(vals)
        if {"from_user_id", "to_user_id"} & set(vals):
            self._check_people()
        if "from_user_id" in vals:
            self._forget_preview()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_applied(self):
        for handover in self.filtered(lambda one: one.state != "draft"):
            raise UserError(
                self.env._(
                    "“%(name)s” was applied and stays on record.", name=handover.display_name
                )
            )

    @api.model
    def _default_kind_ids(self):
        sources = self.env["crm.handover.source"]._get_sources()
        return [(0, 0, {"kind": source._get_kind()}) for source in sources]

    def _get_sources(self):
        """Return the sources that were chosen, in the order in which they are handed over."""
        chosen = set(self.kind_ids.filtered("is_included").mapped("kind"))
        sources = self.env["crm.handover.source"]._get_sources()
        return [source for source in sources if source._get_kind() in chosen]

    def _get_quiet_context(self):
        """Return the context of a hand-over: one line in the log of each, no mail for each."""
        return {
            "handover_id": self.id,
            "handover_note": self.note,
            "people_stay": True,
            "tracking_disable": True,
            "mail_activity_quick_update": True,
            "mail_auto_subscribe_no_notify": True,
        }

    # ------------------------------------------------------------------ history

    @api.model
    def _mark_rows(self, handover_id, noted):
        """Show in the history of main responsibles that this hand-over was it."""
        self.env.cr.execute(
            SQL(
                """UPDATE crm_customer_responsible SET handover_id = %s
                WHERE partner_id = ANY(%s) AND date_to IS NULL AND date_from = %s""",
                handover_id,
                list(noted),
                self.env.cr.now(),
            )
        )
