/* SPDX-License-Identifier: Apache-2.0 */
// ask.js - what the robot asks for, by name.

let held = null; // the element found last: upload and frames need it by reference

const api = {
  // {aim, needs: {enabled, editable, hit}, time}
  locate: ({ aim, needs, time }) =>
    until(time, async (turn) => {
      const found = one(aim);
      if (!found.ok) return found;
      const state = await ready(found.element, { ...needs, turn });
      if (!state.ok) return state;
      held = found.element;
      takeAim();
      return { ...state, ...facts(found.element), signs: signs(), mark: needs.hit ? mark(found.element) : null, field: expectsNothing(found.element) };
    }),

  // {aim, time}: focused, its content selected when `all`.
  focus: ({ aim, time, all }) =>
    until(time, async (turn) => {
      const found = one(aim);
      if (!found.ok) return found;
      const element = found.element;
      const state = await ready(element, { enabled: true, editable: true, hit: false, turn });
      if (!state.ok) return state;
      element.scrollIntoView({ block: "nearest", behavior: "instant" });
      element.focus();
      if (all) {
        if (element.select) element.select();
        else getSelection().selectAllChildren(element);
      }
      const active = element.getRootNode().activeElement;
      if (active !== element && !element.contains(active)) return trouble("focus", describe(element) + " does not take the focus");
      return { ok: true, ...facts(element), mark: mark(element), secret: element.type === "password" };
    }),

  // {aim, options: [text], time}
  select: ({ aim, options, time }) =>
    until(time, async (turn) => {
      const found = one(aim);
      if (!found.ok) return found;
      const element = found.element;
      if (element.localName !== "select") return { ...trouble("kind", describe(element) + " is no <select>"), final: true };
      const state = await ready(element, { enabled: true, turn });
      if (!state.ok) return state;
      const chosen = options.map((wanted) => [...element.options].find((o) => o.value === wanted || squeeze(o.label) === squeeze(wanted)));
      const missing = options.filter((_, i) => !chosen[i]);
      if (missing.length) return trouble("missing", `${describe(element)} has no option "${missing[0]}"; it has ${[...element.options].slice(0, 8).map((o) => `"${squeeze(o.label)}"`).join(", ")}`);
      for (const option of element.options) option.selected = element.multiple ? chosen.includes(option) : option === chosen[0];
      element.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
      element.dispatchEvent(new Event("change", { bubbles: true }));
      return { ok: true, ...facts(element) };
    }),

  // {aim, expect: {visible, hidden, enabled, disabled, checked, focused, count, equals, contains, matches, value, attribute}, time}
  expect: ({ aim, expect, time }) =>
    until(time, async () => {
      let list;
      try {
        list = hitsOf(aim);
      } catch (error) {
        return { ...trouble("selector", String(error.message || error)), final: true };
      }
      return judge(aim, list, expect);
    }),

  // {x, y} or {aim, dx, dy}
  scroll: async ({ aim, dx, dy, time }) => {
    if (!aim) {
      await glide(dx, dy);
      return { ok: true };
    }
    const found = await until(time, async () => one(aim));
    if (!found.ok) return found;
    await glideTo(found.element);
    return { ok: true, ...facts(found.element) };
  },

  // {time}: until the address matches
  address: ({ pattern, time }) =>
    until(time, async () => (new RegExp(pattern).test(location.href) ? { ok: true } : trouble("address", location.href))),

  held: () => held,

  // How to call an element so that it is found again. Of a recording.
  target: (element) => targetOf(element),
  steady,
  heading: () => headingNow(),
  tellers: () => newsNow(),
  tellerAim: (told) => newsAim(told),

  // {time}: what the page is made of and where it leads, once it has come to rest.
  // A document that is being read has no rest: half of it is a page of its own, or a blank one.
  survey: async ({ time, reading }) => {
    const latest = performance.now() + reading;
    while (document.readyState === "loading" && performance.now() < latest) await news(8);
    const end = performance.now() + time;
    for (let last = -1, still = 0; still < 2 && performance.now() < end; still = changes === last ? still + 1 : 0) {
      last = changes;
      await new Promise((go) => setTimeout(go, 10));
    }
    return { ok: true, ...surveyed() };
  },

  // Whether anything has changed since; waited for.
  changed: ({ signs: before, time }) =>
    until(time, async () => (differs(before, signs()) ? { ok: true } : trouble("unchanged"))).then(async (last) => {
      if (last.ok || time < 100) return last;
      return until(1400, async () => (differs(before, signs()) ? { ok: true } : { ...trouble("unchanged"), final: !doubtful() }))
        .then((later) => (later.ok || doubtful() ? { ok: true } : later));
    }),

  view: () => ({
    ok: true, url: location.href, title: document.title, ready: document.readyState, width: innerWidth, height: innerHeight,
  }),

  // The document as it stands, live values in it, what is not shown marked; without html when most is 0.
  // A page that shows nothing yet gets a moment: what a script fetches comes after the load.
  snapshot: async ({ most }) => {
    await until(1200, () => (isBlank(seen()) ? trouble("blank") : { ok: true }));
    if (!painted) await until(250, () => (performance.getEntriesByName("first-contentful-paint").length ? { ok: true } : trouble("unpainted")));
    painted = true; // or it never will be: nobody waits for it again
    return {
      ok: true, url: location.href, title: well(document.title), ...(most > 0 ? serialize(most) : { html: "", whole: false }),
      storage: most > 0 ? storageOf() : null, cookies: most > 0 ? cookiesOf() : "", metrics: measured(), looks: looks(), mark: mark(),
    };
  },

  texts: () => texts(),
  cover: ({ numbers }) => { for (const number of numbers) coverText(readable[number]); return { ok: true }; },
  uncover: () => { for (const box of covers.splice(0)) box.remove(); return { ok: true }; },
};

globalThis.__xunjian = api;
