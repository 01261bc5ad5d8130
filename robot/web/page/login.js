// SPDX-License-Identifier: Apache-2.0
// login.js - tells that the last try was wrong; the form itself needs no script.
if (new URLSearchParams(location.search).has('wrong')) {
    document.getElementById('wrong').hidden = false;
}
const theme = localStorage.getItem('xunjian-theme');
if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
