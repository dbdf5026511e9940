from odoo import api, models

UNITS = {"base": "count", "order_value": "money"}


class CrmSalesFormula(models.Model):
    """What the factors are called, how they are counted, and what moves them."""

    _inherit = "crm.sales.formula"

    @api.model
    def _get_factor_labels(self):
        return {
            "base": self.env._("Customer Base"),
            "first_meeting_rate": self.env._("First-Meeting Rate"),
            "closing_efficiency": self.env._("Closing Efficiency"),
            "order_value": self.env._("Order Value"),
            "margin_rate": self.env._("Margin Rate"),
        }

    @api.model
    def _get_definitions(self):
        return {
            "base": self.env._(
                "Customers at the end of the period, or won in it. A customer is his main "
                "responsible's."
            ),
            "first_meeting_rate": self.env._(
                "Customers with a first meeting / customers in the base. A meeting or visit at any "
                "time until the end of the period; who was ever won counts as met."
            ),
            "closing_efficiency": self.env._(
                "Customers won in the period / customers with a first meeting."
            ),
            "order_value": self.env._(
                "Won amount / orders won x orders per customer won: what a customer who was won "
                "ordered in the period. Opportunities won are the orders."
            ),
            "margin_rate": self.env._(
                "Gross profit / won amount: the margin of the orders where it is known, else the "
                "margin rate of the team."
            ),
        }

    @api.model
    def _get_levers(self):
        return {
            "base": [
                self.env._("which companies and people"),
                self.env._("our strengths"),
                self.env._("call technique"),
                self.env._("contact types"),
            ],
            "first_meeting_rate": [
                self.env._("call technique"),
                self.env._("contact types"),
                self.env._("a reason to meet"),
            ],
            "closing_efficiency": [
                self.env._("negotiation"),
                self.env._("technical knowledge"),
                self.env._("industry knowledge"),
                self.env._("people"),
                self.env._("is this deal worth the time"),
            ],
            "order_value": [
                self.env._("more products and services"),
                self.env._("other departments"),
                self.env._("related selling"),
            ],
            "margin_rate": [
                self.env._("sell what we are strong in"),
                self.env._("differ from competitors"),
                self.env._("add solutions"),
            ],
        }

    @api.model
    def _say_counted(self, measured):
        """Return {factor: from which figures it comes}."""
        return {
            "base": "",
            "first_meeting_rate": self.env._(
                "%(met)s of %(base)s met", met=measured.met, base=measured.base
            ),
            "closing_efficiency": self.env._(
                "%(won)s of %(met)s won", won=measured.won, met=measured.met
            ),
            "order_value": self.env._(
                "%(orders)s orders of %(won)s customers", orders=measured.orders, won=measured.won
            ),
            "margin_rate": "",
        }

    @api.model
    def _describe_screen_factors(self, measured, **values):
        """Return the cards of the factors, in the order of the formula.

        :param values: {what: {factor: value}}
        """
        labels, definitions = self._get_factor_labels(), self._get_definitions()
        levers, counted = self._get_levers(), self._say_counted(measured)
        return [
            {
                "key": key,
                "unit": UNITS.get(key, "rate"),
                "label": label,
                "definition": definitions[key],
                "levers": levers[key],
                "counted": counted[key],
                **{what: by_factor.get(key) for what, by_factor in values.items()},
            }
            for key, label in labels.items()
        ]
