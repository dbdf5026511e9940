import { waitFor } from "@odoo/hoot-dom";
import { registry } from "@web/core/registry";

const MARKUP = "<b>Zone</b> Tour";

const FEATURES = {
    type: "FeatureCollection",
    features: [
        feature("Zone Isle", [
            [12, 50],
            [13, 50],
            [13, 51],
            [12, 50],
        ]),
        feature("Zone Knot", [
            [0, 0],
            [1, 1],
            [1, 0],
            [0, 1],
            [0, 0],
        ]),
    ],
};

function feature(name, ring) {
    return {
        type: "Feature",
        properties: { name },
        geometry: { type: "Polygon", coordinates: [ring] },
    };
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

// libraries are loaded and bundles made: on a busy machine that takes its time
const LONG = 40000;

function check(isTrue, sentence) {
    if (!isTrue) {
        throw new Error(sentence);
    }
}

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** As a manager: draw a zone around the middle, see who would move, apply. */
registry.category("web_tour.tours").add("sales_funnel_draw_zone", {
    steps: () => [
        {
            content: "A new zone",
            trigger: ".o_list_button_add, .o-kanban-button-new",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=name] input",
            run: `edit ${MARKUP}`,
        },
        {
            content: "Draw",
            trigger: ".o_territory_map_draw",
            timeout: LONG,
            run: "click",
        },
        {
            content: "Four corners",
            trigger: ".o_territory_map:has(.o_territory_map_close) .o_territory_map_host",
            timeout: LONG,
            async run() {
                for (const [right, down] of [
                    [-60, -60],
                    [60, -60],
                    [60, 60],
                    [-60, 60],
                    [-120, 90],
                ]) {
                    tap(this.anchor, right, down);
                    await pause(100);
                }
            },
        },
        {
            content: "The last corner was one too many",
            trigger: ".o_territory_map_undo",
            run: "click",
        },
        {
            trigger: ".o_territory_map_close",
            run: "click",
        },
        {
            content: "It can be corrected at once; it is fine",
            trigger: ".o_territory_map:has(path.o_territory_map_own) .o_territory_map_done",
            run: "click",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "Nobody has moved yet: look who would",
            trigger:
                ".o_form_saved button[name=action_preview], .o_form_view button[name=action_preview]",
            run: "click",
        },
        {
            content: "One, from the zone beside",
            trigger:
                ".o_form_view:contains('Zone Beside') .o_statusbar_buttons button:contains('Apply')",
            timeout: LONG,
            run: "click",
        },
        {
            trigger: ".o_arrow_button_current:contains('Applied')",
            timeout: LONG,
        },
    ],
});

/** As a manager: a file with a good and a bad feature; the good one comes in when asked. */
registry.category("web_tour.tours").add("sales_funnel_import_zones", {
    steps: () => [
        {
            trigger:
                ".modal .o_field_widget[name=file] input[type=file]:not(:visible), .modal .o_field_widget[name=file] input[type=file]",
            async run() {
                const input = await waitFor(".modal .o_field_widget[name=file] input[type=file]");
                const transfer = new DataTransfer();
                const text = JSON.stringify(FEATURES);
                transfer.items.add(new window.File([text], "zones.geojson"));
                input.files = transfer.files;
                input.dispatchEvent(new Event("change", { bubbles: true }));
            },
        },
        {
            content: "What the file has is found",
            trigger: ".modal .o_field_widget[name=found_properties]:contains('name')",
        },
        {
            trigger: ".modal button[name=action_check]",
            run: "click",
        },
        {
            content: "The bad one, with what is wrong and where",
            trigger: ".modal .o_data_row:contains('Zone Knot crosses itself near latitude 0.5')",
        },
        {
            trigger: ".modal button[name=action_import]:contains('Good')",
            run: "click",
        },
        {
            content: "The good one is there, the bad one is not",
            trigger: ".o_list_view:contains('Zone Isle'):not(:contains('Zone Knot'))",
        },
    ],
});

/** As a rep: zones on the map of territories; their names stay text. */
registry.category("web_tour.tours").add("sales_funnel_look_at_zones", {
    steps: () => [
        {
            content: "The map has drawn areas",
            trigger: ".o_sales_map_legend_layer",
            timeout: LONG,
        },
        {
            content: "Tap beside the name",
            trigger: ".o_sales_map_host",
            async run() {
                await pause(500);
                tap(this.anchor, 40, 40);
            },
        },
        {
            content: "Its people and figures",
            trigger: ".o_sales_map_zone",
            run() {
                const name = this.anchor.querySelector("div");
                check(name.textContent === "<b>Zone</b> Tour", `not ${name.textContent}`);
                check(!this.anchor.querySelector("b"), "the name became markup");
            },
        },
        {
            content: "Nearer: states are drawn",
            trigger: ".leaflet-control-zoom-in",
            run: "click",
        },
        {
            content: "All of it",
            trigger: ".o_sales_map_row:contains('Tour') .o_sales_map_show",
            run: "click",
        },
        {
            trigger: ".o_sales_map_popup_close",
            run: "click",
        },
        {
            content: "At the edge of the map one is beside it",
            trigger: "body:not(:has(.o_sales_map_popup)) .o_sales_map_host",
            async run() {
                await pause(500);
                tap(this.anchor, 30 - this.anchor.clientWidth / 2, 0);
                await pause(300);
                check(!document.querySelector(".o_sales_map_zone"), "one stands within it");
            },
        },
        {
            content: "Overlaps and gaps",
            trigger: ".o_sales_map_legend_item:contains('Overlaps')",
            run: "click",
        },
        {
            trigger: ".o_sales_map_legend_item:contains('Overlaps'):not(.o_is_hidden)",
        },
        {
            content: "Open it",
            trigger: ".o_sales_map_host",
            async run() {
                await pause(300);
                tap(this.anchor, 40, 40);
            },
        },
        {
            trigger: ".o_sales_map_zone_open",
            run: "click",
        },
        {
            content: "A rep looks at it, and has no tools to change it",
            trigger:
                ".o_form_view .o_territory_map:not(:has(.o_territory_map_tools)) path.o_territory_map_own",
        },
    ],
});
