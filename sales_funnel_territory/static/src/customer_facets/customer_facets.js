import { _t } from "@web/core/l10n/translation";
import { Component } from "@odoo/owl";

/** Which customers: by class, responsible, industry; and whatever else a chart lets choose. */
export class CustomerFacets extends Component {
    static template = "sales_funnel_territory.CustomerFacets";
    static props = {
        filters: Object,
        facets: Object,
        choices: Array, // of { name, label, options: [[key, label]] }: without an "all"
        onFilter: Function,
        slots: { type: Object, optional: true },
    };

    get facets() {
        const names = [
            ["class_id", _t("Customer Class"), _t("All Classes")],
            ["user_id", _t("Main Responsible"), _t("Everybody")],
            ["industry_id", _t("Industry"), _t("All Industries")],
        ];
        return names
            .map(([name, label, all]) => ({
                name,
                label,
                all,
                options: this.props.facets[name] || [],
            }))
            .filter((facet) => facet.options.length || this.props.filters[facet.name]);
    }

    onFacet(name, ev) {
        this.props.onFilter({ [name]: Number(ev.target.value) || false });
    }

    onChoice(name, ev) {
        this.props.onFilter({ [name]: ev.target.value });
    }
}
