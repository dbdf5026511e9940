import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";

/** What is asked before an import, by model: {key of the context, title, question, choices}. */
export const importQuestions = {
    "crm.lead": async (orm) => {
        const [count, isAdministrator] = await Promise.all([
            orm.searchCount("crm.stage.gate", [["stage_id.active", "=", true]]),
            user.hasGroup("sales_team.group_sale_manager"),
        ]);
        if (!count) {
            return null;
        }
        const choices = [
            { value: "report", label: _t("Report them, import nothing") },
            { value: "first", label: _t("Put them into the first stage") },
        ];
        if (isAdministrator) {
            choices.push({
                value: "inherited",
                label: _t("Import as inherited: what is missing is waived, and listed"),
            });
        }
        return {
            key: "gate_import",
            title: _t("Exit criteria"),
            question: _t("Opportunities that are missing some for their stage:"),
            choices,
        };
    },
    "res.partner": async () =>
        (await user.hasGroup("sales_team.group_sale_salesman")) && {
            key: "customer_import",
            title: _t("Customers"),
            question: _t("Rows with an impossible class, frequency, amount, year or responsible:"),
            choices: [
                { value: "report", label: _t("Report them, import nothing") },
                { value: "good", label: _t("Leave them out, import the rest") },
            ],
        },
};
