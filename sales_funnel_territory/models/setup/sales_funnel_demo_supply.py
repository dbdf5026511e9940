from odoo import api, models

from ...planning.forecast_periods import add_months

# What is said of the months from this one on, over what deals say: by whom, how much more.
SAID = {
    "product_category_machines": (
        {"sales": 3, "operations": 3, "finance": 3},
        {"sales": 4, "operations": -2, "finance": 1},
        {"sales": 5, "operations": 0},
    ),
    "product_category_services": (
        {"sales": 2, "operations": 2, "finance": 2},
        {"sales": 3, "finance": 1},
    ),
    "product_category_parts": ({"sales": 6, "operations": 4, "finance": 6, "consensus": 5},),
}
NOTES = {
    "sales": "As the deals say, and what always comes late.",
    "operations": "More cannot be built with the people we have.",
    "finance": "What the budget holds.",
    "consensus": "Agreed in the monthly meeting.",
}


class SalesFunnelDemo(models.AbstractModel):
    """What sales, operations and finance of the demo company say will be needed."""

    _inherit = "sales.funnel.demo"

    @api.model
    def _tell_supply(self):
        this_month = self.env["crm.lead"]._todays()[self.env.company.id].replace(day=1)
        manager = self.env.ref("sales_funnel_territory.user_manager")
        Number = self.env["crm.supply.forecast.number"].with_user(manager)
        return Number.create(
            [
                {
                    "categ_id": category.id,
                    "month": month,
                    "kind": kind,
                    "quantity": max(0, round(self._get_expected(category, month) + more)),
                    "note": NOTES[kind],
                }
                for name, months in SAID.items()
                for category in self.env.ref(f"sales_funnel_territory.{name}")
                for ahead, said in enumerate(months)
                for month in [add_months(this_month, ahead)]
                for kind, more in said.items()
            ]
        )

    @api.model
    def _get_expected(self, category, month):
        """Return how many deals say will be needed."""
        domain = [("categ_id", "=", category.id), ("month", "=", month)]
        [(quantity,)] = self.env["crm.supply.forecast"]._read_group(
            domain, [], ["forecast_quantity:sum"]
        )
        return quantity or 0
