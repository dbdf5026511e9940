from odoo import api, fields, models
from odoo.exceptions import UserError

from ....tools.kept_fields import without_defaults
from ...funnel.crm_stage import FORECAST_CATEGORIES

CATEGORY, REASON, STAGE = (
    "forecast_category",
    "forecast_category_reason",
    "forecast_category_stage",
)
OWN = frozenset({CATEGORY, REASON, STAGE})


class CrmLead(models.Model):
    """Forecast category: the stage's, until somebody sets another one and says why.

    Set by hand is what has a reason. It holds while the lead is in the stage it was said of.
    """

    _inherit = "crm.lead"

    forecast_category = fields.Selection(
        FORECAST_CATEGORIES,
        compute="_compute_forecast_category",
        store=True,
        readonly=False,
        copy=False,
        group_expand=True,  # a card is dropped on a category that has none yet, too
        help="How sure this opportunity is in the forecast. It follows the stage until somebody "
        "sets it by hand, with a reason; the next stage move resets it.",
    )
    forecast_category_reason = fields.Char(
        "Reason for the Category",
        compute="_compute_forecast_category",
        store=True,
        readonly=False,
        copy=False,
        help="Why the category is not that of the stage. Empty: it follows the stage.",
    )
    forecast_category_stage = fields.Integer(
        compute="_compute_forecast_category",
        store=True,
        copy=False,
        aggregator=None,
        help="Id of the stage in which the category was set by hand.",
    )

    @api.depends("stage_id")
    def _compute_forecast_category(self):
        """Follow the stage, but where another category was set in this very stage.

        Odoo recomputes a stage (and what depends on it) also when salesperson or team change
        and it stays the same.
        """
        for lead in self:
            stage = lead.stage_id
            if lead.forecast_category_reason and lead._is_category_said_of(stage):
                lead.forecast_category = lead.forecast_category
                continue
            lead.forecast_category = stage.forecast_category
            lead.forecast_category_reason = False
            lead.forecast_category_stage = 0

    def _is_category_said_of(self, stage):
        """Tell whether the category was set by hand in a stage: also just now, in a form."""
        is_in_form = bool(self._origin) and self._origin != self
        return self.forecast_category_stage == stage._origin.id or (
            is_in_form and self._origin.stage_id == stage._origin
        )

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        default = self.env.context.get(f"default_{CATEGORY}")
        if not default and all(OWN.isdisjoint(vals) for vals in vals_list):
            return super().create(vals_list)
        vals_list = [{CATEGORY: default, **vals} for vals in vals_list]
        told = [{name: vals[name] for name in OWN & vals.keys()} for vals in vals_list]
        leads = super(CrmLead, without_defaults(self, OWN)).create(
            [{name: vals[name] for name in vals if name not in OWN} for vals in vals_list]
        )
        for lead, vals in zip(leads, told, strict=True):
            if vals.get(CATEGORY):
                reason = vals.get(REASON) or self.env._("Set when it was created")
                lead.write({CATEGORY: vals[CATEGORY], REASON: reason})
        return leads.with_env(self.env)

    def write(self, vals):
        if OWN.isdisjoint(vals):
            return super().write(vals)
        others = {name: value for name, value in vals.items() if name not in OWN}
        result = super().write(others) if others else True
        if CATEGORY in vals:
            self._set_category(vals[CATEGORY], (vals.get(REASON) or "").strip())
        elif REASON in vals:
            self._set_reason((vals[REASON] or "").strip())
        return result

    # ------------------------------------------------------------------ by hand

    def _set_category(self, category, reason):
        """Set a category by hand, or let leads follow their stage where it is the stage's."""
        following = self.filtered(
            lambda lead: not category or lead.stage_id.forecast_category == category
        )
        following._follow_category()
        chosen = self - following
        chosen -= chosen.filtered(
            lambda lead: (
                not reason and lead.forecast_category_reason and lead.forecast_category == category
            )
        )  # said already
        chosen._check_category(category, reason)
        for stage, leads in chosen.grouped("stage_id").items():
            leads._write_category(category, reason, stage.id)

    def _set_reason(self, reason):
        """Say it in other words; without any the category follows the stage again."""
        by_hand = self.filtered("forecast_category_reason")
        if not reason:
            by_hand._follow_category()
            return
        for (category, stage), leads in by_hand.grouped(
            lambda lead: (lead.forecast_category, lead.forecast_category_stage)
        ).items():
            leads._write_category(category, reason, stage)

    def _follow_category(self):
        for stage, leads in self.grouped("stage_id").items():
            leads._write_category(stage.forecast_category, False, 0)

    def _write_category(self, category, reason, stage_id):
        values = {CATEGORY: category, REASON: reason, STAGE: stage_id}
        return super().write(values)  # pylint: disable=super-method-mismatch

    def _check_category(self, category, reason):
        labels = dict(self._fields[CATEGORY]._description_selection(self.env))
        for lead in self:
            words = {"lead": lead.name, "category": labels.get(category, category)}
            if category == "closed":
                raise UserError(
                    self.env._(
                        "%(lead)s is not won: only won opportunities are %(category)s. Mark it "
                        "as won instead.",
                        **words,
                    )
                )
            if not reason:
                raise UserError(
                    self.env._(
                        "%(lead)s: say why it is %(category)s and not what its stage says. A "
                        "reason is needed to set the forecast category by hand.",
                        **words,
                    )
                )
