from odoo import api, models
from odoo.exceptions import AccessError


class CrmCountedMixin(models.AbstractModel):
    """Rows that partly count themselves: nobody writes by RPC what a form only shows."""

    _name = "crm.counted.mixin"
    _description = "Row That Counts Itself"

    def write(self, vals):
        if not self.env.su:
            self._check_counted(vals)
        return super().write(vals)

    @api.model
    def _check_counted(self, names):
        """Refuse values of stored fields that are read-only to everybody.

        :raises AccessError: naming the first of them
        """
        for name in names:
            field = self._fields.get(name)
            if field and field.store and field.readonly and not field.compute:
                raise AccessError(
                    self.env._(
                        "“%(field)s” of %(model)s keeps itself and cannot be changed by hand: log "
                        "what happened with the customer instead.",
                        field=field._description_string(self.env),
                        model=self._description,
                    )
                )
