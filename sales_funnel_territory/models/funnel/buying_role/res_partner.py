from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

PERSONAL_STYLES = [
    ("driver", "Driver"),
    ("expressive", "Expressive"),
    ("amiable", "Amiable"),
    ("analytical", "Analytical"),
]
RELATIONSHIP_LEVELS = [
    ("1", "1 - None"),
    ("2", "2 - Acquainted"),
    ("3", "3 - Regular Contact"),
    ("4", "4 - Trust"),
    ("5", "5 - Deep Trust"),
]
SALES = "sales_team.group_sale_salesman"


class ResPartner(models.Model):
    """What holds for a person in every purchase: noted by sales, seen by nobody else.

    Portal users may read their own contact; none of this is for their eyes.
    """

    _inherit = "res.partner"

    personal_style = fields.Selection(
        PERSONAL_STYLES,
        groups=SALES,
        help="Driver: wants results, fast. Expressive: wants ideas and recognition. "
        "Amiable: wants agreement and safety. Analytical: wants facts and time.",
    )
    relationship_level = fields.Selection(
        RELATIONSHIP_LEVELS,
        groups=SALES,
        help="How well the one of us who knows this person best knows him or her.",
    )
    relation_user_id = fields.Many2one(
        "res.users",
        string="Relation Owner",
        groups=SALES,
        index="btree_not_null",
        domain="[('share', '=', False)]",
        help="In whose hands the relationship with this person is.",
    )
    reports_to_id = fields.Many2one(
        "res.partner",
        groups=SALES,
        index="btree_not_null",
        ondelete="set null",
        domain="[('is_company', '=', False), "
        "('commercial_partner_id', '=', commercial_partner_id)]",
    )
    report_ids = fields.One2many(
        "res.partner", "reports_to_id", string="Direct Reports", groups=SALES
    )
    buying_role_ids = fields.One2many(
        "crm.buying.role", "partner_id", string="Buying Roles", groups=SALES
    )

    is_relationship_shown = fields.Boolean(
        compute="_compute_is_relationship_shown",
        groups=SALES,
        help="Whether the subject Funnel is switched on, for the reader.",
    )

    @api.depends_context("partner_display_name_hide_company")
    def _compute_display_name(self):
        # Odoo's name depends on it and does not say so: both forms of a name get mixed up
        return super()._compute_display_name()

    @api.depends_context("uid")
    def _compute_is_relationship_shown(self):
        subject = "sales_funnel_territory.group_subject_funnel"
        self.is_relationship_shown = self.env.user.has_group(subject)

    @api.constrains("reports_to_id")
    def _check_reports_to(self):
        if self._has_cycle("reports_to_id"):
            raise ValidationError(
                self.env._(
                    "%(people)s: nobody can report to himself, also not by way of others. "
                    "Choose another person under Reports To.",
                    people=", ".join(self.mapped("display_name")),
                )
            )

    # ------------------------------------------------------------------ who is offered

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Offer the people of one customer first, where a context names him or one of them."""
        customer = self.env.context.get("people_of_customer_id")
        if not customer:
            return super().name_search(name, domain, operator, limit)
        company = self.browse(customer).commercial_partner_id
        inside = Domain("commercial_partner_id", "=", company.id) & Domain("is_company", "=", False)
        first = super().name_search(name, inside & Domain(domain or []), operator, limit)
        if limit and len(first) >= limit:
            return first
        rest = Domain("id", "not in", [one[0] for one in first]) & Domain(domain or [])
        return first + super().name_search(name, rest, operator, limit and limit - len(first))

    # ------------------------------------------------------------------ merge

    def _take_relationship(self, sources):
        """Take over what is known about contacts that become this one."""
        self.ensure_one()
        people = self | sources
        manager = self._find_manager(sources)
        sources.write({"reports_to_id": False})
        self.write(
            {
                "reports_to_id": manager.id,
                "relationship_level": max(
                    (one.relationship_level or "" for one in people), default=""
                )
                or False,
                "personal_style": next(filter(None, people.mapped("personal_style")), False),
                "relation_user_id": people.relation_user_id[:1].id,
            }
        )

    def _find_manager(self, sources):
        """Return the first manager of these who does not, in the end, report to one of them."""
        people = self | sources
        for manager in people.mapped("reports_to_id") - people:
            line, above = self.browse(), manager
            while above and above not in line and above not in people:
                line |= above
                above = above.reports_to_id
            if above not in people:
                return manager
        return self.browse()
