import { _t } from "@web/core/l10n/translation";
import { FilteredScreen } from "./filtered_screen";

/** A screen of one period (`filters.kind`), from which one steps to the one before or after. */
export class PeriodScreen extends FilteredScreen {
    get kinds() {
        return [
            ["month", _t("Month")],
            ["quarter", _t("Quarter")],
            ["year", _t("Year")],
        ];
    }

    get title() {
        const { kind, number, year } = this.state.data.period;
        if (kind === "quarter") {
            return _t("Quarter %(number)s, %(year)s", { number, year });
        }
        return kind === "month" ? _t("Month %(number)s, %(year)s", { number, year }) : String(year);
    }

    move(step) {
        return this.onFilter({ shift: this.state.filters.shift + step });
    }
}
