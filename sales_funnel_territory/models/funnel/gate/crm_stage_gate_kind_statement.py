from odoo import api, models


class CrmStageGateKindStatement(models.AbstractModel):
    """Somebody ticked it, with evidence."""

    _name = "crm.stage.gate.kind.statement"
    _inherit = "crm.stage.gate.kind"
    _description = "Exit Criterion: Statement"
    _kind_sequence = 30
    _template_fields = ()

    @api.model
    def _get_label(self):
        return self.env._("A statement with evidence")

    @api.model
    def _judge(self, gates, leads):
        statements = self.env["crm.stage.gate.statement"].search_fetch(
            [("gate_id", "in", gates.ids), ("lead_id", "in", leads.ids)]
        )
        return {
            (statement.gate_id.id, statement.lead_id.id): statement._as_evidence()
            for statement in statements
            if statement._has_evidence()  # its only file may have been deleted since
        }

    @api.model
    def _get_remedy(self, gate):
        return {
            "widget": "statement",
            "where": self.env._("Tick it on the opportunity, with a text, a link or a file."),
        }
