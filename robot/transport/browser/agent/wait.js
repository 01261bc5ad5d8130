/* SPDX-License-Identifier: Apache-2.0 */
// wait.js - waiting in the page: looking again at each frame, or as soon as something changes.

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
