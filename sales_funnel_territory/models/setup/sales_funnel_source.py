from odoo import api, models

PREFIX = "sales.funnel.source."


class SalesFunnelSource(models.AbstractModel):
    """Data of other apps, read in passing: the one place that asks whether an app is there.

    A source is an abstract model ``sales.funnel.source.<name>`` that inherits this one.
    """

    _name = "sales.funnel.source"
    _description = "Source of Data of Another App"

    @api.model
    def _get_source(self, name):
        """Return the source of that name; ``None`` where its app is not installed."""
        model = f"{PREFIX}{name}"
        if model not in self.env.registry or not self.env[model]._is_available():
            return None
        return self.env[model]

    @api.model
    def _is_available(self):
        """Tell whether the app that holds the data is installed."""
        return False
