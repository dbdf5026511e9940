import { registry } from "@web/core/registry";

function checkThumb({ anchor }) {
    const { height } = anchor.getBoundingClientRect();
    if (document.body.clientWidth < 768 && height < 44) {
        throw new Error(`${height} is too low for a thumb`);
    }
    anchor.click();
}

/** Drag as a hand does: Leaflet listens on the document while the button is down. */
function drag(el, x, y) {
    const box = el.getBoundingClientRect();
    const from = [box.left + box.width / 2, box.top + box.height / 2];
    const fire = (target, type, [clientX, clientY]) =>
        target.dispatchEvent(
            new window.MouseEvent(type, {
                bubbles: true,
                cancelable: true,
                clientX,
                clientY,
                button: 0,
            }),
        );
    fire(el, "mousedown", from);
    fire(document.body, "mousemove", [from[0] + x / 2, from[1] + y / 2]);
    fire(document.body, "mousemove", [from[0] + x, from[1] + y]);
    fire(document.body, "mouseup", [from[0] + x, from[1] + y]);
}

/** As a rep: locate a customer, drag the pin to his gate, undo, drag again, save; unlock. */
registry.category("web_tour.tours").add("sales_funnel_place", {
    steps: () => [
        {
            content: "The customer's place",
            trigger: ".o_form_view .o_notebook a[name='customer_place']",
            run: "click",
        },
        {
            content: "He waits: locate him",
            trigger:
                ".o_field_widget[name='geo_state']:contains('Waiting'), button[name='action_locate']",
        },
        {
            trigger: "button[name='action_locate']",
            run: checkThumb,
        },
        {
            content: "Found by the list of postcodes",
            trigger: ".o_field_widget[name='geo_quality']:contains('Postcode')",
        },
        {
            content: "On the map: drag the pin",
            trigger: ".o_sales_map_pin_map .leaflet-marker-icon.o_sales_map_pin",
            run: ({ anchor }) => drag(anchor, 40, 30),
        },
        {
            content: "It may be undone",
            trigger: ".o_sales_map_pin_undo",
            run: checkThumb,
        },
        {
            content: "Where it was before",
            trigger: ".o_sales_map_pin_widget:not(:has(.o_sales_map_pin_undo))",
        },
        {
            trigger: "div[name='partner_latitude'] input:value('53.5400000')",
        },
        {
            content: "To the gate, after all",
            trigger: ".o_sales_map_pin_map .leaflet-marker-icon.o_sales_map_pin",
            run: ({ anchor }) => drag(anchor, 40, -30),
        },
        {
            trigger: ".o_sales_map_pin_undo",
        },
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "Set by hand, and locked",
            trigger: ".badge:contains('Set by hand'):visible",
        },
        {
            content: "By the keyboard: no such place",
            trigger: "div[name='partner_latitude'] input",
            run: "edit 95",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "Refused by a sentence",
            trigger: ".modal:contains('A latitude lies between -90 and 90')",
        },
        {
            trigger: ".modal .modal-footer .btn-primary, .modal .btn-close",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_form_button_cancel",
            run: "click",
        },
        {
            content: "Let the app find it again",
            trigger: "button[name='action_unlock_position']",
            run: checkThumb,
        },
        {
            trigger: ".o_field_widget[name='geo_quality']:contains('Postcode')",
        },
    ],
});
