// SPDX-License-Identifier: Apache-2.0
// login.js - tells that the last try was wrong; the form itself needs no script.
// It remembers where somebody was going, too: the link in an alert.
const asked = new URLSearchParams(location.search);
document.getElementById('wrong').hidden = !asked.has('wrong');
const kept = asked.get('to') ?? (asked.has('wrong') ? sessionStorage.getItem('xunjian-to') : null) ?? '/';
sessionStorage.setItem('xunjian-to', kept);
document.getElementById('to').value = kept;
const theme = localStorage.getItem('xunjian-theme');
if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
