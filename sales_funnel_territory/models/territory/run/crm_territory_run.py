from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

AT_ONCE = 2_000
STATES = [
    ("preview", "Preview"),
    ("waiting", "Waiting"),
    ("running", "Running"),
    ("done", "Applied"),
    ("failed", "Failed"),
    ("left", "Not Applied"),
    ("undone", "Undone"),
]
UNDER_WAY = ("waiting", "running")


class CrmTerritoryRun(models.Model):
    """Rules as they are now, for all customers: who would move, then, when somebody says so,
    the moving; small runs at once, big ones in the background.
    """

    _name = "crm.territory.run"
    _description = "Territory Run"
    _order = "id desc"

    state = fields.Selection(STATES, required=True, default="preview", readonly=True)
    territory_id = fields.Many2one(
        "crm.territory", string="Seen From", readonly=True, ondelete="cascade", index=True
    )
    user_id = fields.Many2one("res.users", string="Started By", required=True, readonly=True)
    applied_on = fields.Datetime(readonly=True)
    stamp = fields.Char(readonly=True, help="The rules the preview was made with.")
    total = fields.Integer("Customers Moving", readonly=True)
    done_count = fields.Integer("Moved So Far", readonly=True)
    headline = fields.Char(compute="_compute_headline")
    progress = fields.Float(compute="_compute_progress", help="In percent.")
    come_count = fields.Integer("Come", compute="_compute_counts")
    go_count = fields.Integer("Go", compute="_compute_counts")
    unplaced_count = fields.Integer("Left Without Territory", compute="_compute_counts")
    is_outdated = fields.Boolean(
        compute="_compute_is_outdated", help="Rules have changed since this preview."
    )
    error = fields.Char(readonly=True)
    line_ids = fields.One2many("crm.territory.run.line", "run_id", readonly=True)

    _one_at_a_time = models.UniqueIndex("((TRUE)) WHERE state IN ('waiting', 'running')")

    # ------------------------------------------------------------------ computes

    @api.depends("user_id", "create_date")
    def _compute_display_name(self):
        for run in self:
            run.display_name = self.env._(
                "%(day)s, %(person)s",
                day=fields.Date.to_string(run.create_date or fields.Date.today()),
                person=run.user_id.name,
            )

    @api.depends("total", "done_count", "state")
    def _compute_progress(self):
        for run in self:
            is_through = run.state in ("done", "undone") or not run.total
            run.progress = 100 if is_through else 100 * run.done_count / run.total

    @api.depends("total", "done_count", "state")
    @api.depends_context("lang")
    def _compute_headline(self):
        for run in self:
            run.headline = run._tell()

    def _tell(self):
        if not self.total:
            return self.env._("Nobody moves: all customers are where the rules say.")
        if self.state in ("preview", "left"):
            return self.env._("Customers who would move: %(total)s", total=self.total)
        if self.state == "undone":
            return self.env._("Customers who moved and were put back: %(total)s", total=self.total)
        return self.env._(
            "%(done)s of %(total)s customers have moved.", done=self.done_count, total=self.total
        )

    @api.depends("line_ids.count", "territory_id")
    def _compute_counts(self):
        for run in self:
            seen = run._get_seen()
            come = run.line_ids.filtered(lambda line, seen=seen: line.to_id.id in seen)
            go = run.line_ids.filtered(lambda line, seen=seen: line.from_id.id in seen)
            run.come_count = sum((come - go).mapped("count"))
            run.go_count = sum((go - come).mapped("count"))
            nowhere = run.line_ids.filtered(lambda line: not line.to_id)
            run.unplaced_count = sum(nowhere.mapped("count"))

    def _get_seen(self):
        """Return the ids of the territory the preview was asked from, and all below it."""
        if not self.territory_id:
            return set()
        below = self.env["crm.territory"].with_context(active_test=False)
        return set(below.search([("id", "child_of", self.territory_id.id)]).ids)

    @api.depends("stamp", "state")
    def _compute_is_outdated(self):
        stamp = self.env["crm.territory"]._get_stamp()
        for run in self:
            run.is_outdated = run.state in ("preview", "failed") and run.stamp != stamp

    # ------------------------------------------------------------------ preview

    @api.model
    def _preview(self, territory):
        """Return a run that knows who would move if the rules were applied now."""
        territory.check_access("write")
        # sudo: who may change the rules may see what they do; rows are written by ourselves
        run = self.sudo().create(
            {
                "user_id": self.env.uid,
                "territory_id": territory.id,
                "stamp": self.env["crm.territory"]._get_stamp(),
            }
        )
        run._find_moves()
        return run.sudo(False)

    def _find_moves(self):
        """Note who would move, and from whom to whom."""
        moves = self.env["crm.territory"]._preview_moves()
        self.env["crm.territory.move"]._note(self, moves)
        self.env["crm.territory.run.line"]._count(self)
        self.write({"total": len(moves), "done_count": 0})

    # ------------------------------------------------------------------ actions

    def action_refresh(self):
        """Look again: rules or customers have changed since."""
        self._check_may_apply("preview", "failed")
        run = self.sudo()  # sudo: as in _preview
        run.env.cr.execute(SQL("DELETE FROM crm_territory_move WHERE run_id = %s", run.id))
        run.line_ids.unlink()
        run.write({"stamp": run.env["crm.territory"]._get_stamp(), "state": "preview"})
        run._find_moves()
        return run._open()

    def action_apply(self):
        """Move them: at once where they are few, else in the background."""
        self._check_may_apply("preview", "failed")
        self._check_same_rules()
        self._check_alone()
        run = self.sudo()  # sudo: as in _preview
        run.write({"state": "running", "applied_on": fields.Datetime.now(), "error": False})
        if self.total > AT_ONCE:
            run.state = "waiting"
            self.env.ref("sales_funnel_territory.ir_cron_territory_runs").sudo()._trigger()
        else:
            run._work_at_once()
        return run._open()

    def action_leave(self):
        """Leave everybody where they are."""
        self._check_may_apply("preview", "failed", "waiting")
        self.sudo().state = "left"  # sudo: as in _preview
        return self._open()

    def action_open_moves(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_funnel_territory.crm_territory_move_action"
        )
        return {**action, "domain": [("run_id", "=", self.id)]}

    def _check_may_apply(self, *states):
        self.ensure_one()
        self.env["crm.territory"].check_access("write")
        if self.state not in states:
            raise UserError(
                self.env._(
                    "This run is %(state)s: start a new preview from a territory.",
                    state=dict(self._fields["state"]._description_selection(self.env))[
                        self.state
                    ].lower(),
                )
            )

    def _check_same_rules(self):
        """Refuse to move anybody by rules that nobody has seen the moves of."""
        if self.stamp != self.env["crm.territory"]._get_stamp():
            raise UserError(
                self.env._("Rules have changed since this preview. Look again, then apply.")
            )

    def _check_alone(self):
        # sudo: whether anybody's run is under way
        other = self.sudo().search([("state", "in", UNDER_WAY)], limit=1)
        if other:
            raise UserError(
                self.env._(
                    "%(person)s's run is under way (%(done)s of %(total)s customers). Wait until "
                    "it is through, then look again.",
                    person=other.user_id.name,
                    done=other.done_count,
                    total=other.total,
                )
            )

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Who Would Move"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    @api.autovacuum
    def _gc_moves(self):
        """Forget customers of previews nobody applied, and of runs nobody undoes any more."""
        self.env.cr.execute(
            SQL(
                """DELETE FROM crm_territory_move AS move USING crm_territory_run AS run
                WHERE run.id = move.run_id AND run.state NOT IN ('waiting', 'running')
                  AND run.create_date < %s - CASE WHEN run.state = 'done'
                    THEN interval '90 days' ELSE interval '7 days' END""",
                self.env.cr.now(),
            )
        )
