import { isIOS } from "@web/core/browser/feature_detection";

/**
 * What opens the phone's own map app; nothing is asked of a server of ours or of anybody else.
 *
 * @param {{address?: string, position?: [number, number] | false}} place
 */
export function navigationUrl({ address, position }) {
    return wayUrl(position ? position.join(",") : address);
}

/** The same for what the map app is to look for: "53.5,10" or an address. */
export function wayUrl(place) {
    if (!place) {
        return "";
    }
    const wanted = encodeURIComponent(place);
    return isIOS() ? `maps://?q=${wanted}` : `geo:0,0?q=${wanted}`;
}

export function phoneUrl(phone) {
    const number = (phone || "").replace(/[^+\d]/g, "");
    return number ? `tel:${number}` : "";
}
