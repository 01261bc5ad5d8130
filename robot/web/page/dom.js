// SPDX-License-Identifier: Apache-2.0
// dom.js - elements made in one line. Text is always text: nothing here reads HTML.

const SVG = 'http://www.w3.org/2000/svg';

function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes || {})) {
        if (value === null || value === undefined || value === false) continue;
        if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
        else if (name === 'style') Object.assign(element.style, value);
        else element.setAttribute(name, value === true ? '' : value);
    }
    append(element, children);
    return element;
}

export function append(element, children) {
    for (const child of children.flat(3)) {
        if (child === null || child === undefined || child === false || child === '') continue;
        element.append(child instanceof Node ? child : String(child));
    }
}

export const h = (tag, attributes, ...children) =>
    fill(document.createElement(tag), attributes, children);

export const svg = (tag, attributes, ...children) =>
    fill(document.createElementNS(SVG, tag), attributes, children);

// Children of `container` become those of `items`, in order; an element whose item did not change
// stays as it is, with its focus, its selection and what is open in it.
export function keep(container, items, keyOf, render) {
    const old = container.kept || new Map();
    const kept = new Map();
    let place = container.firstChild;
    for (const item of items) {
        const key = keyOf(item);
        const text = JSON.stringify(item);
        let entry = old.get(key);
        let focus = -1;
        if (!entry || entry.text !== text) {
            const element = render(item);
            if (entry) {
                focus = focusWithin(entry.element);
                if (place === entry.element) place = element;
                entry.element.replaceWith(element);
            }
            entry = { text, element };
        }
        if (entry.element === place) place = place.nextSibling;
        else container.insertBefore(entry.element, place);
        if (focus >= 0) focusable(entry.element)[focus]?.focus();
        kept.set(key, entry);
    }
    for (const [key, entry] of old) if (!kept.has(key)) entry.element.remove();
    container.kept = kept;
}

const focusable = (element) => [...element.querySelectorAll('a[href], button, input, select, textarea, summary')];
const focusWithin = (element) => focusable(element).indexOf(document.activeElement);
