/**
 * Records chosen on the map, in the shape of a list's root: Odoo's selection box, action menus and
 * export work with it.
 */
export class MapSelection {
    constructor(model) {
        this.model = model;
        this.chosen = new Set();
        this.version = 0;
        this.isDomainSelected = false;
        this.isGrouped = false;
        this.hasLimitedCount = false;
        this.isRecordCountTrustable = true;
    }

    get resModel() {
        return this.model.resModel;
    }

    get context() {
        return this.model.searchParams.context;
    }

    get domain() {
        return this.model.searchParams.domain;
    }

    get groupBy() {
        return [];
    }

    /** All the search found, also those without a position. */
    get count() {
        return this.model.points.count + this.model.without;
    }

    get records() {
        return this.selection;
    }

    get ids() {
        return [...this.chosen];
    }

    get selection() {
        return this.ids.map((resId) => ({
            resId,
            toggleSelection: (isChosen) => this.toggle(resId, isChosen),
        }));
    }

    has(resId) {
        return this.chosen.has(resId);
    }

    set(resIds) {
        this.chosen = new Set(resIds);
        this._changed();
    }

    /** Forget what is no longer found, without telling: the caller is about to. */
    keep(isFound) {
        this.chosen = new Set(this.ids.filter(isFound));
        this.version++;
    }

    add(resIds) {
        resIds.forEach((resId) => this.chosen.add(resId));
        this._changed();
    }

    toggle(resId, isChosen = !this.has(resId)) {
        if (isChosen) {
            this.chosen.add(resId);
        } else {
            this.chosen.delete(resId);
        }
        this._changed();
    }

    selectDomain(isSelected) {
        this.isDomainSelected = isSelected;
        if (!isSelected) {
            this.chosen.clear();
        }
        this._changed();
    }

    _changed() {
        this.version++;
        if (!this.chosen.size) {
            this.isDomainSelected = false;
        }
        this.model.notify();
    }
}
