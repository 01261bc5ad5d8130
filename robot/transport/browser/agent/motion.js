/* SPDX-License-Identifier: Apache-2.0 */
// motion.js - frames while a hand scrolls, swipes or drags.

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
const handIsOn = () => { handAt = performance.now(); }; // what scrolls from now on is its doing
const handMoved = () => { handIsOn(); moves(); };
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

// The window by so much, at a finger's pace, not in one jump: what a page does at each step of the way is felt.
const glide = async (dx, dy) => {
  const began = performance.now();
  let gone = 0;
  while (gone < 1) {
    const part = Math.min(1, (performance.now() - began + VSYNC) / SCROLL_TIME);
    handIsOn();
    scrollBy({ left: Math.round(dx * part) - Math.round(dx * gone), top: Math.round(dy * part) - Math.round(dy * gone), behavior: "instant" });
    gone = part;
    await frame();
  }
  await frame(); // what the last step cost is seen then
};
// Until the element is in the middle. How far that is is tried first: before a frame is drawn nobody sees it.
const glideTo = async (element) => {
  const show = () => element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
  const left = scrollX, top = scrollY;
  show();
  const dx = scrollX - left, dy = scrollY - top;
  if (dx || dy) {
    scrollTo({ left, top, behavior: "instant" });
    await glide(dx, dy);
  }
  handIsOn();
  show(); // what came in on the way may have moved it, and boxes within the window scroll at once
};
