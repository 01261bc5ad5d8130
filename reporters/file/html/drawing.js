// Moves about in the map: drag, wheel, keys; finds modules; shows the ways of one alone.
// The picture is whole without it.
(function () {
  "use strict";
  var svg = document.querySelector("main > svg");
  var search = document.querySelector("input[type=search]");
  var found = document.getElementById("found");
  var panel = document.querySelector("aside");
  var whole = svg.viewBox.baseVal;
  var full = { x: whole.x, y: whole.y, w: whole.width, h: whole.height };
  var view = { x: full.x, y: full.y, w: full.w, h: full.h };
  var boxes = Array.prototype.slice.call(svg.querySelectorAll(".box[data-node]"));
  var ways = Array.prototype.slice.call(svg.querySelectorAll(".way"));
  var byNode = {};
  var matches = [], at = -1;
  svg.removeAttribute("width");
  svg.removeAttribute("height");

  function show() {
    svg.setAttribute("viewBox", [view.x, view.y, view.w, view.h].join(" "));
  }

  // Units of the picture for a pixel of the screen.
  function unit() {
    var r = svg.getBoundingClientRect();
    return Math.max(view.w / r.width, view.h / r.height);
  }

  function fit() {
    var r = svg.getBoundingClientRect(), u = Math.max(full.w / r.width, full.h / r.height);
    // A map too large to be read whole begins at its start.
    u = Math.min(u, 2.5);
    view.w = r.width * u;
    view.h = r.height * u;
    view.x = full.w <= view.w ? full.x + (full.w - view.w) / 2 : full.x;
    view.y = full.h <= view.h ? full.y + (full.h - view.h) / 2 : start().y - view.h / 2;
    show();
  }

  function start() {
    return boxes.length ? boxes[0].querySelector("rect").getBBox() : { x: 0, y: 0 };
  }

  function zoom(factor, px, py) {
    var r = svg.getBoundingClientRect(), u = unit();
    if (u * factor < 0.1 || u * factor > 200) return;
    px = px === undefined ? r.width / 2 : px;
    py = py === undefined ? r.height / 2 : py;
    var x = view.x + view.w / 2 + (px - r.width / 2) * u;
    var y = view.y + view.h / 2 + (py - r.height / 2) * u;
    view.w = r.width * u * factor;
    view.h = r.height * u * factor;
    view.x = x - (px / r.width) * view.w;
    view.y = y - (py / r.height) * view.h;
    show();
  }

  function centre(box) {
    var r = svg.getBoundingClientRect(), b = box.querySelector("rect").getBBox();
    var u = Math.min(unit(), 1);
    view.w = r.width * u;
    view.h = r.height * u;
    view.x = b.x + b.width / 2 - view.w / 2;
    view.y = b.y + b.height / 2 - view.h / 2;
    show();
  }

  function list(title, nodes) {
    if (!nodes.length) return;
    var h = document.createElement("h2"), ul = document.createElement("ul");
    h.textContent = title + " " + nodes.length;
    nodes.forEach(function (n) {
      var li = document.createElement("li"), b = document.createElement("button");
      b.type = "button";
      b.textContent = byNode[n].dataset.id;
      b.addEventListener("click", function () { choose(byNode[n]); centre(byNode[n]); });
      li.appendChild(b);
      ul.appendChild(li);
    });
    panel.appendChild(h);
    panel.appendChild(ul);
  }

  function choose(box) {
    var into = [], from = [];
    svg.querySelectorAll(".near, .box.chosen").forEach(function (e) { e.classList.remove("near", "chosen"); });
    svg.classList.toggle("chosen", !!box);
    panel.hidden = !box;
    panel.textContent = "";
    if (!box) return;
    box.classList.add("chosen", "near");
    ways.forEach(function (w) {
      var a = w.dataset.from, b = w.dataset.to, both = w.hasAttribute("marker-start");
      if (a !== box.dataset.node && b !== box.dataset.node) return;
      var other = a === box.dataset.node ? b : a;
      w.classList.add("near");
      byNode[other].classList.add("near");
      if (a === box.dataset.node || both) from.push(other);
      if (b === box.dataset.node || both) into.push(other);
    });
    var pre = document.createElement("pre");
    pre.textContent = box.querySelector("title").textContent.trim();
    panel.appendChild(pre);
    list("来自 from", into);
    list("前往 to", from);
  }

  function find() {
    var words = search.value.trim().toLowerCase();
    matches = boxes.filter(function (b) {
      var hit = words !== "" && b.querySelector("title").textContent.toLowerCase().indexOf(words) >= 0;
      b.classList.toggle("found", hit);
      return hit;
    });
    at = -1;
    found.textContent = words === "" ? "" : matches.length + " / " + boxes.length;
  }

  function next() {
    if (!matches.length) return;
    at = (at + 1) % matches.length;
    centre(matches[at]);
    choose(matches[at]);
  }

  boxes.forEach(function (b) {
    byNode[b.dataset.node] = b;
    b.setAttribute("tabindex", "0");
    b.setAttribute("role", "button");
    b.addEventListener("keydown", function (e) {
      if (e.key === "Enter" || e.key === " ") { e.preventDefault(); choose(b); }
    });
  });

  var held = null;
  svg.addEventListener("pointerdown", function (e) {
    held = { x: e.clientX, y: e.clientY, moved: false, on: e.target.closest(".box[data-node]") };
    svg.setPointerCapture(e.pointerId);
    svg.classList.add("held");
  });
  svg.addEventListener("pointermove", function (e) {
    if (!held) return;
    var dx = e.clientX - held.x, dy = e.clientY - held.y, u = unit();
    if (!held.moved && Math.abs(dx) + Math.abs(dy) < 5) return;
    view.x -= dx * u;
    view.y -= dy * u;
    held = { x: e.clientX, y: e.clientY, moved: true, on: held.on };
    show();
  });
  svg.addEventListener("pointerup", function () {
    if (held && !held.moved) choose(held.on);
    held = null;
    svg.classList.remove("held");
  });
  svg.addEventListener("pointercancel", function () { held = null; svg.classList.remove("held"); });
  svg.addEventListener("wheel", function (e) {
    var r = svg.getBoundingClientRect();
    e.preventDefault();
    zoom(Math.exp(e.deltaY * 0.0015), e.clientX - r.left, e.clientY - r.top);
  }, { passive: false });

  document.getElementById("nearer").addEventListener("click", function () { zoom(0.7); });
  document.getElementById("farther").addEventListener("click", function () { zoom(1 / 0.7); });
  document.getElementById("fit").addEventListener("click", fit);
  search.addEventListener("input", find);
  search.addEventListener("keydown", function (e) {
    if (e.key === "Enter") next();
  });
  document.addEventListener("keydown", function (e) {
    if (e.key === "Escape") choose(null);
    if (e.key === "/" && document.activeElement !== search) { e.preventDefault(); search.focus(); }
  });
  window.addEventListener("resize", fit);
  fit();
})();
