import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { Component, onWillUpdateProps, useEffect, useRef, useState } from "@odoo/owl";
import { describeGap, formatTarget, parseTarget } from "./target_numbers";
import { TargetRow } from "./target_row";

/** Cells to type into, as in a spreadsheet: arrows, Enter, Tab, Esc, Delete, paste a block. */
export class TargetTable extends Component {
    static template = "sales_funnel_territory.TargetTable";
    static components = { TargetRow };
    static props = {
        rows: Array,
        columns: Array,
        unit: String,
        canUndo: Boolean,
        onEnter: Function,
        onUndo: Function,
        onSplit: Function,
    };

    setup() {
        this.notification = useService("notification");
        this.root = useRef("root");
        this.folded = useState({});
        // the cell one stands on; words while one types in it
        this.place = useState({ key: this.props.rows[0].key, at: 0, words: null });
        this.hasFocus = false;
        this.keys = {
            ArrowUp: () => this.move([-1, 0]),
            ArrowDown: () => this.move([1, 0]),
            ArrowLeft: () => this.move([0, -1]),
            ArrowRight: () => this.move([0, 1]),
            Enter: () => this.edit(),
            F2: () => this.edit(),
            Delete: () => this.clear(),
            Backspace: () => this.clear(),
            Home: () => this.stand(this.place.key, 0),
            End: () => this.stand(this.place.key, this.props.columns.length - 1),
        };
        onWillUpdateProps(({ columns, rows }) => {
            this.place.at = Math.min(this.place.at, columns.length - 1);
            if (!rows.some(({ key }) => key === this.place.key)) {
                Object.assign(this.place, { key: rows[0].key, words: null });
            }
        });
        useEffect(
            () => this.focus(),
            () => [this.place.key, this.place.at, this.place.words === null],
        );
    }

    get shown() {
        const parents = Object.fromEntries(this.props.rows.map((row) => [row.key, row.parent]));
        const isHidden = (key) => key in parents && (this.folded[key] || isHidden(parents[key]));
        return this.props.rows.filter((row) => !isHidden(row.parent));
    }

    get hasMonths() {
        return this.props.columns[0].kind === "month";
    }

    get parents() {
        return new Set(this.props.rows.map((row) => row.parent));
    }

    get row() {
        return this.props.rows.find(({ key }) => key === this.place.key) || this.props.rows[0];
    }

    get cell() {
        return this.row.cells[this.place.at] || this.row.cells[0];
    }

    get column() {
        return this.props.columns[this.place.at] || this.props.columns[0];
    }

    /** What stands in the cell, in words: whose, when, what does not add up. */
    get told() {
        const value = this.cell[0] === null ? this.cell[3] : this.cell[0];
        if (value === null) {
            return this.row.is_editable ? _t("nothing entered: type a number") : _t("nothing yet");
        }
        if (this.cell[0] !== null) {
            return `${formatTarget(value)}. ${describeGap(this.cell)}`;
        }
        const sum = formatTarget(value);
        return this.cell[1] === null
            ? _t("%(sum)s from those below", { sum })
            : `${_t("%(sum)s from its periods", { sum })}. ${describeGap(this.cell)}`;
    }

    get isEditable() {
        return this.props.rows.some((one) => one.is_editable);
    }

    get canSplit() {
        const isLong = this.column.kind !== "month";
        const hasBelow = this.props.rows.some(
            (one) => one.parent === this.row.key && one.is_editable,
        );
        return this.cell[3] !== null && ((this.row.is_editable && isLong) || hasBelow);
    }

    toggle(key) {
        this.folded[key] = !this.folded[key];
    }

    focus() {
        if (!this.hasFocus) {
            return;
        }
        const chosen = this.root.el.querySelector("td[tabindex='0']");
        const input = chosen?.querySelector("input");
        (input || chosen)?.focus();
        input?.setSelectionRange(input.value.length, input.value.length);
    }

    // ------------------------------------------------------------------ moving

    stand(key, at) {
        this.hasFocus = true;
        if (this.place.key !== key || this.place.at !== at) {
            this.finish();
            Object.assign(this.place, { key, at, words: null });
        }
    }

    move([down, right]) {
        const rows = this.shown;
        const from = rows.findIndex(({ key }) => key === this.place.key);
        const to = Math.min(Math.max(from + down, 0), rows.length - 1);
        const last = this.props.columns.length - 1;
        this.stand(rows[to].key, Math.min(Math.max(this.place.at + right, 0), last));
    }

    /** The next cell, in the next row behind the last one; false at the very end. */
    step(by) {
        const rows = this.shown;
        const { length } = this.props.columns;
        const from = rows.findIndex(({ key }) => key === this.place.key) * length + this.place.at;
        const to = from + by;
        if (to < 0 || to >= rows.length * length) {
            return false;
        }
        this.stand(rows[Math.floor(to / length)].key, to % length);
        return true;
    }

    // ------------------------------------------------------------------ typing

    begin(words) {
        if (!this.row.is_editable) {
            return;
        }
        this.hasFocus = true;
        this.place.words = words;
    }

    edit() {
        this.begin(this.cell[0] === null ? "" : String(formatTarget(this.cell[0])));
    }

    type(words) {
        this.place.words = words;
    }

    cancel() {
        this.place.words = null;
    }

    /** Take what was typed; tell what is no number. */
    finish() {
        const { words } = this.place;
        if (words === null) {
            return true;
        }
        const { row, cell } = this;
        this.place.words = null;
        let value = null;
        try {
            value = parseTarget(words);
        } catch {
            this.refuse(
                _t("%(name)s, %(period)s: “%(words)s” is no number.", {
                    name: row.name,
                    period: this.column.label,
                    words,
                }),
            );
            return false;
        }
        if (value !== cell[0]) {
            this.props.onEnter([{ row, at: this.place.at, value }]);
        }
        return true;
    }

    clear() {
        if (this.row.is_editable && this.cell[0] !== null) {
            this.props.onEnter([{ row: this.row, at: this.place.at, value: null }]);
        }
    }

    refuse(message) {
        this.notification.add(message, { type: "danger" });
    }

    // ------------------------------------------------------------------ keys

    onKeydown(ev) {
        if (!ev.target.closest("td") || ev.altKey) {
            return;
        }
        const isDone = this.place.words === null ? this.onKeyStanding(ev) : this.onKeyTyping(ev);
        if (isDone) {
            ev.preventDefault();
            ev.stopPropagation();
        }
    }

    onKeyTyping({ key, shiftKey }) {
        if (key === "Escape") {
            this.cancel();
            return true;
        }
        if (key === "Enter") {
            this.finish() && this.move([shiftKey ? -1 : 1, 0]);
            return true;
        }
        if (key === "Tab") {
            return this.finish() && this.step(shiftKey ? -1 : 1);
        }
        return false;
    }

    onKeyStanding({ key, shiftKey, ctrlKey, metaKey }) {
        if (ctrlKey || metaKey) {
            return key.toLowerCase() === "z" && this.undo();
        }
        if (key === "Tab") {
            return this.step(shiftKey ? -1 : 1);
        }
        if (/^[\d.,=+-]$/.test(key)) {
            this.begin(key);
            return true;
        }
        const work = this.keys[key];
        work?.();
        return Boolean(work);
    }

    undo() {
        if (this.props.canUndo) {
            this.props.onUndo();
        }
        return true;
    }

    // ------------------------------------------------------------------ clipboard

    onCopy(ev) {
        if (this.place.words === null && ev.target.closest("td")) {
            ev.clipboardData.setData("text/plain", String(this.cell[3] ?? ""));
            ev.preventDefault();
        }
    }

    onPaste(ev) {
        const text = ev.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
        const isBlock = /[\t\n]/.test(text);
        if (!ev.target.closest("td") || (this.place.words !== null && !isBlock)) {
            return;
        }
        ev.preventDefault();
        this.cancel();
        this.pasteBlock(text.split(/\r?\n/).map((line) => line.split("\t")));
    }

    pasteBlock(lines) {
        const rows = this.shown;
        const from = rows.findIndex(({ key }) => key === this.place.key);
        const entries = [];
        let outside = 0;
        for (const [down, line] of lines.entries()) {
            for (const [right, words] of line.entries()) {
                const row = rows[from + down];
                const at = this.place.at + right;
                if (!row || at >= this.props.columns.length) {
                    outside += 1;
                    continue;
                }
                const entry = this.readPasted(row, at, words);
                if (!entry) {
                    return;
                }
                entries.push(entry);
            }
        }
        this.tellPasted(entries, outside);
        this.props.onEnter(entries.filter(({ row, at, value }) => row.cells[at][0] !== value));
    }

    readPasted(row, at, words) {
        const where = { name: row.name, period: this.props.columns[at].label, words };
        if (!row.is_editable) {
            this.refuse(_t("Nothing pasted: the targets of %(name)s are not yours to set.", where));
            return null;
        }
        try {
            return { row, at, value: parseTarget(words) };
        } catch {
            this.refuse(
                _t("Nothing pasted: “%(words)s” for %(name)s, %(period)s is no number.", where),
            );
            return null;
        }
    }

    tellPasted(entries, outside) {
        if (outside) {
            this.notification.add(
                _t("%(count)s cells pasted; %(outside)s stood outside the table.", {
                    count: entries.length,
                    outside,
                }),
                { type: "warning" },
            );
        }
    }
}
