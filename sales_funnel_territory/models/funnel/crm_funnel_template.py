from odoo import fields, models


class CrmFunnelTemplate(models.Model):
    """A ready-made set of stages that a team can take over."""

    _name = "crm.funnel.template"
    _description = "Funnel Template"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    description = fields.Text(
        translate=True, help="For whom this set is, in a sentence or two: it stands on its card."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    stage_ids = fields.One2many(
        "crm.funnel.template.stage", "template_id", string="Stages", copy=True
    )
    stage_count = fields.Integer("Number of Stages", compute="_compute_stage_count")

    def _compute_stage_count(self):
        counts = dict(
            self.env["crm.funnel.template.stage"]._read_group(
                [("template_id", "in", self.ids)], ["template_id"], ["__count"]
            )
        )
        for template in self:
            template.stage_count = counts.get(template, 0)

    def copy_data(self, default=None):
        vals_list = super().copy_data(default=default)
        for template, vals in zip(self, vals_list, strict=True):
            if "name" not in (default or {}):
                vals["name"] = self.env._("%(template)s (copy)", template=template.name)
        return vals_list

    def action_duplicate(self):
        """Open a copy to adapt: the sets that came with the app stay as they are."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.copy().id,
            "views": [(False, "form")],
        }
