from odoo import api, fields, models
from odoo.exceptions import AccessError

from ....tools.kept_fields import without_defaults

_KEPT = frozenset({"user_id", "date"})


class CrmCallReportAddition(models.Model):
    """What was added to a report after it was submitted: dated, signed, never changed."""

    _name = "crm.call.report.addition"
    _inherit = ["crm.plain.export.mixin"]
    _description = "Addition to a Call Report"
    _order = "date, id"
    _rec_name = "text"

    report_id = fields.Many2one(
        "crm.call.report", "Call Report", required=True, index=True, ondelete="cascade"
    )
    text = fields.Text(required=True)
    user_id = fields.Many2one(
        "res.users",
        "Added By",
        required=True,
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    date = fields.Datetime(
        "Added On", required=True, readonly=True, default=lambda self: fields.Datetime.now()
    )

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(vals_list)
        vals_list = [
            {name: value for name, value in vals.items() if name not in _KEPT} for vals in vals_list
        ]
        additions = super(CrmCallReportAddition, without_defaults(self, _KEPT)).create(vals_list)
        additions.report_id._check_may_add()
        return additions

    def write(self, vals):
        self._check_untouched()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._check_untouched()

    def _check_untouched(self):
        if not self.env.su:
            raise AccessError(
                self.env._("An addition to a report stands as it was written: add another one.")
            )
