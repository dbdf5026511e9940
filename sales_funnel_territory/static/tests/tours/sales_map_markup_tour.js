import { waitUntil } from "@odoo/hoot-dom";
import { registry } from "@web/core/registry";

const MARKUP = "<img src=x onerror=window.sftRan=1>";

function check(isTrue, sentence) {
    if (!isTrue) {
        throw new Error(sentence);
    }
}

const found = () => document.querySelector("img[onerror]");

/** All of these are to be read as they were written. */
function checkText(el, ...names) {
    for (const name of names) {
        const text = `${name} ${MARKUP}`;
        check(el.textContent.includes(text), `${text} is not in: ${el.textContent}`);
    }
    check(!found(), "a name became markup");
    check(!window.sftRan, "a script ran");
}

/** A tap on the map, so far from its middle. */
function tap(el, right, down) {
    const box = el.getBoundingClientRect();
    const place = {
        bubbles: true,
        view: window,
        clientX: box.left + box.width / 2 + right,
        clientY: box.top + box.height / 2 + down,
    };
    const under = document.elementFromPoint(place.clientX, place.clientY);
    for (const type of ["mousemove", "mousedown", "mouseup", "click"]) {
        under.dispatchEvent(new MouseEvent(type, place));
    }
}

const reads = (trigger, ...names) => ({
    trigger,
    run() {
        checkText(this.anchor, ...names);
    },
});

/** Beside a record of the list: what the map says of it. */
const looksAt = (name, ...lines) => [
    reads(`.o_sales_map_list .o_sales_map_row:contains('${name}')`, name),
    {
        trigger: `.o_sales_map_row:contains('${name}') .o_sales_map_show`,
        run: "click",
    },
    ...lines.map((line) => reads(`.o_sales_map_popup .card-body:contains('${line}')`, line)),
    reads(".o_sales_map_popup .o_sales_map_popup_name", name),
    {
        trigger: ".o_sales_map_popup_close",
        run: "click",
    },
];

/** The counterpart: what the checks look for does happen where a name is written as markup. */
const wouldBeSeen = {
    content: "Written as markup it would run",
    trigger: "body:not(:has(.o_sales_map_popup))",
    async run() {
        document.body.append(document.createRange().createContextualFragment(MARKUP));
        await waitUntil(() => window.sftRan, { timeout: 10000 });
        check(found(), "the checks are blind");
        found().remove();
        delete window.sftRan;
    },
};

registry.category("web_tour.tours").add("sales_funnel_map_markup", {
    steps: () => [
        reads(".o_sales_map_legend:contains('Rosa')", "Rosa"),
        reads(".o_search_panel:contains('Zone')", "Zone"),
        ...looksAt("Evil", "Berlin", "Rosa", "Zone"),
        {
            content: "All of them again; then the zone between them",
            trigger: "body:not(:has(.o_sales_map_popup)) .o_sales_map_fit",
            run: "click",
        },
        {
            trigger: ".o_sales_map_list header:contains('4 on this part of the map')",
        },
        {
            trigger: ".o_sales_map_host",
            async run() {
                const popup = () => document.querySelector(".o_sales_map_zone");
                // nothing lies there once the map stands still
                await waitUntil(() => popup() || tap(this.anchor, 0, 0), { timeout: 10000 });
            },
        },
        reads(".o_sales_map_zone", "Zone", "Z", "Rosa"),
        {
            content: "Rings with counts",
            trigger: ".o_sales_map_tools [data-mode='clusters']",
            run: "click",
        },
        reads(".o_sales_map:has([data-mode='clusters'].active) .o_sales_map_list", "Evil"),
        {
            content: "Heat",
            trigger: ".o_sales_map_tools [data-mode='heat']",
            run: "click",
        },
        {
            content: "What is not drawn cannot be tapped: the zone is",
            trigger:
                ".o_sales_map:has([data-mode='heat'].active) .o_sales_map_row:contains('Evil') .o_sales_map_show",
            run: "click",
        },
        {
            trigger: ".o_sales_map_popup_close",
            run: "click",
        },
        {
            trigger: "body:not(:has(.o_sales_map_popup)) .o_sales_map_host",
            async run() {
                const popup = () => document.querySelector(".o_sales_map_zone, .o_sales_map_popup");
                await waitUntil(() => popup() || tap(this.anchor, 0, 0), { timeout: 10000 });
                check(popup().matches(".o_sales_map_zone"), "a record was tapped");
            },
        },
        {
            trigger: ".o_sales_map_select_all",
            run: "click",
        },
        {
            content: "What a screen reader says of a record",
            trigger: ".o_sales_map_row:contains('Evil') input:checked",
            run() {
                check(this.anchor.getAttribute("aria-label").includes(MARKUP), "another name");
                checkText(document.querySelector(".o_sales_map_list"), "Evil");
            },
        },
        wouldBeSeen,
    ],
});

registry.category("web_tour.tours").add("sales_funnel_map_markup_lead", {
    steps: () => [...looksAt("Deal", "Evil", "Rosa"), wouldBeSeen],
});

registry.category("web_tour.tours").add("sales_funnel_map_markup_territory", {
    steps: () => [
        reads(".o_sales_map_legend:contains('Rosa')", "Rosa"),
        ...looksAt("Zone", "Z", "Rosa"),
        {
            trigger: "body:not(:has(.o_sales_map_popup)) .o_sales_map_row .o_sales_map_open",
            run: "click",
        },
        reads(".o_form_view:has(path.o_territory_map_own)", "Rosa"),
        wouldBeSeen,
    ],
});
