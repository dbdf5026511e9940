import { _t } from "@web/core/l10n/translation";
import { Component } from "@odoo/owl";

/** Where the time of a week goes, by quadrant and by kind of work, beside the plan. */
export class TimeShare extends Component {
    static template = "sales_funnel_territory.TimeShare";
    static props = { share: Object, model: Object };

    get largest() {
        const { kinds } = this.props.share;
        return Math.max(1, ...kinds.map((kind) => Math.max(kind.percent, kind.planned_percent)));
    }

    get summary() {
        const { hours, done_hours: done, plan } = this.props.share;
        const words = { hours: this.clock(hours), done: this.clock(done) };
        return plan
            ? _t("%(hours)s h, %(done)s h of it done; planned: %(plan)s h a week", {
                  ...words,
                  plan: this.clock(plan.hours),
              })
            : _t("%(hours)s h, %(done)s h of it done", words);
    }

    get quadrants() {
        return this.props.share.quadrants.filter((one) => one.hours);
    }

    /** Hours as a clock tells them: 1.5 is 1:30. */
    clock(hours) {
        const minutes = Math.round(hours * 60);
        return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
    }

    width(percent) {
        return `width: ${(100 * percent) / this.largest}%`;
    }

    mark(percent) {
        return `inset-inline-start: ${(100 * percent) / this.largest}%`;
    }

    sayKind(kind) {
        const names = { kind: kind.label, hours: this.clock(kind.hours), percent: kind.percent };
        return kind.planned_percent === false
            ? _t("%(kind)s: %(hours)s h, %(percent)s %%", names)
            : _t("%(kind)s: %(hours)s h, %(percent)s %%; planned %(planned)s %%", {
                  ...names,
                  planned: kind.planned_percent,
              });
    }

    showWeek(day) {
        return this.props.model.show({ day });
    }
}
