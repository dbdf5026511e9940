from odoo import fields, models


class CrmTerritoryRule(models.Model):
    """Which customers belong to a territory: all criteria of a rule hold; one rule suffices."""

    _name = "crm.territory.rule"
    _description = "Territory Rule"
    _order = "territory_id, sequence, id"

    territory_id = fields.Many2one("crm.territory", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    is_exclude = fields.Boolean(
        "Exclude", help="Customers of this rule never belong to the territory, whatever others say."
    )
    country_ids = fields.Many2many(
        "res.country", "crm_territory_rule_country_rel", "rule_id", "country_id"
    )
    state_ids = fields.Many2many(
        "res.country.state", "crm_territory_rule_state_rel", "rule_id", "state_id"
    )
    cities = fields.Char(help="Names of cities, separated by commas.")
    zip_prefixes = fields.Char(
        "Postcodes Beginning With", help="Beginnings of postcodes, separated by commas: 80, 81."
    )
    zip_from = fields.Char("Postcode From")
    zip_to = fields.Char("Postcode To")
    in_area = fields.Boolean("In the Drawn Area")
    industry_ids = fields.Many2many(
        "res.partner.industry", "crm_territory_rule_industry_rel", "rule_id", "industry_id"
    )
    category_ids = fields.Many2many(
        "res.partner.category", "crm_territory_rule_category_rel", "rule_id", "category_id",
        string="Tags",
    )  # fmt: skip
    class_ids = fields.Many2many(
        "crm.customer.class", "crm_territory_rule_class_rel", "rule_id", "class_id",
        string="Customer Classes",
    )  # fmt: skip
    lang_ids = fields.Many2many(
        "res.lang", "crm_territory_rule_lang_rel", "rule_id", "lang_id", string="Languages"
    )
    filter_domain = fields.Char("Filter", help="Any other condition on the customer.")
