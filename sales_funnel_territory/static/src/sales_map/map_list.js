import { _t } from "@web/core/l10n/translation";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { formatInteger } from "@web/views/fields/formatters";
import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { describeField, lineFields, lineSpecification } from "./record_words";

const PAGE = 40;

/** The records one sees on the map, as a list: for the keyboard, screen readers and phones. */
export class MapList extends Component {
    static template = "sales_funnel_territory.MapList";
    static props = {
        archInfo: Object,
        fields: Object,
        ids: Array,
        model: Object,
        picked: [Number, { value: null }],
        selection: Number,
        onFocus: Function,
        onOpen: Function,
        onShow: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.state = useState({ records: [], limit: PAGE });
        const { archInfo, fields } = this.props;
        this.lines = lineFields(archInfo.fieldNodes, fields);
        onWillStart(() => {
            this.load(this.props);
        });
        onWillUpdateProps((nextProps) => {
            if (nextProps.ids !== this.props.ids) {
                this.state.limit = PAGE;
                this.load(nextProps);
            }
        });
    }

    async load({ ids, model }) {
        const shown = ids.slice(0, this.state.limit);
        if (!shown.length) {
            this.state.records = [];
            return;
        }
        const { context } = model.searchParams;
        const specification = lineSpecification(this.lines);
        this.state.records = await this.keepLast.add(
            this.orm.webRead(model.resModel, shown, { specification, context }),
        );
    }

    showMore() {
        this.state.limit += PAGE;
        return this.load(this.props);
    }

    get countWords() {
        const { ids } = this.props;
        const shown = formatInteger(Math.min(ids.length, this.state.limit));
        const count = formatInteger(ids.length);
        if (!ids.length) {
            return _t("Nothing here: move or zoom out");
        }
        return shown === count
            ? _t("%(count)s on this part of the map", { count })
            : _t("%(shown)s of %(count)s on this part of the map", { shown, count });
    }

    get hasMore() {
        return this.state.limit < this.props.ids.length;
    }

    words(record) {
        const words = this.lines.map((field) => describeField(field, record[field.name]));
        return words.filter(Boolean).join(" · ");
    }

    selectWords(record) {
        return _t("Select %(name)s", { name: record.display_name });
    }

    selectAll() {
        this.props.model.root.add(this.props.ids);
    }
}
