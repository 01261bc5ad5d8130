/* SPDX-License-Identifier: Apache-2.0 */
// agent.js - the robot's eyes and fingertips in a page: finding, waiting, reading. It lives in a world
// of its own where the driver has one (CDP), so that the page neither sees nor changes it. It never acts:
// clicks and keys come from the browser, as a customer's do.
//
// An aim says which element: {css|xpath|text|label|role|testid, exact, name, nth, within}. Functions
// answer plain values: {ok: true, ...} or {ok: false, why: WORD, detail: TEXT}.
(() => {
  "use strict";
  const squeeze = (text) => (text || "").replace(/\s+/g, " ").trim();
  const cut = (text, most = 80) => (text.length > most ? text.slice(0, most) + "…" : text);
  const well = (text) => (text.toWellFormed ? text.toWellFormed() : text);

  // ---- all elements, open shadow trees too ----

  const roots = (top) => {
    const found = [top];
    for (const element of top.querySelectorAll("*"))
      if (element.shadowRoot) found.push(...roots(element.shadowRoot));
    return found;
  };
  const everything = (top, selector) => roots(top).flatMap((root) => [...root.querySelectorAll(selector)]);
  const parentOf = (element) =>
    element.assignedSlot || element.parentElement || (element.getRootNode() instanceof ShadowRoot ? element.getRootNode().host : null);

  // ---- names and roles (WAI-ARIA 1.2, the parts customers' pages use) ----

  const inputRoles = {
    button: "button", submit: "button", reset: "button", image: "button", checkbox: "checkbox", radio: "radio",
    range: "slider", number: "spinbutton", search: "searchbox", email: "textbox", tel: "textbox", text: "textbox",
    url: "textbox", password: "textbox",
  };
  const tagRoles = {
    a: (e) => (e.hasAttribute("href") ? "link" : ""), area: (e) => (e.hasAttribute("href") ? "link" : ""),
    article: "article", aside: "complementary", button: "button", dialog: "dialog", fieldset: "group", footer: "contentinfo",
    form: "form", h1: "heading", h2: "heading", h3: "heading", h4: "heading", h5: "heading", h6: "heading", header: "banner",
    hr: "separator", img: (e) => (e.getAttribute("alt") === "" ? "presentation" : "img"),
    input: (e) => inputRoles[e.type] || "textbox", li: "listitem", main: "main", menu: "list", meter: "meter", nav: "navigation",
    ol: "list", ul: "list", option: "option", output: "status", progress: "progressbar", section: "region",
    select: (e) => (e.multiple || e.size > 1 ? "listbox" : "combobox"), summary: "button", table: "table", tbody: "rowgroup",
    td: "cell", textarea: "textbox", tfoot: "rowgroup", th: "columnheader", thead: "rowgroup", tr: "row", video: "video",
  };
  const roleOf = (element) => {
    const told = (element.getAttribute("role") || "").trim().split(/\s+/)[0];
    if (told) return told;
    const role = tagRoles[element.localName];
    return typeof role === "function" ? role(element) : role || "";
  };

  const ownText = (element) => {
    if (element instanceof HTMLInputElement && /^(button|submit|reset)$/.test(element.type))
      return squeeze(element.value || (element.type === "submit" ? "Submit" : element.type === "reset" ? "Reset" : ""));
    return squeeze(element.innerText !== undefined ? element.innerText : element.textContent);
  };
  const byIds = (element, ids) =>
    squeeze(ids.split(/\s+/).map((id) => element.getRootNode().getElementById?.(id)).filter(Boolean).map((e) => e.textContent).join(" "));
  const labelsOf = (element) => {
    const texts = [];
    if (element.getAttribute("aria-labelledby")) texts.push(byIds(element, element.getAttribute("aria-labelledby")));
    if (element.getAttribute("aria-label")) texts.push(squeeze(element.getAttribute("aria-label")));
    for (const label of element.labels || []) texts.push(squeeze(label.innerText ?? label.textContent));
    return texts.filter(Boolean);
  };
  const nameOf = (element) => {
    const labels = labelsOf(element);
    if (labels.length) return labels[0];
    const placeholder = element.getAttribute("placeholder");
    return squeeze(element.getAttribute("alt")) || (/^(input|select|textarea)$/.test(element.localName) && !/^(button|submit|reset)$/.test(element.type) ? "" : ownText(element)) ||
      squeeze(element.getAttribute("title")) || squeeze(placeholder);
  };

  // ---- an aim, and what it hits ----

  const matches = (text, wanted, exact) =>
    exact ? text === squeeze(wanted) : text.toLowerCase().includes(squeeze(wanted).toLowerCase());

  const byText = (top, aim) => {
    const skipped = new Set(["script", "style", "noscript", "template", "head", "title"]);
    const hits = everything(top, "*").filter((e) => !skipped.has(e.localName) && matches(ownTextOf(e), aim.text, aim.exact));
    const inner = new Set(hits);
    return hits.filter((e) => ![...e.children].some((child) => inner.has(child)));
  };
  // innerText leaves out what is not shown, and costs layout: a hidden element still has its text. What a script says is
  // no text of the page: else <body> has every message that an inline script may ever show.
  const code = "script,style,noscript";
  const ownTextOf = (element) => {
    if (element instanceof HTMLInputElement) return /^(button|submit|reset)$/.test(element.type) ? squeeze(element.value) : "";
    if (!element.firstElementChild || !element.querySelector(code)) return squeeze(element.textContent);
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement?.closest(code) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    let text = "";
    while (walker.nextNode()) text += walker.currentNode.data;
    return squeeze(text);
  };

  const byXPath = (top, path) => {
    const found = document.evaluate(path, top === document ? document : top, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE, null);
    const list = [];
    for (let i = 0; i < found.snapshotLength; i++) {
      const node = found.snapshotItem(i);
      list.push(node instanceof Element ? node : node.parentElement || node.ownerElement);
    }
    return list.filter(Boolean);
  };

  const hitsOf = (aim) => {
    let top = document;
    if (aim.within) {
      top = everything(document, aim.within)[0];
      if (!top) return [];
    }
    let list;
    if (aim.css !== undefined) list = everything(top, aim.css);
    else if (aim.xpath !== undefined) list = byXPath(top, aim.xpath);
    else if (aim.testid !== undefined) list = everything(top, `[data-testid=${JSON.stringify(aim.testid)}]`);
    else if (aim.label !== undefined)
      list = everything(top, "input,select,textarea,button,[aria-label],[aria-labelledby],[contenteditable]").filter((e) => labelsOf(e).some((l) => matches(l, aim.label, aim.exact)));
    else if (aim.role !== undefined)
      list = everything(top, "*").filter((e) => roleOf(e) === aim.role && (aim.name === undefined || matches(nameOf(e), aim.name, aim.exact)));
    else if (aim.text !== undefined) list = byText(top, aim);
    else list = [document.body].filter(Boolean);
    if (aim.nth !== undefined) {
      const index = aim.nth < 0 ? list.length + aim.nth : aim.nth - 1;
      return list[index] ? [list[index]] : [];
    }
    return list;
  };

  const pathOf = (element) => {
    const parts = [];
    for (let e = element; e && parts.length < 5; e = parentOf(e)) {
      let part = e.localName;
      if (e.id) { parts.unshift(part + "#" + e.id); break; }
      const testid = e.getAttribute("data-testid");
      if (testid) { parts.unshift(`${part}[data-testid="${testid}"]`); break; }
      if (e.classList.length) part += "." + [...e.classList].slice(0, 2).join(".");
      const alike = e.parentElement ? [...e.parentElement.children].filter((s) => s.localName === e.localName) : [];
      if (alike.length > 1) part += `:nth-of-type(${alike.indexOf(e) + 1})`;
      parts.unshift(part);
    }
    return cut(well(parts.join(" > ")), 200);
  };
  const describe = (element) => {
    const text = cut(ownTextOf(element) || nameOf(element), 40);
    return well(pathOf(element) + (text ? ` "${text}"` : ""));
  };

  // ---- what state an element is in ----

  const shown = (element) => {
    if (!element.isConnected) return false;
    if (element.localName === "option" || element.localName === "optgroup") return shown(element.closest("select") || document.body);
    const style = getComputedStyle(element);
    if (style.visibility !== "visible") return false;
    if (style.display === "contents") return [...element.childNodes].some((n) => (n.nodeType === 3 ? squeeze(n.data) : n.nodeType === 1 && shown(n)));
    if (element.checkVisibility?.() === false) return false; // within closed <details>
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0;
  };
  const enabled = (element) => {
    if (element.matches(":disabled")) return false;
    for (let e = element; e; e = parentOf(e)) {
      if (e.getAttribute("aria-disabled") === "true") return false;
      if (e.inert) return false;
    }
    return true;
  };
  const editable = (element) =>
    (element.isContentEditable || /^(input|textarea)$/.test(element.localName)) && !element.readOnly && element.getAttribute("aria-readonly") !== "true";

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

  const frame = () =>
    new Promise((go) => {
      let gone = false;
      const once = () => { if (!gone) { gone = true; go(); } };
      requestAnimationFrame(once);
      setTimeout(once, 100); // a page that draws nothing has no frames
    });

  // Until something changes in the document, or the next frame; later, when patience matters more than haste, now and then.
  let awaited = null;
  const news = (turn) =>
    new Promise((go) => {
      awaited = go;
      if (turn < 8) frame().then(go);
      else setTimeout(go, 40);
    });

  // Asks `look` again until it is content or the time is over.
  const until = async (time, look) => {
    const end = performance.now() + time;
    let last;
    for (let turn = 0; ; turn++) {
      last = await look(turn);
      if (last.ok || last.final || performance.now() >= end) return last;
      await news(turn);
    }
  };

  const trouble = (why, detail) => ({ ok: false, why, detail: well(detail || "") });
  const many = (list) =>
    trouble("several", `${list.length} elements match: ${list.slice(0, 3).map(describe).join("; ")}${list.length > 3 ? "; …" : ""}`);

  const one = (aim) => {
    let list;
    try {
      list = hitsOf(aim);
    } catch (error) {
      return { ...trouble("selector", String(error.message || error)), final: true };
    }
    if (list.length === 0) return trouble("missing", nearest(aim));
    if (list.length === 1) return { ok: true, element: list[0] };
    const visible = list.filter(shown);
    const likely = visible.length ? visible : list;
    if (likely.length === 1) return { ok: true, element: likely[0] };
    // "Pay" is meant when there are "Pay" and "Pay later".
    const exact = likely.filter((e) => said(aim, e));
    return exact.length === 1 ? { ok: true, element: exact[0] } : many(likely);
  };

  const said = (aim, element) =>
    aim.text !== undefined ? ownTextOf(element) === squeeze(aim.text)
      : aim.label !== undefined ? labelsOf(element).includes(squeeze(aim.label))
        : aim.name !== undefined && nameOf(element) === squeeze(aim.name);

  // What was there instead: the controls of the page, so that a renamed button is seen at once.
  const nearest = (aim) => {
    const wanted = aim.role || (aim.label !== undefined ? "textbox" : null);
    const list = everything(document, "a[href],button,input,select,textarea,[role=button],[role=link]").filter(shown).filter((e) => !wanted || roleOf(e) === wanted);
    if (!list.length) return document.body && squeeze(document.body.innerText) ? "no such element; the page has no visible control of that kind" : "no such element; the page is blank";
    return "no such element; visible are " + list.slice(0, 6).map((e) => `${roleOf(e) || e.localName} "${cut(nameOf(e), 24)}"`).join(", ") + (list.length > 6 ? ", …" : "");
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
  const whyHidden = (element) => {
    for (let e = element; e; e = parentOf(e)) {
      const style = getComputedStyle(e);
      if (style.display === "none") return `(display: none on ${pathOf(e)})`;
      if (style.visibility !== "visible") return `(visibility: ${style.visibility})`;
    }
    return "(it has no size)";
  };

  const facts = (element) => {
    const box = element.getBoundingClientRect();
    return {
      path: pathOf(element), tag: element.localName, type: element.type || "", role: roleOf(element), name: well(cut(nameOf(element), 60)),
      box: { x: box.x, y: box.y, width: box.width, height: box.height },
    };
  };

  // ---- what the robot asks for ----

  let held = null; // the element found last: upload and frames need it by reference

  // Changes since the last aim, for "did anything happen". A countdown goes on by itself: a change of digits alone
  // is one when the same element did so before, or does so again and did not begin with the click.
  let changes = 0, aimed = 0, ticks = new Map();
  const ticked = new WeakSet();
  const digitless = (text) => text.replace(/[\d.,:]+/g, "0");
  const textsOf = (nodes) => [...nodes].map((n) => (n.nodeType === 3 ? n.data : "<>")).join("");
  const isTick = (record) => {
    if (record.type === "attributes") return false;
    const before = record.type === "characterData" ? record.oldValue || "" : textsOf(record.removedNodes);
    const after = record.type === "characterData" ? record.target.data : textsOf(record.addedNodes);
    return /\d/.test(before) && before !== after && digitless(before) === digitless(after);
  };
  const note = (record) => {
    if (!isTick(record)) { changes++; return; }
    const at = record.type === "characterData" ? record.target.parentNode || record.target : record.target;
    const tick = ticks.get(at) || { first: performance.now(), count: 0, before: ticked.has(at) };
    tick.count++;
    ticks.set(at, tick);
    ticked.add(at);
  };
  const observer = new MutationObserver((list) => { list.forEach(note); awaited?.(); });
  observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true, characterDataOldValue: true });
  const takeAim = () => { observer.takeRecords().forEach(note); aimed = performance.now(); ticks = new Map(); };
  const caused = () => [...ticks.values()].some((t) => !t.before && t.first - aimed < 60);
  const doubtful = () => [...ticks.values()].some((t) => !t.before && t.first - aimed >= 60 && t.count < 2);

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
    scroll: async ({ aim, dx, dy }) => {
      if (aim) {
        const found = one(aim);
        if (!found.ok) return found;
        handMoved();
        found.element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
        return { ok: true, ...facts(found.element) };
      }
      // At a finger's pace, not in one jump: what a page does at each step of the way is felt.
      const began = performance.now();
      let gone = 0;
      while (gone < 1) {
        const part = Math.min(1, (performance.now() - began + 1000 / 60) / SCROLL_TIME);
        handMoved();
        scrollBy({ left: Math.round(dx * part) - Math.round(dx * gone), top: Math.round(dy * part) - Math.round(dy * gone), behavior: "instant" });
        gone = part;
        await frame();
      }
      await frame(); // what the last step cost is seen then
      return { ok: true };
    },

    // {time}: until the address matches
    address: ({ pattern, time }) =>
      until(time, async () => (new RegExp(pattern).test(location.href) ? { ok: true } : trouble("address", location.href))),

    held: () => held,

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

  // Of a click into a field nothing but the focus comes; what is drawn on a canvas or shown in a frame cannot be compared.
  const expectsNothing = (element) =>
    /^(input|select|textarea|label|option|canvas|iframe|embed|object)$/.test(element.localName) || !!element.closest("label") || !!element.querySelector("canvas");
  const signs = () => ({
    changes, scroll: Math.round(scrollX + scrollY), animations: document.getAnimations().length,
    values: everything(document, "input,select,textarea").reduce((n, e) => n + (e.value || "").length + (e.checked ? 1 : 0), 0),
    media: everything(document, "audio,video").filter((e) => e.paused).length,
    focus: document.activeElement instanceof HTMLElement && /^(input|select|textarea)$/.test(document.activeElement.localName) ? pathOf(document.activeElement) : "",
    shape: shape(),
  });
  // A field that loses the focus to the button that is pressed tells nothing; one that gets it does.
  const gained = (a, b) => b.focus !== "" && a.focus !== b.focus;
  const differs = (a, b) =>
    a.changes < b.changes || caused() || a.scroll !== b.scroll || a.animations < b.animations || a.values !== b.values || gained(a, b) || a.media !== b.media || a.shape !== b.shape;
  // A menu opened by :focus-within changes no node: its elements become visible.
  const shape = () => {
    const all = document.body ? document.body.getElementsByTagName("*") : [];
    let sum = all.length;
    for (let i = 0; i < all.length && i < 1500; i++)
      if (all[i].checkVisibility?.({ visibilityProperty: true, opacityProperty: true })) sum += 1 + all[i].clientHeight + all[i].clientWidth;
    return sum;
  };
  const sends = (element) => !!element.closest("form") && !!element.closest("button:not([type=reset]),input:not([type=reset])");
  // Tells whether a page has come again as it was: another document, the same words.
  const mark = (element) => {
    const words = location.origin + location.pathname + "\n" + squeeze((document.body?.innerText || "").slice(0, 20000));
    let a = 0, b = 5381; // two hashes of 32 bits
    for (let i = 0; i < words.length; i++) {
      a = (Math.imul(a, 31) + words.charCodeAt(i)) | 0;
      b = (Math.imul(b, 33) ^ words.charCodeAt(i)) | 0;
    }
    const fields = everything(document, "input,textarea").filter((e) => !/^(hidden|submit|button|reset|image|checkbox|radio|range|color)$/.test(e.type));
    return { born: performance.timeOrigin, page: `${a >>> 0}-${b >>> 0}`, filled: fields.filter((e) => e.value).length, sends: !!element && sends(element) };
  };

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

  // ---- the page as a place on a map ----

  const numberless = (text) => text.replace(/\d+/g, "N").slice(0, 60);
  const featuresOf = () => {
    const found = new Set();
    const add = (kind, value) => { if (value) found.add(well(`${kind} ${numberless(value)}`)); };
    for (const e of everything(document, "header,nav,main,aside,footer,form,dialog,table,video,canvas,iframe,h1,section[id],[role],[data-testid],input,select,textarea")) {
      if (!shown(e)) continue;
      if (/^(header|nav|main|aside|footer|table|video|canvas|iframe|h1)$/.test(e.localName)) found.add("tag " + e.localName);
      if (/^(form|dialog|section)$/.test(e.localName)) add(e.localName, "#" + (e.id || e.getAttribute("name") || ""));
      if (e.getAttribute("role")) add("role", e.getAttribute("role"));
      if (e.dataset?.testid) add("testid", e.dataset.testid);
      if (/^(input|select|textarea)$/.test(e.localName)) add("field", e.name || e.id || e.type || e.localName);
    }
    return [...found].sort().slice(0, 64);
  };
  const selectorOf = (element) => {
    if (element.id) return "#" + CSS.escape(element.id);
    if (element.dataset?.testid) return `[data-testid=${JSON.stringify(element.dataset.testid)}]`;
    const parts = [];
    for (let e = element; e && e !== document.documentElement; e = e.parentElement) {
      if (e.id) { parts.unshift("#" + CSS.escape(e.id)); break; }
      parts.unshift(`${e.localName}:nth-child(${[...(e.parentElement?.children || [e])].indexOf(e) + 1})`);
    }
    return parts.join(" > ");
  };
  const surveyed = () => {
    const links = [], buttons = [], known = new Set();
    for (const e of everything(document, "a[href],area[href]")) {
      if (!/^https?:$/.test(e.protocol) || known.has(e.href) || e.hasAttribute("download") || links.length >= 500) continue;
      known.add(e.href);
      links.push({ url: well(e.href), label: well(cut(nameOf(e), 60)), target: selectorOf(e) });
    }
    for (const e of everything(document, "button,[role=button],[role=tab],[role=menuitem],summary,[onclick],input[type=button],a:not([href]),a[href^='#'],a[href^='javascript:']")) {
      if (!shown(e) || !enabled(e) || buttons.length >= 100) continue;
      const submits = e.form && (e.type === "submit" || e.type === "image");
      buttons.push({ label: well(cut(nameOf(e), 60)), target: selectorOf(e), submits: !!submits, method: e.form ? e.form.method : "" });
    }
    const nav = performance.getEntriesByType("navigation")[0];
    return {
      url: well(location.href), title: well(cut(document.title, 120)), status: nav?.responseStatus || 0, features: featuresOf(), links, buttons,
      blank: !squeeze(document.body?.innerText || "") && !document.querySelector("img,video,canvas,svg,iframe,input"),
    };
  };

  // ---- pictures without secrets ----

  const covers = [];
  const coverBox = (box) => {
    const patch = document.createElement("xunjian-cover");
    Object.assign(patch.style, {
      position: "fixed", left: box.left + "px", top: box.top + "px", width: box.width + "px", height: box.height + "px",
      background: "#000", zIndex: 2147483647, pointerEvents: "none",
    });
    document.documentElement.append(patch);
    covers.push(patch);
  };
  // What can be read on the page. The robot says which of it is secret, by number: the secrets
  // themselves never come here.
  let readable = [];
  const texts = () => {
    readable = [];
    const list = [];
    const add = (thing, text) => { readable.push(thing); list.push(well(text)); };
    for (const root of roots(document)) {
      const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      for (let node = walk.nextNode(); node; node = walk.nextNode())
        if (node.data.trim() && !/^(script|style|noscript)$/.test(node.parentElement?.localName || "")) add(node, node.data);
      for (const field of root.querySelectorAll("input,textarea"))
        if (field.value && field.type !== "password") add(field, field.value);
    }
    return { ok: true, texts: list };
  };
  const coverText = (thing) => {
    if (!thing || !thing.isConnected) return;
    if (thing.nodeType === 1) { coverBox(thing.getBoundingClientRect()); return; }
    const range = document.createRange();
    range.selectNodeContents(thing);
    for (const box of range.getClientRects()) coverBox(box);
  };

  // ---- the document as evidence ----

  const voids = new Set(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]);
  const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const serialize = (most) => {
    const out = [];
    let size = 0, whole = true;
    const put = (text) => { if (size + text.length <= most) { out.push(text); size += text.length; } else whole = false; };
    const attributes = (element) => {
      const list = new Map([...element.attributes].map((a) => [a.name, a.value]));
      if (element instanceof HTMLInputElement && element.type !== "file") {
        if (element.type === "checkbox" || element.type === "radio") element.checked ? list.set("checked", "") : list.delete("checked");
        else list.set("value", element.type === "password" && element.value ? "[hidden]" : element.value);
      }
      if (element instanceof HTMLOptionElement) element.selected ? list.set("selected", "") : list.delete("selected");
      if (element instanceof HTMLElement && document.body?.contains(element) && !shown(element)) list.set("data-xunjian-hidden", "");
      return [...list].map(([name, value]) => ` ${name}="${value.replace(/&/g, "&amp;").replace(/"/g, "&quot;")}"`).join("");
    };
    const walk = (node) => {
      if (!whole) return;
      if (node.nodeType === 3) put(/^(script|style)$/.test(node.parentElement?.localName || "") ? "" : escaped(node.data));
      if (node.nodeType !== 1) return;
      const tag = node.localName;
      if (tag === "xunjian-cover") return;
      put(`<${tag}${attributes(node)}>`);
      if (voids.has(tag)) return;
      if (node.shadowRoot) {
        put('<template shadowrootmode="open">');
        node.shadowRoot.childNodes.forEach(walk);
        put("</template>");
      }
      if (tag === "textarea") put(escaped(node.value));
      else node.childNodes.forEach(walk);
      put(`</${tag}>`);
    };
    put("<!DOCTYPE html>\n");
    if (document.documentElement) walk(document.documentElement);
    return { html: well(out.join("")), whole };
  };
  const storageOf = () => {
    const kept = {};
    try {
      for (let i = 0; i < Math.min(localStorage.length, 100); i++) kept[well(localStorage.key(i))] = well(cut(localStorage.getItem(localStorage.key(i)), 2000));
    } catch { /* a page without an origin has none */ }
    return kept;
  };

  const cookiesOf = () => {
    try {
      return well(cut(document.cookie, 16000));
    } catch {
      return ""; // a sandboxed page has none
    }
  };

  // ---- what a customer would see is wrong ----

  const MOST_TEXTS = 1000, MOST_BLEMISHES = 10;
  const faint = (element) => {
    for (let e = element; e; e = parentOf(e)) if (+getComputedStyle(e).opacity < 0.1) return true;
    return false;
  };
  // Texts that are shown, with their elements.
  const shownTexts = (most = MOST_TEXTS) => {
    const list = [];
    for (const root of roots(document)) {
      const walk = document.createTreeWalker(root === document ? document.body || document : root, NodeFilter.SHOW_TEXT);
      for (let node = walk.nextNode(); node && list.length < most; node = walk.nextNode()) {
        const element = node.parentElement;
        if (!element || !node.data.trim() || /^(script|style|noscript|template|title|option|textarea)$/.test(element.localName)) continue;
        if (shown(element)) list.push({ node, element, text: squeeze(node.data) });
      }
    }
    return list;
  };
  // White on white: a text in the colour of what is behind it.
  const channels = (colour) => (/^rgba?\(([^)]*)\)/.exec(colour)?.[1] || "").split(/[\s,/]+/).map(Number);
  const isInvisibleInk = (element) => {
    const ink = channels(getComputedStyle(element).color);
    if (ink.length < 3) return false;
    if (ink[3] === 0) return getComputedStyle(element).webkitTextFillColor === getComputedStyle(element).color && getComputedStyle(element).textShadow === "none";
    for (let e = element; e; e = parentOf(e)) {
      const style = getComputedStyle(e), behind = channels(style.backgroundColor);
      if (style.backgroundImage !== "none" || style.textShadow !== "none") return false;
      if (behind.length < 3 || behind[3] === 0) continue;
      return (behind[3] ?? 1) === 1 && [0, 1, 2].every((i) => Math.abs(ink[i] - behind[i]) < 6);
    }
    return getComputedStyle(document.documentElement).colorScheme.includes("dark") ? false : ink.slice(0, 3).every((c) => c > 249);
  };
  // How much there is to see. Words that only ask for patience are nothing.
  const patience = /^(loading|please wait|just a moment|正在加载|加载中|载入中|请稍候|请稍等|[.…。·\s])+$/i;
  const seen = () => {
    let characters = 0, things = 0;
    const readable = (t) => !faint(t.element) && !isInvisibleInk(t.element);
    let texts = shownTexts(30).filter(readable); // of most pages these are enough
    if (texts.length === 0) texts = shownTexts().filter(readable);
    texts = texts.map((t) => t.text);
    if (!patience.test(texts.join(" "))) for (const text of texts) characters += text.length;
    const controls = everything(document, "img,svg,canvas,video,iframe,embed,object,input:not([type=hidden]),select,textarea,button");
    for (const e of controls) {
      const box = e.getBoundingClientRect();
      if (box.width > 4 && box.height > 4 && shown(e) && !faint(e) && !(e.localName === "img" && isBroken(e))) things++;
      if (things >= 50) break;
    }
    if (!characters && !things) {
      const all = everything(document, "body,body *");
      for (let i = 0; i < all.length && i < 2000 && !things; i++)
        if (shown(all[i]) && /url\(|gradient/.test(getComputedStyle(all[i]).backgroundImage)) things++;
    }
    return { characters, things };
  };
  const isBlank = (there) => document.body instanceof HTMLBodyElement && !there.characters && !there.things;
  const isBroken = (image) => image.complete && image.naturalWidth === 0 && !!(image.currentSrc || image.getAttribute("src"));
  const brokenImages = () =>
    everything(document, "img").filter((e) => {
      if (!isBroken(e) || /^data:image\/svg/.test(e.currentSrc)) return false;
      const box = e.getBoundingClientRect(), style = getComputedStyle(e);
      // One without a name and a size is drawn with none: its place counts.
      return style.display !== "none" && style.visibility === "visible" && !(box.width > 0 && box.width < 4) && !faint(e) && (!e.parentElement || shown(e.parentElement));
    }).map((e) => ({ element: pathOf(e), text: well((e.currentSrc || e.src).slice(0, 200)) }));

  // Placeholders nobody filled in. Words that programmers write about (null, undefined, NaN) count only where
  // a value belongs: alone, behind a colon, a currency or a greeting, before a unit.
  const word = "(?:undefined|null|NaN)";
  const forgotten = [
    /\{\{[^{}]{1,80}\}\}/u, /\$\{[\w.$\[\]]{1,80}\}/u, /<%[=-]?[^%]{1,80}%>/u, /\[object [A-Z]\w*\]/u,
    new RegExp(`^[(（\\[¥￥$€£+-]?\\s*${word}(?:[\\s/.,:-]+${word})*\\s*[%％)）\\]!！.。]?$`, "u"),
    new RegExp(`[¥￥$€£]\\s?${word}(?![\\w.])`, "u"),
    new RegExp(`[:：]\\s*${word}\\s*(?:$|[，。；;)）!！|]|元|天|期|个月|[%％])`, "u"),
    new RegExp(`^.{0,30}?(?<![\\w.])${word}\\s?(?:元|天|期|个月|[%％]|days?\\b|months?\\b|USD|CNY|RMB).{0,20}$`, "u"),
    new RegExp(`^(?:hello|hi|dear|welcome(?: back)?|您好|你好|欢迎(?:您|回来)?|尊敬的)[\\s,，]*${word}.{0,12}$`, "iu"),
    new RegExp(`^.{0,20}[,，]\\s?${word}\\s?[!！]$`, "u"),
    new RegExp(`(?:^|\\s)${word}[/-]${word}(?:[/-]${word})?(?:$|\\s)`, "u"),
  ];
  const aboutCode = (element) => !!element.closest("code,pre,kbd,samp,var,tt,[contenteditable],[v-pre],[ngnonbindable],[translate=no],.notranslate");
  const isForgotten = (text) => text.length < 5000 && forgotten.some((pattern) => pattern.test(text));
  // A sentence may be cut in pieces by inline elements: "null" in <b> within a paragraph is no value left out.
  const sentence = (element) => {
    let block = element;
    while (block.parentElement && /^inline/.test(getComputedStyle(block).display)) block = block.parentElement;
    return squeeze(block.innerText || block.textContent);
  };
  const templatesLeft = (texts) => {
    const found = texts.filter((t) => isForgotten(t.text) && !aboutCode(t.element) &&
      (!/^(undefined|null|NaN)$/.test(t.text) || sentence(t.element).length < 60)).map((t) => ({ element: pathOf(t.element), text: well(cut(t.text, 120)) }));
    if (isForgotten(squeeze(document.title))) found.unshift({ element: "title", text: well(cut(squeeze(document.title), 120)) });
    for (const field of everything(document, "input[placeholder],textarea[placeholder],input[type=button],input[type=submit],option")) {
      const text = squeeze(field.getAttribute("placeholder") || (field.localName === "option" ? field.text : field.value));
      if (isForgotten(text) && shown(field)) found.push({ element: pathOf(field), text: well(cut(text, 120)) });
    }
    return found;
  };

  // Text that its own box cuts off: not where an ellipsis says so, where one can scroll, nor what is hidden
  // from eyes for screen readers.
  const boxOf = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return range.getBoundingClientRect();
  };
  const clipperOf = (element) => {
    for (let e = element, up = 0; e && up < 4; e = parentOf(e), up++) {
      const style = getComputedStyle(e);
      if (/auto|scroll/.test(style.overflowX + style.overflowY)) return null;
      if (/hidden|clip/.test(style.overflowX) || /hidden|clip/.test(style.overflowY)) return { box: e, style };
    }
    return null;
  };
  const runs = (element) => { // a ticker
    for (let e = element; e; e = parentOf(e)) if (e.getAnimations?.().some((a) => a.playState === "running")) return true;
    return false;
  };
  const isCutOff = ({ node, element, text }) => {
    const clip = clipperOf(element);
    if (!clip || clip.box === document.body || clip.box === document.documentElement) return false;
    const style = clip.style, box = clip.box.getBoundingClientRect(), words = boxOf(node);
    if (box.width < 8 || box.height < 8 || style.clip !== "auto" || style.clipPath !== "none") return false;
    if (style.textOverflow !== "clip" || style.webkitLineClamp !== "none" || getComputedStyle(element).textOverflow !== "clip") return false;
    if (squeeze(clip.box.textContent) !== text || runs(element) || parseFloat(style.textIndent) < 0) return false;
    const size = parseFloat(getComputedStyle(element).fontSize) || 16;
    const across = Math.max(words.right - box.right, box.left - words.left), down = Math.max(words.bottom - box.bottom, box.top - words.top);
    const inside = words.right > box.left && words.left < box.right && words.bottom > box.top && words.top < box.bottom;
    return inside && ((/hidden|clip/.test(style.overflowX) && across > size / 3) || (/hidden|clip/.test(style.overflowY) && down > size * 0.6));
  };

  // Two texts in one place, with nothing between them that hides the lower one.
  const lineBoxes = ({ node, element, text }) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    const size = parseFloat(getComputedStyle(element).fontSize) || 16;
    return [...range.getClientRects()].slice(0, 20).filter((r) => r.width > 2 && r.height > 2).map((r) => {
      const trim = Math.max(0, (r.height - size) / 2); // to the letters, without their leading
      return { left: r.left, right: r.right, top: r.top + trim, bottom: r.bottom - trim, element, text };
    });
  };
  const opaque = (element) => {
    const style = getComputedStyle(element);
    const alpha = /rgba?\([^)]*[,/]\s*([\d.]+)\)$/.exec(style.backgroundColor);
    const solid = style.backgroundColor.startsWith("rgba") ? +(alpha?.[1] ?? 1) > 0.5 : style.backgroundColor !== "transparent";
    return solid || style.backgroundImage !== "none" || style.backdropFilter !== "none" && style.backdropFilter !== undefined;
  };
  // A field's own ground lies below what stands in it.
  const parts = (a, b) => apart(a.element, b.element, a.field);
  const apart = (a, b, field) => {
    for (let e = a; e && !isWithin(b, e); e = parentOf(e))
      if ((opaque(e) && !(field && e === a)) || /fixed|sticky/.test(getComputedStyle(e).position) || moving(e) || getComputedStyle(e).transformStyle === "preserve-3d") return true;
    return false;
  };

  // What stands in a field is text, too: what was typed, or else the hint. By its font's measure, from where it begins.
  const measure = document.createElement("canvas").getContext("2d");
  const written = (field) => {
    if (field.localName === "select") return { text: squeeze(field.selectedOptions[0]?.label), style: getComputedStyle(field) };
    const typed = field.type === "password" ? "•".repeat(field.value.length) : field.value.split("\n")[0];
    if (typed.trim()) return { text: typed, style: getComputedStyle(field) };
    return { text: field.placeholder.split("\n")[0], style: getComputedStyle(field, "::placeholder") };
  };
  const fieldLine = (field) => {
    const { text, style } = written(field), own = getComputedStyle(field), ink = channels(style.color);
    const fill = channels(style.webkitTextFillColor);
    if (!squeeze(text) || ink[3] === 0 || fill[3] === 0 || +style.opacity < 0.1 || !measure || own.direction === "rtl") return [];
    const box = field.getBoundingClientRect(), size = parseFloat(style.fontSize) || 16, px = (name) => parseFloat(own[name]) || 0;
    const left = box.left + px("borderLeftWidth") + px("paddingLeft"), right = box.right - px("borderRightWidth") - px("paddingRight");
    measure.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const width = Math.min(measure.measureText(text).width, right - left);
    const spare = { right: 1, end: 1, center: 0.5 }[own.textAlign] || 0, from = left + (right - left - width) * spare;
    const top = box.top + px("borderTopWidth") + px("paddingTop"), bottom = box.bottom - px("borderBottomWidth") - px("paddingBottom");
    const middle = field.localName === "textarea" ? top + (parseFloat(own.lineHeight) || size * 1.2) / 2 : (top + bottom) / 2;
    if (width < 3 || bottom - top < size / 2) return [];
    return [{ left: from, right: from + width, top: middle - size / 2, bottom: middle + size / 2, element: field, text: squeeze(text), field: true }];
  };
  const fieldLines = () =>
    everything(document, "input:not([type=hidden],[type=checkbox],[type=radio],[type=range],[type=color],[type=file],[type=image],[type=button],[type=submit],[type=reset],[type=date],[type=time],[type=month],[type=week],[type=datetime-local]),textarea,select")
      .slice(0, 100).filter((field) => shown(field) && !faint(field)).flatMap(fieldLine);
  // Which of two is drawn later, as far as position and order tell: a field that is and has a ground hides the text below it.
  const layerOf = (element, top) => {
    for (let e = element; e && e !== top; e = parentOf(e))
      if (getComputedStyle(e).position !== "static") return 1 + (parseInt(getComputedStyle(e).zIndex, 10) || 0);
    return 0;
  };
  const isOver = (a, b) => {
    let top = a;
    while (top && !isWithin(b, top)) top = parentOf(top);
    const one = layerOf(a, top), other = layerOf(b, top);
    return one !== other ? one > other : !!(b.compareDocumentPosition(a) & Node.DOCUMENT_POSITION_FOLLOWING);
  };
  const hidesOne = (a, b) => {
    const field = a.field ? a : b, words = a.field ? b : a;
    if (!a.field && !b.field) return false;
    // What completes the word, or writes it again in another form, is meant to stand there.
    if (field.text.includes(words.text) || words.text.includes(field.text) || field.element.contains(words.element)) return true;
    return isOver(field.element, words.element) && opaque(field.element);
  };
  const area = (r) => Math.max(0, r.right - r.left) * Math.max(0, r.bottom - r.top);
  const clipped = (element) => {
    const clip = clipperOf(element);
    const box = clip && clip.box.getBoundingClientRect();
    return !!box && (box.width < 4 || box.height < 4);
  };
  const overlapping = (texts) => {
    const lines = texts.slice(0, 500).filter((t) => !faint(t.element) && !clipped(t.element)).flatMap(lineBoxes).concat(fieldLines()).sort((a, b) => a.top - b.top);
    const found = [];
    for (let i = 0; i < lines.length && found.length < MOST_BLEMISHES; i++)
      for (let k = i + 1; k < lines.length && lines[k].top < lines[i].bottom; k++) {
        const a = lines[i], b = lines[k];
        if (a.element === b.element) continue;
        const both = area({ left: Math.max(a.left, b.left), right: Math.min(a.right, b.right), top: Math.max(a.top, b.top), bottom: Math.min(a.bottom, b.bottom) });
        if (both < 40 || both < 0.35 * Math.min(area(a), area(b)) || a.text === b.text) continue;
        const one = !a.field && !b.field && isWithin(a.element, b.element) && isWithin(b.element, a.element);
        if (one || parts(a, b) || parts(b, a) || hidesOne(a, b)) continue;
        if (hiddenBelow(a) || hiddenBelow(b)) continue;
        found.push({ element: pathOf(a.element), text: well(`"${cut(a.text, 30)}" and "${cut(b.text, 30)}"`) });
        break;
      }
    return found;
  };
  // Not what is drawn outside of a box that cuts it off.
  const hiddenBelow = (line) => {
    for (let e = line.element; e && e !== document.body; e = parentOf(e)) {
      const style = getComputedStyle(e);
      if (style.overflowX === "visible" && style.overflowY === "visible") continue;
      const box = e.getBoundingClientRect();
      if (line.left >= box.right || line.right <= box.left || line.top >= box.bottom - 2 || line.bottom <= box.top + 2) return true;
    }
    return false;
  };

  const looks = () => {
    const texts = shownTexts(), few = (list) => list.slice(0, MOST_BLEMISHES);
    return {
      ...seen(), html: document.body instanceof HTMLBodyElement, broken_images: few(brokenImages()), templates: few(templatesLeft(texts)),
      cut_off: few(texts.slice(0, 500).filter((t) => isCutOff(t) && !faint(t.element)).map((t) => ({ element: pathOf(t.element), text: well(cut(t.text, 80)) }))),
      overlaps: few(overlapping(texts)),
    };
  };

  // ---- speed and stutter as felt ----

  const felt = { lcp: null, cls: 0, shifts: [], long: [], slow: [], interactions: [] };
  let painted = false;
  const watchers = [];
  const watch = (type, take, options) => {
    try {
      const observer = new PerformanceObserver((list) => list.getEntries().forEach(take));
      observer.observe({ type, buffered: true, ...options });
      watchers.push({ observer, take });
    } catch { /* this engine does not know it */ }
  };
  const keep = (list, item) => { if (list.push(item) > 100) list.shift(); };
  watch("largest-contentful-paint", (e) => { felt.lcp = { at: e.startTime, size: e.size, element: e.element ? pathOf(e.element) : "", url: e.url || "" }; });
  watch("layout-shift", (e) => {
    if (e.hadRecentInput) return;
    felt.cls += e.value;
    keep(felt.shifts, { at: e.startTime, value: e.value, element: e.sources?.[0]?.node instanceof Element ? pathOf(e.sources[0].node) : "" });
  });
  watch("longtask", (e) => keep(felt.long, { at: e.startTime, length: e.duration }));
  watch("long-animation-frame", (e) =>
    keep(felt.slow, {
      at: e.startTime, length: e.duration, blocking: e.blockingDuration,
      scripts: (e.scripts || []).slice(0, 3).map((s) => ({ source: s.sourceURL, at: s.sourceCharPosition, name: s.sourceFunctionName, length: s.duration, by: s.invoker })),
    }));
  watch("event", (e) => {
    if (e.interactionId) keep(felt.interactions, { at: e.startTime, length: e.duration, name: e.name, element: e.target instanceof Element ? pathOf(e.target) : "" });
  }, { durationThreshold: 16 });

  // Frames while a hand scrolls, swipes or drags: what lies between two animation frames is one, and those that a screen of
  // 60 a second would have shown meanwhile are dropped (framesExpected and framesProduced of PerformanceScrollTiming,
  // github.com/MicrosoftEdge/MSEdgeExplainers; its end, too: 150 ms without a movement). What a page scrolls by itself is
  // not counted, but a hand's way on (momentum) is.
  const SCROLL_TIME = 300, VSYNC = 1000 / 60, STILL = 150, MOMENTUM = 3000, STALL = 100;
  let stretch = { time: 0, frames: 0, dropped: 0, stalls: [] };
  let running = false, handAt = -MOMENTUM, movedAt = 0, drawn = 0;
  const drew = (at) => {
    const length = at - drawn, expected = Math.max(1, Math.round(length / VSYNC));
    stretch.time += length;
    stretch.frames++;
    stretch.dropped += expected - 1;
    if (length >= STALL) keep(stretch.stalls, { at: drawn, length });
  };
  const tick = (at, first) => {
    // The event that moves it comes in a frame before its callbacks, so that a slow one lengthens the frame that follows.
    if (first ? at - drawn >= 1.5 * VSYNC : movedAt >= drawn) drew(at);
    drawn = at;
    running = at - movedAt < STILL; // not now: a slow event has passed meanwhile
    if (running) requestAnimationFrame((then) => tick(then, false));
  };
  const moves = () => {
    movedAt = performance.now();
    if (running) return;
    running = true;
    drawn = movedAt;
    requestAnimationFrame((at) => tick(at, true));
  };
  const handMoved = () => { handAt = performance.now(); moves(); };
  const listen = (type, take) => addEventListener(type, take, { capture: true, passive: true });
  listen("wheel", handMoved);
  listen("touchmove", handMoved);
  listen("pointermove", (event) => { if (event.buttons) handMoved(); });
  listen("scroll", () => { if (performance.now() - handAt < MOMENTUM) moves(); });
  const takeStretch = () => {
    const now = performance.now(), taken = stretch;
    if (running && movedAt >= drawn && now - drawn >= 1.5 * VSYNC) drew(now);
    drawn = now;
    stretch = { time: 0, frames: 0, dropped: 0, stalls: [] };
    if (!taken.frames) return null;
    const overlap = (e, s) => Math.max(0, Math.min(e.at + e.length, s.at + s.length) - Math.max(e.at, s.at));
    const worst = taken.stalls.reduce((most, s) => Math.max(most, s.length), 0);
    const share = (e) => taken.stalls.reduce((most, s) => Math.max(most, overlap(e, s)), 0);
    return {
      time: taken.time, frames: taken.frames, dropped: taken.dropped, stall: worst,
      // Those that the page's own work fills: for the others the machine may be to blame.
      stalls: taken.stalls.filter((s) => felt.long.reduce((sum, e) => sum + overlap(e, s), 0) >= s.length / 2).length,
      slow: felt.slow.filter((e) => share(e) > 0).reduce((most, e) => (!most || share(e) > share(most) ? e : most), null),
    };
  };

  let looked = 0; // when it was measured last: a step answers for its own stutter only
  const measured = () => {
    for (const { observer, take } of watchers) observer.takeRecords().forEach(take);
    const since = looked;
    looked = performance.now();
    const ofStep = (list) => list.filter((e) => e.at + e.length > since);
    const slowest = felt.interactions.filter((e) => e.at >= since).reduce((most, e) => (!most || e.length > most.length ? e : most), null);
    const nav = performance.getEntriesByType("navigation")[0];
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    const resources = performance.getEntriesByType("resource");
    return {
      fcp: paint ? paint.startTime : -1, lcp: felt.lcp, cls: felt.cls, shifts: felt.shifts, long: ofStep(felt.long), slow: ofStep(felt.slow),
      inp: slowest ? slowest.length : -1, inp_element: slowest ? slowest.element : "", motion: takeStretch(), interactions: felt.interactions,
      dom: nav ? nav.domContentLoadedEventEnd || -1 : -1, load: nav ? nav.loadEventEnd || -1 : -1, first_byte: nav ? nav.responseStart : -1,
      resources: resources.length, bytes: resources.reduce((n, r) => n + (r.transferSize || 0), nav ? nav.transferSize || 0 : 0),
    };
  };

  globalThis.__xunjian = api;
})();
