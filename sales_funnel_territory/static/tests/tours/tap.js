/** Tap a button that a thumb has to find: what is lower than 44 px is none. */
export function tap({ anchor }) {
    const { height } = anchor.getBoundingClientRect();
    if (height < 44) {
        throw new Error(`${height} is too low for a thumb`);
    }
    anchor.click();
}
