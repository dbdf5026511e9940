from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

STEPS = ("funnel", "source", "leaders", "people", "stages", "weighted", "lost_reasons", "jobs")
NAMES_SHOWN = 5


class CrmFunnelChecklist(models.AbstractModel):
    """Is everything set up and running? Steps with their state, computed as they are asked for.

    A step ``x`` is a method ``_step_x`` that says where things stand, and ``_open_x`` that
    returns the screen (or does the thing) behind its button. States: *done*, *todo* (a choice
    that is still open), *attention* (something is wrong).
    """

    _name = "crm.funnel.checklist"
    _description = "Sales Funnel Set-up Checklist"

    @api.model
    def get_steps(self):
        """Return all steps, in the order to take them."""
        self._check_administrator()
        return [{"key": key, **getattr(self, f"_step_{key}")()} for key in self._get_step_keys()]

    @api.model
    def open_step(self, key):
        """Return what stands behind a step's button."""
        self._check_administrator()
        if key not in self._get_step_keys():
            raise UserError(self.env._("There is no step %(key)s. Reload the page.", key=key))
        return getattr(self, f"_open_{key}")()

    @api.model
    def _get_step_keys(self):
        return list(STEPS)

    def _check_administrator(self):
        if not self.env.user.has_group("sales_team.group_sale_manager"):
            raise AccessError(
                self.env._("The set-up checklist is for sales administrators. Ask one of them.")
            )

    # ------------------------------------------------------------------ funnel

    def _step_funnel(self):
        teams = self._get_teams().filtered("stages_to_set_up")
        if not teams:
            text = self.env._("Each team's stages have a probability, a position and a grade.")
            return self._make_step("done", self.env._("Choose your funnel"), text)
        text = self.env._(
            "Stages without a probability: %(teams)s. Choose a ready-made funnel or enter them.",
            teams=self._join_names(teams),
        )
        return self._make_step(
            "todo", self.env._("Choose your funnel"), text, self.env._("Set Up My Funnel")
        )

    def _open_funnel(self):
        return self.env["crm.stage"]._get_funnel_setup_action()

    def _step_source(self):
        teams = self._get_teams()
        staged = teams.filtered(lambda team: team.probability_source == "stage")
        text = self.env._(
            "%(staged)s of %(all)s teams take the probability from the stage, the others from "
            "predictive lead scoring. Opportunities without a team: %(default)s.",
            staged=len(staged),
            all=len(teams),
            default=self._get_company_source_label(),
        )
        return self._make_step(
            "done" if staged else "todo",
            self.env._("Decide where probabilities come from"),
            text,
            self.env._("Choose"),
        )

    def _open_source(self):
        return self._get_action("sales_funnel_territory.crm_funnel_preferences_action")

    def _get_company_source_label(self):
        Company = self.env["res.company"]
        labels = dict(Company._fields["probability_source"]._description_selection(self.env))
        return labels[self.env.company.probability_source]

    # ------------------------------------------------------------------ teams and people

    def _step_leaders(self):
        title = self.env._("Name the teams' leaders")
        headless = self._get_teams().filtered(lambda team: not team.leader_ids)
        if headless:
            text = self.env._(
                "Nobody leads %(teams)s. Name a leader, or a parent team that has one.",
                teams=self._join_names(headless),
            )
            return self._make_step("attention", title, text, self.env._("Open Teams"))
        text = self.env._("Every team has a leader, its own or one of the team above.")
        return self._make_step("done", title, text)

    def _open_leaders(self):
        return self._get_action("sales_funnel_territory.crm_team_action")

    def _step_people(self):
        title = self.env._("Put salespeople into teams")
        without = self._get_reps_without_team()
        if without:
            text = self.env._(
                "In no team: %(people)s. Their opportunities have no leader.",
                people=self._join_names(without),
            )
            return self._make_step("attention", title, text, self.env._("Open Teams"))
        text = self.env._("Everybody who owns an open opportunity is a member of a team.")
        return self._make_step("done", title, text)

    def _open_people(self):
        return self._open_leaders()

    def _get_reps_without_team(self):
        """Return salespeople with open opportunities who are in no team and lead none."""
        open_leads = Domain("type", "=", "opportunity") & Domain("won_status", "=", "pending")
        owners = self.env["crm.lead"]._read_group(
            open_leads & Domain("user_id", "!=", False), [], ["user_id:recordset"]
        )[0][0]
        teams = self._get_teams()
        return owners.filtered("active") - teams.member_ids - teams.user_id

    def _get_teams(self):
        return self.env["crm.team"].search([])

    # ------------------------------------------------------------------ figures

    def _step_stages(self):
        title = self.env._("Every opportunity stands in a stage")
        count = self.env["crm.lead"].search_count(self._get_stageless_domain())
        if count:
            text = self.env._("%(count)s open opportunities have no stage.", count=count)
            return self._make_step("attention", title, text, self.env._("Show Them"))
        return self._make_step("done", title, self.env._("No open opportunity is without one."))

    def _open_stages(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Opportunities without Stage"),
            "res_model": "crm.lead",
            "views": [(False, "list"), (False, "form")],
            "domain": list(self._get_stageless_domain()),
        }

    def _get_stageless_domain(self):
        return (
            Domain("type", "=", "opportunity")
            & Domain("won_status", "=", "pending")
            & Domain("stage_id", "=", False)
        )

    def _step_weighted(self):
        title = self.env._("Keep Weighted Revenue right")
        # sudo: counts rows of all companies; shows a number only
        stale = self.env["crm.lead"].sudo()._count_stale_weighted()
        accepted = self.env["crm.lead"]._is_weighted_repair_accepted()
        if accepted and not stale:
            text = self.env._("No stale amount; checked each night and after Odoo's scoring job.")
            return self._make_step("done", title, text)
        if stale:
            text = self.env._(
                "%(count)s weighted amounts were left stale by Odoo's scoring job: repair them, "
                "and keep them right from now on?",
                count=stale,
            )
            return self._make_step("attention", title, text, self.env._("Repair"))
        text = self.env._("No stale amount. Keep them right whenever Odoo's scoring job ends?")
        return self._make_step("todo", title, text, self.env._("Keep Them Right"))

    def _open_weighted(self):
        # sudo: amounts of all companies are set to what Odoo's own code would compute
        Lead = self.env["crm.lead"].sudo()
        Lead._accept_weighted_repair()
        count = Lead._repair_stale_weighted()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(count)s weighted amounts repaired; they stay right from now on.",
                    count=count,
                ),
            },
        }

    # ------------------------------------------------------------------ the rest

    def _step_lost_reasons(self):
        title = self.env._("Write down why opportunities are lost")
        count = self.env["crm.lost.reason"].search_count([])
        text = self.env._("%(count)s reasons to choose from when one is lost.", count=count)
        if count:
            return self._make_step("done", title, text)
        return self._make_step("todo", title, text, self.env._("Enter Reasons"))

    def _open_lost_reasons(self):
        return self._get_action("crm.crm_lost_reason_action")

    def _step_jobs(self):
        title = self.env._("Nightly jobs run")
        jobs = self.env["crm.funnel.job"].search([])
        bad = jobs.filtered(lambda job: job.state in ("failed", "unfinished"))
        if bad:
            text = self.env._("Failed: %(jobs)s.", jobs=self._join_names(bad))
            return self._make_step("attention", title, text, self.env._("Open Jobs"))
        if jobs.filtered(lambda job: job.state == "new"):
            text = self.env._("Some have not run yet: their first night is still to come.")
            return self._make_step("todo", title, text, self.env._("Open Jobs"))
        return self._make_step("done", title, self.env._("All of them ended well."))

    def _open_jobs(self):
        return self._get_action("sales_funnel_territory.crm_funnel_job_action")

    # ------------------------------------------------------------------ helpers

    def _make_step(self, state, title, text, button=False):
        return {"state": state, "title": title, "text": text, "button": button}

    def _get_action(self, xml_id):
        return self.env["ir.actions.act_window"]._for_xml_id(xml_id)

    def _join_names(self, records):
        names = records[:NAMES_SHOWN].mapped("display_name")
        more = len(records) - NAMES_SHOWN
        if more > 0:
            names.append(self.env._("%(count)s more", count=more))
        return ", ".join(names)
