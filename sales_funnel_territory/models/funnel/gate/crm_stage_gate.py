from odoo import api, fields, models
from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG
from odoo.exceptions import UserError, ValidationError

from .crm_stage_gate_kind import Evidence

LEVELS = [("blocking", "Blocking"), ("advisory", "Advisory")]


class CrmStageGate(models.Model):
    """What must be true of a lead before it leaves a stage forward."""

    _name = "crm.stage.gate"
    _description = "Exit Criterion"
    _order = "stage_id, sequence, id"

    name = fields.Char("Criterion", required=True, translate=True)
    stage_id = fields.Many2one("crm.stage", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    help = fields.Text(
        "What Good Looks Like", translate=True, help="Shown to the rep beside the criterion."
    )
    kind = fields.Selection(
        "_selection_kind",
        required=True,
        default="statement",
        help="What the criterion looks at.",
    )
    level = fields.Selection(
        LEVELS,
        required=True,
        default="blocking",
        help="Blocking: a lead that misses the criterion stays in the stage. "
        "Advisory: the criterion is shown and counted, and holds nobody.",
    )
    blocking_from = fields.Date(
        help="Advisory until this day, blocking from then on: time for everybody to get used to it."
    )
    # for whom
    team_ids = fields.Many2many(
        "crm.team",
        relation="crm_stage_gate_team_rel",
        string="Sales Teams",
        help="Only for leads of these teams; empty: of all teams that use the stage.",
    )
    amount_from = fields.Monetary(
        "From an Amount of",
        currency_field="currency_id",
        help="Only for leads with at least this expected revenue.",
    )
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id
    )
    lead_domain = fields.Char("Only for", help="Only for leads that match this filter.")
    waiver_ids = fields.One2many("crm.stage.waiver", "gate_id")
    waiver_count = fields.Integer("Waivers", compute="_compute_waiver_count")

    # ------------------------------------------------------------------ computes

    @api.model
    def _selection_kind(self):
        kinds = self.env["crm.stage.gate.kind"]._get_kinds()
        return [(name, kind._get_label()) for name, kind in kinds.items() if kind._is_available()]

    def _compute_waiver_count(self):
        counts = dict(
            self.env["crm.stage.waiver"]._read_group(
                [("gate_id", "in", self.ids), ("state", "=", "granted")], ["gate_id"], ["__count"]
            )
        )
        for gate in self:
            gate.waiver_count = counts.get(gate, 0)

    # ------------------------------------------------------------------ checks

    @api.constrains("stage_id", "active")
    def _check_stage(self):
        for gate in self.filtered(lambda gate: gate.active and gate.stage_id.is_won):
            raise ValidationError(
                self.env._(
                    "%(stage)s is a won stage: it is the end of the funnel and has no exit "
                    "criteria. Put \u201c%(gate)s\u201d on the stage before it.",
                    stage=gate.stage_id.name,
                    gate=gate.name,
                )
            )

    @api.constrains("lead_domain")
    def _check_lead_domain(self):
        for gate in self.filtered("lead_domain"):
            gate._try_domain(gate.lead_domain)

    @api.model_create_multi
    def create(self, vals_list):
        gates = super().create(vals_list)
        gates._check_settings()
        self._forget_use()
        return gates

    def write(self, vals):
        result = super().write(vals)
        self._check_settings()
        self.flush_recordset()
        self._forget_use()
        return result

    def unlink(self):
        result = super().unlink()
        self._forget_use()
        return result

    def _check_settings(self):
        for kind, gates in self.filtered("active").grouped("kind").items():
            model = self.env["crm.stage.gate.kind"]._get_kinds().get(kind)
            for gate in gates if model is not None else ():
                model._check_gate(gate)

    def _try_domain(self, text):
        """Raise a ValidationError when a filter on leads cannot be used."""
        self.ensure_one()
        try:
            domain = self._parse_domain(text, self.env.company)
            self.env["crm.lead"].sudo().search_count(domain, limit=1)
        except Exception as error:
            raise ValidationError(
                self.env._(
                    "The filter of \u201c%(gate)s\u201d cannot be used: %(filter)s. "
                    "Choose it again. (%(error)s)",
                    gate=self.name,
                    filter=text,
                    error=error,
                )
            ) from error

    # ------------------------------------------------------------------ judging

    def _find_evidence(self, leads):
        """Return {(gate id, lead id): Evidence} of what is met, kind by kind, in bulk."""
        kinds = self.env["crm.stage.gate.kind"].sudo()._get_kinds()
        met = {}
        for kind, gates in self.grouped("kind").items():
            if kind in kinds and kinds[kind]._is_available():
                met.update(kinds[kind]._judge(gates, leads))
            else:  # its app is gone: nobody can meet it, so it holds nobody
                met.update({(gate.id, lead.id): None for gate in gates for lead in leads})
        return met

    def _get_remedy(self):
        self.ensure_one()
        kind = self.env["crm.stage.gate.kind"]._get_kinds().get(self.kind)
        return kind._get_remedy(self) if kind is not None else {"widget": "none", "where": ""}

    def action_open_waivers(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_funnel_territory.crm_stage_waiver_action"
        )
        return {**action, "domain": [("gate_id", "in", self.ids)], "context": {}}

    @api.ondelete(at_uninstall=True)
    def _unlink_except_decided(self):
        if is_uninstalling(self.env):
            return
        for model in ("crm.stage.waiver", "crm.stage.approval"):
            # sudo: also what was asked about leads that this administrator may not read
            asked = self.env[model].sudo().search([("gate_id", "in", self.ids)])
            if asked:
                raise UserError(
                    self.env._(
                        "%(gates)s: there are waivers or approvals of it, which would be lost. "
                        "Archive it instead.",
                        gates=", ".join(asked.gate_id.mapped("name")),
                    )
                )

    def _prepare_missing(self):
        """Return what a lead misses, for a list of leads in the web client."""
        return {"id": self.id, "name": self.name, "where": self._get_remedy()["where"]}

    def _prepare_item(self, evidence, asked):
        """Return how the criterion stands for one lead, for the web client.

        :param evidence: Evidence where it is met, ``False`` where it is missing
        :param asked: {model: the latest request about it}
        """
        self.ensure_one()
        waiver, approval = asked.get("crm.stage.waiver"), asked.get("crm.stage.approval")
        is_met, is_waived = evidence is not False, bool(waiver and waiver.state == "granted")
        waiting = [request for request in asked.values() if request.state == "requested"]
        return {
            "id": self.id,
            "name": self.name,
            "help": self.help or "",
            "kind": self.kind,
            "stage": self.stage_id.name,
            "is_blocking": self._is_blocking(),
            "blocking_from": self.blocking_from and str(self.blocking_from),
            "state": _state_of(is_met, is_waived, waiting),
            "evidence": _as_json(evidence or None) or _as_json(_decision_of(waiver)),
            "asked": [request._prepare_asked() for request in waiting],
            "refused": [
                {"by": request.decided_by_id.name, "comment": request.comment or ""}
                for request in (waiver, approval)
                if request and request.state == "refused"
            ],
            "remedy": self._get_remedy(),
        }


def is_uninstalling(env):
    """Tell whether the module is on its way out; a caller's context alone says nothing."""
    return env.su and env.context.get(MODULE_UNINSTALL_FLAG)


def _state_of(is_met, is_waived, waiting):
    if is_met:
        return "met"
    if is_waived:
        return "waived"
    return "asked" if waiting else "missing"


def _decision_of(waiver):
    if not waiver or waiver.state != "granted":
        return None
    return Evidence(waiver.reason or "", waiver.decided_by_id.name or "", waiver.decided_on)


def _as_json(evidence):
    if evidence is None:
        return None
    moment = evidence.moment and fields.Datetime.to_string(evidence.moment)
    return {
        "text": evidence.text or "",
        "author": evidence.author or "",
        "moment": moment or False,
        "url": evidence.url or "",
    }
