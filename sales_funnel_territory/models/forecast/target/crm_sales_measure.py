from odoo import api, models

PREFIX = "crm.sales.measure."
SCOPES = ("user_id", "team_id", "territory_id")


class CrmSalesMeasure(models.AbstractModel):
    """What a target can be set on.

    A measure is one abstract model named ``crm.sales.measure.<key>`` that inherits this one; the
    registry of the database is the registry of measures. A module adds one in one file.
    """

    _name = "crm.sales.measure"
    _description = "Measure of Sales Targets"

    _measure_sequence = 100
    _is_money = False

    @api.model
    def _get_measures(self):
        """Return {key: its model}, in the order in which they are offered."""
        found = [self.env[name] for name in self.env.registry if name.startswith(PREFIX)]
        found.sort(key=lambda model: (model._measure_sequence, model._name))
        return {model._name.removeprefix(PREFIX): model for model in found}

    @api.model
    def _get_labels(self):
        """Return (key, label) of all measures: the values of a selection."""
        return [(key, model._get_label()) for key, model in self._get_measures().items()]

    @api.model
    def _describe_all(self):
        """Return key, label and whether it is money of all measures, as a screen offers them."""
        return [
            {"key": key, "label": model._get_label(), "is_money": model._is_money}
            for key, model in self._get_measures().items()
        ]

    @api.model
    def _get_label(self):
        """Return what the measure is called."""
        raise NotImplementedError

    @api.model
    def _measure(self, company, first, last, by=""):
        """Return {id of whose it is: what was reached}, of what the reader may see.

        :param first: the first day that counts, in the company's time zone
        :param last: the last one
        :param by: user_id, team_id or territory_id; empty: all in one, under ``False``
        """
        raise NotImplementedError
