/* SPDX-License-Identifier: Apache-2.0 */
// reach.js - whether a finger would hit an element, and where.

const deepestAt = (x, y) => {
  let hit = document.elementFromPoint(x, y);
  while (hit && hit.shadowRoot) {
    const inner = hit.shadowRoot.elementFromPoint(x, y);
    if (!inner || inner === hit) break;
    hit = inner;
  }
  return hit;
};
const isWithin = (hit, element) => {
  for (let e = hit; e; e = parentOf(e)) {
    if (e === element) return true;
    if (e.localName === "label" && e.control === element) return true;
  }
  return element.localName === "label" && element.control && isWithin(hit, element.control);
};

// Where a finger would go: the middle of the first of its boxes that is on the screen.
const pointOf = (element) => {
  for (const box of element.getClientRects()) {
    const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
    const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
    if (right - left >= 1 && bottom - top >= 1) return { x: (left + right) / 2, y: (top + bottom) / 2 };
  }
  return null;
};

const moving = (element) => {
  for (let e = element; e; e = parentOf(e))
    for (const animation of e.getAnimations?.() || [])
      if (animation.playState === "running" && animation.effect?.getComputedTiming().iterations !== Infinity) return true;
  return false;
};

const ready = async (element, needs) => {
  if (!shown(element)) return trouble("hidden", describe(element) + " " + whyHidden(element));
  if (needs.enabled && !enabled(element)) return trouble("disabled", describe(element));
  if (needs.editable && !editable(element)) return trouble("readonly", describe(element));
  if (!needs.hit) return { ok: true };
  let point = pointOf(element);
  if (!point || !isWithin(deepestAt(point.x, point.y), element)) {
    element.scrollIntoView({ block: ["center", "end", "start"][needs.turn % 3], inline: "center", behavior: "instant" });
    point = pointOf(element);
  }
  if (!point) return trouble("outside", describe(element) + " cannot be scrolled into view");
  if (moving(element)) return trouble("moving", describe(element));
  const before = element.getBoundingClientRect();
  await frame();
  const after = element.getBoundingClientRect();
  if (before.x !== after.x || before.y !== after.y || before.width !== after.width || before.height !== after.height)
    return trouble("moving", describe(element));
  point = pointOf(element);
  if (!point) return trouble("outside", describe(element));
  const hit = deepestAt(point.x, point.y);
  if (!isWithin(hit, element)) return trouble("covered", `${describe(element)} is covered by ${hit ? describe(hit) : "nothing that can be hit"}`);
  return { ok: true, x: point.x, y: point.y };
};
