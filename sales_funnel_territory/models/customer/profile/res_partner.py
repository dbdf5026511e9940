from odoo import api, fields, models
from odoo.exceptions import ValidationError

SALES = "sales_team.group_sale_salesman"
OWNERSHIPS = [
    ("family", "Family-Owned"),
    ("private", "Private"),
    ("listed", "Listed"),
    ("state", "State-Owned"),
    ("foreign", "Foreign-Owned"),
    ("joint", "Joint Venture"),
    ("public", "Public Body or Association"),
]
AMOUNTS = ("registered_capital", "yearly_revenue")
COUNTS = ("head_count", "sales_team_size")
EARLIEST_FOUNDED = 500
EARLIEST_BIRTHDAY = "1900-01-01"


class ResPartner(models.Model):
    """What Odoo lacks of a customer's profile: noted by sales, seen by nobody else.

    Portal users may read their own contact; none of this is for their eyes.
    """

    _inherit = "res.partner"

    # company
    ownership = fields.Selection(OWNERSHIPS, groups=SALES, help="Who owns the company.")
    founded_year = fields.Integer("Founded (Year)", groups=SALES)
    profile_currency_id = fields.Many2one(
        "res.currency",
        string="Currency of Capital and Revenue",
        groups=SALES,
        help="Of registered capital and yearly revenue. Empty: your company's currency.",
    )
    registered_capital = fields.Monetary(currency_field="profile_currency_id", groups=SALES)
    yearly_revenue = fields.Monetary(
        currency_field="profile_currency_id",
        groups=SALES,
        help="What the customer turns over in a year, by what is published or what you know.",
    )
    head_count = fields.Integer(groups=SALES, help="How many people work there.")
    sales_team_size = fields.Integer(groups=SALES, help="How many people sell there.")
    main_products = fields.Text(groups=SALES, help="What the customer makes or sells.")
    # needs
    main_needs = fields.Text(groups=SALES, help="What the customer needs of our kind, in short.")
    product_use_ids = fields.One2many(
        "crm.customer.product.use", "partner_id", string="Products in Use", groups=SALES
    )
    product_environment = fields.Text(
        "Environment",
        groups=SALES,
        help="Where and how products of our kind are used: site, systems, conditions.",
    )
    # competition
    competitor_ids = fields.One2many(
        "crm.customer.competitor", "partner_id", string="Competitors Present", groups=SALES
    )
    # how they buy
    decision_model = fields.Text(
        groups=SALES, help="How the organisation decides: who proposes, checks, decides, signs."
    )
    payment_habits = fields.Text(
        groups=SALES, help="How and when the customer pays, what he insists on."
    )
    # of a person
    education = fields.Char(groups=SALES)
    birthday = fields.Date(groups=SALES)
    interests = fields.Char(groups=SALES, help="What this person likes to talk about.")

    # ------------------------------------------------------------------ checks

    @api.constrains(*AMOUNTS, *COUNTS)
    def _check_profile_numbers(self):
        for partner in self:
            for name in (*AMOUNTS, *COUNTS):
                if partner[name] < 0:
                    raise ValidationError(
                        self.env._(
                            "%(customer)s: %(field)s cannot be %(value)s. Enter 0 or more.",
                            customer=partner.name,
                            field=self._fields[name]._description_string(self.env),
                            value=f"{partner[name]:g}",
                        )
                    )

    @api.constrains("founded_year")
    def _check_founded_year(self):
        latest = fields.Date.context_today(self).year
        for partner in self:
            year = partner.founded_year
            if year and not EARLIEST_FOUNDED <= year <= latest:
                raise ValidationError(
                    self.env._(
                        "%(customer)s cannot have been founded in %(year)s. Enter a year from "
                        "%(earliest)s to %(latest)s, or leave it empty.",
                        customer=partner.name,
                        year=str(year),
                        earliest=str(EARLIEST_FOUNDED),
                        latest=str(latest),
                    )
                )

    @api.constrains("birthday")
    def _check_birthday(self):
        earliest = fields.Date.to_date(EARLIEST_BIRTHDAY)
        today = fields.Date.context_today(self)
        for partner in self:
            if partner.birthday and not earliest <= partner.birthday <= today:
                raise ValidationError(
                    self.env._(
                        "%(person)s cannot have been born on %(day)s. Enter a day from "
                        "%(earliest)s to today, or leave it empty.",
                        person=partner.name,
                        day=partner.birthday,
                        earliest=earliest,
                    )
                )

    @api.onchange(*AMOUNTS)
    def _onchange_profile_amounts(self):
        self._set_profile_currency()

    def _set_profile_currency(self):
        """Amounts are in a company's currency where no other was chosen."""
        for partner in self:
            if not partner.profile_currency_id and any(partner[name] for name in AMOUNTS):
                company = partner.company_id or self.env.company
                partner.profile_currency_id = company.currency_id

    # ------------------------------------------------------------------ merge

    def _take_profile(self, sources):
        """Take over what is known of contacts that become this one, where it knows less."""
        self.ensure_one()
        self._take_amounts(sources)
        for name in _TAKEN:
            if not self[name]:
                giver = sources.filtered(name)[:1]
                if giver:
                    self[name] = giver[name]
        for name in _TEXTS:
            texts = dict.fromkeys(filter(None, (self | sources).mapped(name)))
            if len(texts) > 1:
                self[name] = "\n".join(texts)
            elif texts:
                self[name] = next(iter(texts))

    def _take_amounts(self, sources):
        """Amounts keep their worth: they are taken over together with their currency."""
        for source in sources.filtered("profile_currency_id"):
            currency = self.profile_currency_id or source.profile_currency_id
            self.profile_currency_id = currency
            for name in AMOUNTS:
                if source[name] and not self[name]:
                    self[name] = source.profile_currency_id._convert(
                        source[name], currency, self.company_id or self.env.company
                    )


_TAKEN = ("ownership", "founded_year", *COUNTS, "education", "birthday", "interests")
_TEXTS = (
    "main_products",
    "main_needs",
    "product_environment",
    "decision_model",
    "payment_habits",
    "personal_notes",
)
