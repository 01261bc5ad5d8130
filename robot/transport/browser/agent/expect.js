/* SPDX-License-Identifier: Apache-2.0 */
// expect.js - what a journey expects of an element, judged.

const judge = (aim, list, expect) => {
  const visible = list.filter(shown);
  if (expect.count !== undefined)
    return list.length === expect.count ? { ok: true } : trouble("count", `${list.length} elements`);
  if (expect.hidden) return visible.length === 0 ? { ok: true } : trouble("visible", describe(visible[0]));
  const element = visible[0] || list[0];
  if (!element) return trouble("missing", nearest(aim));
  const of = facts(element);
  if (expect.attached !== true && !visible.length) return trouble("hidden", describe(element) + " " + whyHidden(element));
  if (expect.enabled && !enabled(element)) return trouble("disabled", describe(element));
  if (expect.disabled && enabled(element)) return trouble("enabled", describe(element));
  if (expect.checked !== undefined && (element.checked ?? element.getAttribute("aria-checked") === "true") !== expect.checked)
    return trouble(expect.checked ? "unchecked" : "checked", describe(element));
  if (expect.focused && document.activeElement !== element) return trouble("focus", "the focus is on " + (document.activeElement ? describe(document.activeElement) : "nothing"));
  const actual = expect.attribute !== undefined ? element.getAttribute(expect.attribute) : expect.property === "value" ? element.value ?? "" : ownText(element);
  const told = expect.attribute !== undefined ? `attribute ${expect.attribute}` : expect.property || "text";
  if (actual === null) return trouble("attribute", `${describe(element)} has no attribute ${expect.attribute}`);
  const wrong =
    (expect.equals !== undefined && squeeze(actual) !== squeeze(expect.equals)) ||
    (expect.contains !== undefined && !squeeze(actual).includes(squeeze(expect.contains))) ||
    (expect.matches !== undefined && !new RegExp(expect.matches, "u").test(actual));
  if (wrong) return trouble("text", `${told} of ${of.path} is "${cut(squeeze(actual), 120)}"`);
  return { ok: true, ...of, actual: well(cut(squeeze(actual), 500)) };
};
