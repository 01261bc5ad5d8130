/* SPDX-License-Identifier: Apache-2.0 */
// recorder.js - tells what a person does in a page, in the robot's words. It lives where agent.js does, in a world of
// its own: the page neither sees it nor can speak in its name.
//
// Passwords and one-time codes are not told: only that one was typed, and into what.
(() => {
  "use strict";
  const agent = globalThis.__xunjian;
  if (!agent || globalThis.__xunjianRecorder) return; // once a document
  const me = globalThis.__xunjianRecorder = { last: {} }; // what was told last, for tools that wait for it
  // The way to this frame from the page: a selector for each frame in which the next one is.
  const NEXT = "\u001f";
  const placeOf = (e) => {
    const parts = [];
    for (; e.parentElement; e = e.parentElement) parts.unshift(`${e.localName}:nth-child(${[...e.parentElement.children].indexOf(e) + 1})`);
    return parts.join(" > ");
  };
  const callFrame = (e) => {
    const quoted = (name) => e.getAttribute(name) && `${e.localName}[${name}=${JSON.stringify(e.getAttribute(name))}]`;
    const ways = [agent.steady(e.id) && "#" + CSS.escape(e.id), quoted("name"), quoted("title"), e.localName].filter(Boolean);
    return ways.find((way) => e.ownerDocument.querySelectorAll(way).length === 1) || placeOf(e);
  };
  const frameOf = () => {
    const way = [];
    try {
      for (let w = window; w !== w.top; w = w.parent) way.unshift(w.frameElement ? callFrame(w.frameElement) : `iframe[src^=${JSON.stringify(w.location.origin)}]`);
    } catch { /* what is around it is of another origin */ }
    return way.length ? way.join(NEXT) : null;
  };
  // When it has come to rest: what it is called may be written late. But before anything is done in it.
  let coming = 0;
  const come = () => { clearTimeout(coming); coming = setTimeout(() => { coming = 0; tell({ do: "page" }); }, 150); };
  const say = (event) => {
    if (coming) { clearTimeout(coming); coming = 0; tell({ do: "page" }); }
    tell(event);
  };
  const tell = (event) => {
    const heading = agent.heading();
    me.last = event;
    globalThis.xunjianHeard(JSON.stringify({
      ...event, url: location.href.slice(0, 2000), title: document.title.slice(0, 200), frame: frameOf(),
      heading: heading.slice(0, 100),
    }));
  };

  const isText = (e) => e.isContentEditable || e.localName === "textarea" ||
    (e.localName === "input" && !/^(button|submit|reset|image|checkbox|radio|range|color|file|hidden)$/.test(e.type));
  const labelOf = (e) => [e.getAttribute("aria-label"), ...[...(e.labels || [])].map((l) => l.innerText), e.placeholder, e.name, e.id].filter(Boolean).join(" ");
  const codeWords = /验证码|短信码|动态码|校验码|otp|one.?time|sms.?code|verif\w* code/i;
  const kindOf = (e) => {
    if (e.type === "password" || /password|passwd|passcode|密码|\bcvv|\bcvc/i.test(labelOf(e))) return "password";
    if (!/^(none)?$/.test(getComputedStyle(e).webkitTextSecurity || "")) return "password"; // drawn as dots
    if (e.autocomplete === "one-time-code" || codeWords.test(labelOf(e))) return "code";
    return "text";
  };

  // What was typed is told when it is done: one action for a field, not one for a key. What it is called is asked when
  // it begins: with the last digit of a code many a page takes the field away.
  let typing = null;
  const told = new WeakMap();
  const begin = (e) => ({ e, aim: agent.target(e), kind: kindOf(e), label: labelOf(e).slice(0, 100) });
  const note = () => { typing.value = typing.e.isContentEditable ? typing.e.innerText : typing.e.value; };
  const flush = () => {
    const done = typing;
    typing = null;
    if (!done || told.get(done.e) === done.value) return;
    told.set(done.e, done.value);
    say({ do: "type", aim: done.aim, kind: done.kind, label: done.label, value: done.kind === "text" ? done.value.slice(0, 4000) : "" });
  };
  const at = (event) => event.composedPath()[0];
  const hears = (type, listener) => addEventListener(type, (event) => { if (event.isTrusted) listener(event); }, { capture: true, passive: true });

  hears("input", (event) => {
    const e = at(event);
    if (!isText(e)) return;
    if (typing && typing.e !== e) flush();
    typing ||= begin(e);
    note();
  });
  // A file's choosing comes from tools as a script's event.
  addEventListener("change", (event) => {
    const e = at(event);
    if (!event.isTrusted && e.type !== "file") return;
    if (isText(e)) { if (typing?.e === e) { note(); flush(); } return; }
    if (e.localName === "select") say({ do: "select", aim: agent.target(e), values: [...e.selectedOptions].map((o) => o.label.trim().slice(0, 200)) });
    if (e.type === "file") say({ do: "upload", aim: agent.target(e), values: [...e.files].map((f) => f.name.slice(0, 200)) });
  }, true);
  hears("blur", (event) => { if (typing && at(event) === typing.e) flush(); });

  // The control that was meant: the icon in a button is not.
  const controlOf = (e) =>
    e.closest("a[href],button,input,select,textarea,label,summary,option,[role=button],[role=link],[role=tab],[role=menuitem],[role=option],[role=checkbox],[role=radio],[role=switch],[onclick],[data-testid]") || e;
  // A drag is a press that carries something along: what is pressed has moved, or has asked for the pointer.
  let down = null, dragged = false;
  const corner = (e) => { const box = e.getBoundingClientRect(); return { x: box.x, y: box.y }; };
  hears("pointerdown", (event) => {
    unwatch(); // what comes now may be of the next action
    const e = at(event);
    dragged = false;
    down = { x: event.clientX, y: event.clientY, e, touch: event.pointerType === "touch", captured: false, corner: e instanceof Element ? corner(e) : null };
  });
  hears("gotpointercapture", () => { if (down) down.captured = true; });
  hears("pointerup", (event) => {
    if (!down?.corner) return;
    const right = Math.round(event.clientX - down.x), below = Math.round(event.clientY - down.y), now = corner(down.e);
    const carried = Math.hypot(now.x - down.corner.x, now.y - down.corner.y) > 5 || down.captured || down.e.draggable;
    if (Math.hypot(right, below) < 20 || !carried || isText(down.e)) return;
    dragged = true;
    say({ do: "drag", aim: agent.target(down.e), right, down: below });
  });
  // What an action brought about: what the page tells where it told something else, or nothing, before. Said again when
  // that changes, so that the state it ends in is the one that counts.
  const SETTLED = 500, MOST_WAIT = 30000;
  let watch = null;
  const unwatch = () => { watch?.observer.disconnect(); clearTimeout(watch?.timer); watch = null; };
  const look = (mine) => {
    const news = agent.tellers().filter(({ element, text }) => mine.known.get(element) !== text);
    for (const { element, text } of agent.tellers()) mine.known.set(element, text);
    const aimed = news.map((told) => ({ told, aim: agent.tellerAim(told) })).filter(({ aim }) => aim);
    const best = aimed.find(({ aim }) => aim.testid) || aimed[0];
    if (best) say({ do: "shows", aim: best.aim, text: best.told.text, wait: Math.round(mine.changed - mine.began) });
  };
  const watchWhatComes = () => {
    unwatch();
    const mine = { began: performance.now(), changed: 0, known: new Map(agent.tellers().map(({ element, text }) => [element, text])) };
    mine.observer = new MutationObserver(() => {
      mine.changed = performance.now();
      clearTimeout(mine.timer);
      if (mine.changed - mine.began > MOST_WAIT) unwatch();
      else mine.timer = setTimeout(() => { if (watch === mine) look(mine); }, SETTLED);
    });
    watch = mine;
    mine.observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  };

  // A label clicks its control once more, and a key clicks what has the focus: the first is no act, the second is one,
  // unless it was Enter in a field, which clicks the form's button.
  let labelled = null, keyed = null;
  hears("click", (event) => {
    const e = at(event);
    if (!(e instanceof Element) || dragged) return;
    const control = controlOf(e), byKey = event.detail === 0 || !event.pointerType;
    if (control === labelled || (byKey && control !== keyed?.control)) return;
    labelled = control.localName === "label" ? control.control : null;
    if (labelled) setTimeout(() => { labelled = null; });
    if (keyed) keyed.clicked = true;
    if (typing && typing.e !== control) flush();
    if (isText(control) || control.localName === "select" || control.localName === "option" || control.type === "file") return;
    const field = control.localName === "label" ? control.control : null;
    if (field && (isText(field) || field.type === "file" || field.localName === "select")) return;
    say({ do: down?.touch && !byKey ? "tap" : "click", aim: agent.target(control), times: event.detail });
    watchWhatComes();
  });
  hears("keydown", (event) => {
    keyed = event.key === " " && !isText(at(event)) && at(event) instanceof Element ? { control: controlOf(at(event)), clicked: false } : null;
    const plain = isText(at(event)) && !event.ctrlKey && !event.metaKey;
    const moves = /^Arrow(Up|Down|Left|Right)$/.test(event.key) && !plain && !/^(select|input)$/.test(at(event).localName);
    if (!["Enter", "Escape"].includes(event.key) && !moves) return;
    if (event.isComposing || (event.key === "Enter" && at(event).localName === "textarea")) return;
    flush();
    const press = { do: "press", key: event.key };
    watchWhatComes();
    if (event.key !== "Enter" || isText(at(event)) || !(at(event) instanceof Element) || at(event) === document.body) { say(press); return; }
    const mine = { control: controlOf(at(event)), clicked: false };
    keyed = mine;
    setTimeout(() => { if (!mine.clicked) say(press); }); // nothing was clicked by it: the page takes the key itself
  });
  addEventListener("pagehide", flush, true);
  addEventListener("pageshow", (event) => { if (event.persisted) come(); });
  if (document.readyState === "complete") come();
  else addEventListener("load", come);
})();
