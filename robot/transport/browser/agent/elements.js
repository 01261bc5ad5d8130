/* SPDX-License-Identifier: Apache-2.0 */
// elements.js - all elements of a page, those of open shadow trees too.

const roots = (top) => {
  const found = [top];
  for (const element of top.querySelectorAll("*"))
    if (element.shadowRoot) found.push(...roots(element.shadowRoot));
  return found;
};
const everything = (top, selector) => roots(top).flatMap((root) => [...root.querySelectorAll(selector)]);
const parentOf = (element) =>
  element.assignedSlot || element.parentElement || (element.getRootNode() instanceof ShadowRoot ? element.getRootNode().host : null);
