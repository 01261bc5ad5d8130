// Chooses the reader's language, opens what a link points to, opens and closes everything.
// The page is whole without it.
(function () {
  "use strict";
  var en = document.getElementById("language-en");
  var zh = document.getElementById("language-zh");

  // A page opened from a file may not be allowed to remember.
  function remembered() {
    try {
      return localStorage.getItem("xunjian-language");
    } catch (refused) {
      return null;
    }
  }

  function changed() {
    var language = zh.checked ? "zh-CN" : "en";
    document.documentElement.lang = language;
    return language;
  }

  function chosen() {
    var language = changed();
    try {
      localStorage.setItem("xunjian-language", language);
    } catch (refused) {
      return;
    }
  }

  function reveal() {
    var target = document.getElementById(location.hash.slice(1));
    if (target && target.tagName === "DETAILS") {
      target.open = true;
      target.scrollIntoView();
    }
  }

  function button(id, open) {
    var it = document.getElementById(id);
    it.hidden = false;
    it.addEventListener("click", function () {
      document.querySelectorAll("#runs .run, #runs .step > details").forEach(function (fold) {
        fold.open = open;
      });
    });
  }

  (/^zh/i.test(remembered() || navigator.language || "") ? zh : en).checked = true;
  changed();
  en.addEventListener("change", chosen);
  zh.addEventListener("change", chosen);
  button("open-all", true);
  button("close-all", false);
  window.addEventListener("hashchange", reveal);
  reveal();
})();
