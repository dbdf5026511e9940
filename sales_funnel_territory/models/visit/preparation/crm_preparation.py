from odoo import api, fields, models
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tools import format_date

from ....planning.preparation import Suggestion, rank
from ...customer.res_partner_customer import SALES
from .crm_preparation_part import NAME, Scope

# what one may prepare, and in which argument of ``_prepare`` it goes
_TARGETS = {
    "res.partner": "partner",
    "crm.visit": "visit",
    "crm.call.report": "report",
    "crm.lead": "lead",
}
_FEW = 3  # suggestions: fewer, and the usual ones are told as well
_ACTIONS = {
    "res.partner": "crm_preparation_action",
    "crm.visit": "crm_preparation_action_visit",
    "crm.call.report": "crm_preparation_action_report",
    "crm.lead": "crm_preparation_action_opportunity",
}


class CrmPreparation(models.AbstractModel):
    """All there is to know before one calls or visits a customer, on one page."""

    _name = "crm.preparation"
    _description = "Preparation of a Visit or Call"

    @api.model
    def get_preparation(self, model, res_id):
        """Return the preparation for a customer, visit, report or opportunity, for the client."""
        return self._prepare(**self._find_target(model, res_id))

    @api.model
    def _find_target(self, model, res_id):
        """Return the arguments of ``_prepare`` for what somebody wants to prepare."""
        if not self.env.user.has_group(SALES):
            raise AccessError(self.env._("Preparing visits and calls is for people in sales."))
        if model not in _TARGETS:
            raise UserError(
                self.env._("A visit, a call report, an opportunity or a customer is prepared.")
            )
        record = self.env[model].browse(int(res_id or 0))
        try:
            record.check_access("read")
            partner = record if model == "res.partner" else record.partner_id
            partner.mapped("name")
        except MissingError as error:
            raise UserError(
                self.env._("What you want to prepare is not there any more. Go back and reload.")
            ) from error
        if not partner:
            raise UserError(
                self.env._(
                    "“%(record)s” has no customer yet: choose one, then prepare.",
                    record=record.display_name,
                )
            )
        return {"partner": partner, **({_TARGETS[model]: record} if record != partner else {})}

    @api.model
    def _prepare(self, partner, visit=None, report=None, lead=None):
        """Return all parts as plain texts, as the reader may see them.

        The number of queries does not depend on how much there is.

        :param visit: whose purpose and people it is about; a report's own by default
        """
        scope = self._make_scope(partner, visit, report, lead)
        parts = self.env[NAME]._get_parts()
        found = {key: part._read(scope) for key, part in parts.items()}
        self._read_names(scope, parts, found)
        contents = {key: part._tell(scope, found[key]) for key, part in parts.items()}
        return {
            "may_report": self._may_report(scope.about),
            "head": self._prepare_head(scope),
            "purpose": self._prepare_purpose(scope, contents.values()),
            "parts": [
                {
                    "key": key,
                    "label": part._get_label(),
                    "icon": part._part_icon,
                    "items": contents[key].items,
                    "has_more": contents[key].has_more,
                    "empty": part._get_empty(),
                }
                for key, part in parts.items()
            ],
        }

    @api.model
    def _read_names(self, scope, parts, found):
        """Read the names of all who will be named, in two queries."""
        # sudo: names, as many2one fields show them
        users, contacts = scope.customer.sudo().user_id, self.env["res.partner"].sudo()
        for key, part in parts.items():
            named = part._get_named(found[key])
            users |= named[0].sudo()
            contacts |= named[1].sudo()
        (users.partner_id | contacts).fetch(["name"])

    @api.model
    def _make_scope(self, partner, visit, report, lead):
        report = report if report is not None else self.env["crm.call.report"]
        visit = visit if visit is not None else report.visit_id
        partner.check_access("read")
        customer = partner.commercial_partner_id
        customer.check_access("read")
        return Scope(
            partner=partner,
            customer=customer,
            # one who is archived since is still meant
            about=(report or visit).with_context(active_test=False),
            report=report,
            lead=lead if lead is not None else self.env["crm.lead"],
            today=fields.Date.context_today(self),
        )

    @api.model
    def _may_report(self, about):
        """Tell whether there is a report to go on to, or one could be written."""
        if about._name == "crm.visit":
            may_write = about.is_of_customer and about.may_decide
            return may_write or bool(about.report_id)
        return bool(about)

    # ------------------------------------------------------------------ head

    @api.model
    def _prepare_head(self, scope):
        partner, customer = scope.partner, scope.customer
        town = " ".join(filter(None, [partner.zip, partner.city]))
        return {
            "partner_id": partner.id,
            "name": partner.display_name,
            "class": customer.customer_class_id.display_name or "",
            "phone": partner.phone or customer.phone or "",
            "address": ", ".join(filter(None, [partner.street, partner.street2, town])),
            "facts": [
                {"label": label, "value": value}
                for label, value in self._list_facts(scope)
                if value
            ],
        }

    @api.model
    def _list_facts(self, scope):
        customer = scope.customer
        # sudo: the name of a colleague, as many2one fields show it
        yield self.env._("Main Responsible"), customer.sudo().user_id.name
        yield self.env._("Last Contact"), self._format_moment(customer.last_contact_on)
        yield self.env._("Last Visit"), self._format_moment(customer.last_visit_on)
        yield self.env._("Core Strategy"), customer.customer_class_id.strategy
        yield self.env._("Talk About"), customer.customer_class_id.topics

    @api.model
    def _format_moment(self, moment):
        return moment and format_date(
            self.env, fields.Datetime.context_timestamp(self, moment).date()
        )

    # ------------------------------------------------------------------ purpose

    @api.model
    def _prepare_purpose(self, scope, contents):
        """Return the purpose as it stands, where to write it, and what it could be."""
        target = scope.about.with_env(self.env)
        found = [one for content in contents for one in content.suggestions]
        found += self._suggest_topics(scope)
        if len(found) < _FEW:
            found += self._suggest_usual(scope)
        return {
            "value": target.purpose or "",
            "model": target._name if target else False,
            "res_id": target.id,
            "may_write": bool(target) and self._may_write(target),
            "suggestions": [
                {"kind": one.kind, "text": one.text, "why": one.why} for one in rank(found)
            ],
        }

    @api.model
    def _may_write(self, target):
        is_open = target.state not in ("submitted", "acknowledged", "done", "missed", "cancelled")
        return is_open and target.has_access("write")

    @api.model
    def _suggest_topics(self, scope):
        """Return what to talk about with customers of this class."""
        customer_class = scope.customer.customer_class_id
        topics = " ".join((customer_class.topics or "").split())
        if not topics:
            return []
        text = self.env._("Talk about: %(topics)s", topics=topics)
        return [Suggestion("class", text, customer_class.display_name)]

    @api.model
    def _suggest_usual(self, scope):
        """Return what such visits or calls are usually for, from their template."""
        Template = self.env["crm.call.report.template"]
        kind = scope.report.kind or "visit"
        template = scope.report.template_id or Template._find_for(kind, scope.customer.industry_id)
        return [
            Suggestion("template", purpose, template.name or "")
            for purpose in template._get_purposes()
        ]

    # ------------------------------------------------------------------ paper

    @api.model
    def print_preparation(self, model, res_id):
        """Return the action that prints the preparation."""
        self._find_target(model, res_id)
        report = self.env.ref("sales_funnel_territory.crm_preparation_action_report_print")
        return report.report_action(None, data={"model": model, "res_id": res_id}, config=False)

    @api.model
    def _get_action(self, record):
        """Return the action that shows the preparation for a record."""
        action = self.env["ir.actions.client"]._for_xml_id(
            f"sales_funnel_territory.{_ACTIONS[record._name]}"
        )
        return {
            **action,
            "name": self.env._("Prepare: %(name)s", name=record.display_name),
            "context": {"active_id": record.id},  # stays in the address
        }
