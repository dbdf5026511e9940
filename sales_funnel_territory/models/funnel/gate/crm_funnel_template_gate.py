from odoo import api, fields, models

from ....tools.translations import copy_translations

_TEXTS = ("name", "help")


class CrmFunnelTemplateGate(models.Model):
    """An exit criterion to be, on a stage of a funnel template.

    It names no record of a database: only kinds that need none can stand here. Set-ups copy
    it, advisory, onto the stage they make.
    """

    _name = "crm.funnel.template.gate"
    _description = "Funnel Template Exit Criterion"
    _order = "stage_id, sequence, id"

    name = fields.Char("Criterion", required=True, translate=True)
    stage_id = fields.Many2one(
        "crm.funnel.template.stage", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    help = fields.Text(
        "What Good Looks Like", translate=True, help="Shown to the rep beside the criterion."
    )
    kind = fields.Selection(
        "_selection_kind",
        required=True,
        default="statement",
        help="What the criterion looks at.",
    )

    @api.model
    def _selection_kind(self):
        kinds = self.env["crm.stage.gate.kind"]._get_kinds()
        return [
            (name, kind._get_label())
            for name, kind in kinds.items()
            if kind._template_fields is not None and kind._is_available()
        ]

    @api.constrains("stage_id")
    def _check_stage(self):
        self.stage_id._check_won_without_gates()

    # ------------------------------------------------------------------ copying onto stages

    def _copy_onto(self, stage):
        """Create these criteria on a stage, advisory, in every language that is installed."""
        kinds = {kind for kind, _label in self._selection_kind()}
        usable = self.filtered(lambda gate: gate.kind in kinds)  # its app may be gone
        copies = self.env["crm.stage.gate"].create(
            [{**gate._prepare_copy(), "stage_id": stage.id} for gate in usable]
        )
        for gate, copied in zip(usable, copies, strict=True):
            copy_translations(gate, copied, _TEXTS)
        return copies

    def _prepare_copy(self):
        self.ensure_one()
        own = self.env["crm.stage.gate.kind"]._get_kinds()[self.kind]._template_fields
        names = ("name", "help", "sequence", "kind", *own)
        return {**{name: self[name] for name in names}, "level": "advisory"}
