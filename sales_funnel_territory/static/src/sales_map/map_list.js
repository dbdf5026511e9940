import { _t } from "@web/core/l10n/translation";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { formatInteger } from "@web/views/fields/formatters";
import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { describeField, lineFields, lineSpecification } from "./record_words";

/** The records one sees on the map, as a list: for the keyboard, screen readers and phones. */
export class MapList extends Component {
    static template = "sales_funnel_territory.MapList";
    static props = {
        archInfo: Object,
        fields: Object,
        listed: Object,
        model: Object,
        picked: [Number, { value: null }],
        selection: Number,
        onFocus: Function,
        onMore: Function,
        onOpen: Function,
        onSelectSeen: Function,
        onShow: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.state = useState({ records: [] });
        const { archInfo, fields } = this.props;
        this.lines = lineFields(archInfo.fieldNodes, fields);
        onWillStart(() => {
            this.load(this.props);
        });
        onWillUpdateProps((nextProps) => {
            if (nextProps.listed !== this.props.listed) {
                this.load(nextProps);
            }
        });
    }

    async load({ listed, model }) {
        if (!listed.ids.length) {
            this.state.records = [];
            return;
        }
        const { context } = model.searchParams;
        const specification = lineSpecification(this.lines);
        this.state.records = await this.keepLast.add(
            this.orm.webRead(model.resModel, listed.ids, { specification, context }),
        );
    }

    get countWords() {
        const { ids, count: all } = this.props.listed;
        const [shown, count] = [formatInteger(ids.length), formatInteger(all)];
        if (!this.props.model.points.count) {
            return _t("Nothing on the map");
        }
        if (!all) {
            return _t("Nothing here: move or zoom out");
        }
        return this.hasMore
            ? _t("%(shown)s of %(count)s on this part of the map", { shown, count })
            : _t("%(count)s on this part of the map", { count });
    }

    get hasMore() {
        const { ids, count } = this.props.listed;
        return ids.length < count;
    }

    words(record) {
        const words = this.lines.map((field) => describeField(field, record[field.name]));
        return words.filter(Boolean).join(" · ");
    }

    selectWords(record) {
        return _t("Select %(name)s", { name: record.display_name });
    }
}
