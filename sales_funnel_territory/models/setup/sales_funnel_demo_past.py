from odoo import api, models
from odoo.tools import SQL

from ...planning.demo_past import Life, tell

SEED = 47  # with it, every stage has enough stays to have a normal time
COLUMNS = (
    "lead_id", "valid_from", "valid_to", "stage_id", "stage_from_id", "stage_since", "is_entry",
    "status", "expected_revenue", "date_deadline", "deadline_from",
)  # fmt: skip
TYPES = (
    "int", "timestamp", "timestamp", "int", "int", "timestamp", "boolean",
    "varchar", "numeric", "date", "date",
)  # fmt: skip
# Of the present row as it is: what the story does not change.
KEPT = (
    "lead_name", "type", "recurring_revenue", "currency_id", "user_id", "user_name", "team_id",
    "team_name", "company_id", "company_name", "partner_id", "customer_id", "customer_name",
    "source_id", "source_name", "campaign_id", "campaign_name",
)  # fmt: skip


class SalesFunnelDemo(models.AbstractModel):
    """The past of the demo company's opportunities, so that every report shows something.

    Only the past is told: the present row of each keeps what it says, and only learns since when
    it is so. Demo data alone can do this; nothing else rewrites a history.
    """

    _inherit = "sales.funnel.demo"

    @api.model
    def _get_demo_leads(self):
        data = self.env["ir.model.data"].search(
            [("module", "=", "sales_funnel_territory"), ("model", "=", "crm.lead")], order="name"
        )
        return self.env["crm.lead"].with_context(active_test=False).browse(
            data.mapped("res_id")
        ).exists()  # fmt: skip

    @api.model
    def _seed_history(self, leads):
        """Tell the past of leads whose history begins now; return how many rows it has."""
        self.env.flush_all()
        self.env["crm.lead.history"]._record(leads.ids)
        rows = []
        for number, life in enumerate(self._prepare_lives(leads)):
            states = tell(life, SEED + number)
            ends = [state.valid_from for state in states[1:]] + [None]
            rows += [
                (state.lead_id, state.valid_from, end, state.stage_id, state.stage_from_id,
                 state.stage_since, state.is_entry, state.status, state.revenue, state.deadline,
                 state.deadline_from)
                for state, end in zip(states, ends, strict=True)
            ]  # fmt: skip
        self._write_past(rows)
        return len(rows)

    # ------------------------------------------------------------------ lives

    @api.model
    def _prepare_lives(self, leads):
        rows = self.env["crm.lead.history"]._read_group(
            [("lead_id", "in", leads.ids)], ["lead_id"], ["valid_from:min", "__count"]
        )
        young = {lead.id: begin for lead, begin, count in rows if count == 1}
        told = leads.filtered(lambda lead: young.get(lead.id, lead.create_date) > lead.create_date)
        return [self._prepare_life(lead) for lead in told]

    @api.model
    def _prepare_life(self, lead):
        now = self.env.cr.now()
        is_closed = lead.won_status != "pending"
        closed = min(lead.date_closed or now, now) if is_closed else None
        entered = min(lead.date_last_stage_update or now, closed or now)
        if lead.won_status == "won":
            entered = closed
        return Life(
            lead.id,
            lead.create_date,
            max(entered, lead.create_date),
            closed,
            lead.won_status if is_closed else "open",
            self._get_path(lead),
            lead.date_deadline or None,
            lead.expected_revenue,
            closed or now,
        )

    @api.model
    def _get_path(self, lead):
        """Return the stages of the lead's funnel from the first to its own."""
        stages = self.env["crm.stage"].search([("team_ids", "in", lead.team_id.ids)])
        before = stages.filtered(
            lambda stage: not stage.is_won and stage.sequence < lead.stage_id.sequence
        )
        return (*before.ids, lead.stage_id.id)

    # ------------------------------------------------------------------ rows

    @api.model
    def _write_past(self, rows):
        if not rows:
            return
        told = SQL(
            "SELECT * FROM unnest(%s) AS told(%s)",
            SQL(", ").join(
                SQL("%s::%s[]", list(values), SQL(kind))
                for values, kind in zip(zip(*rows, strict=True), TYPES, strict=True)
            ),
            SQL(", ").join(map(SQL.identifier, COLUMNS)),
        )
        self.env.cr.execute(self._insert_told_sql(told))
        self.env.cr.execute(self._begin_present_sql(told))
        self.env["crm.lead.history"].invalidate_model()

    @api.model
    def _insert_told_sql(self, told):
        return SQL(
            """INSERT INTO crm_lead_history (%(columns)s, slipped_days, chain, origin, is_active,
                changed_by_id, changed_by_name, stage_name, stage_from_name, funnel_position,
                forecast_category, probability, weighted_revenue, is_scored, %(kept)s)
            SELECT %(told_columns)s, told.date_deadline - told.deadline_from, 0, 'live', TRUE,
                present.user_id, present.user_name, stage.name->>'en_US', origin.name->>'en_US',
                stage.funnel_position, stage.forecast_category, stage.probability,
                round(told.expected_revenue * stage.probability::numeric / 100, 2), FALSE,
                %(present_kept)s
            FROM (%(told)s) AS told
            JOIN crm_lead_history AS present
                ON present.lead_id = told.lead_id AND present.valid_to IS NULL
            JOIN crm_stage AS stage ON stage.id = told.stage_id
            LEFT JOIN crm_stage AS origin ON origin.id = told.stage_from_id
            WHERE told.valid_to IS NOT NULL""",
            columns=SQL(", ").join(map(SQL.identifier, COLUMNS)),
            told_columns=SQL(", ").join(SQL.identifier("told", name) for name in COLUMNS),
            kept=SQL(", ").join(map(SQL.identifier, KEPT)),
            present_kept=SQL(", ").join(SQL.identifier("present", name) for name in KEPT),
            told=told,
        )

    @api.model
    def _begin_present_sql(self, told):
        """Let the present rows say since when they are so; what they say stays."""
        return SQL(
            """UPDATE crm_lead_history AS present
            SET valid_from = told.valid_from, stage_since = told.stage_since,
                is_entry = told.is_entry, stage_from_id = told.stage_from_id,
                stage_from_name = origin.name->>'en_US', deadline_from = told.deadline_from,
                slipped_days = told.date_deadline - told.deadline_from
            FROM (%s) AS told LEFT JOIN crm_stage AS origin ON origin.id = told.stage_from_id
            WHERE present.lead_id = told.lead_id AND present.valid_to IS NULL
              AND told.valid_to IS NULL""",
            told,
        )
