// SPDX-License-Identifier: Apache-2.0
// api.js - questions to the robot, and word from it when to ask again.

export class Refused extends Error {
    constructor(status, message) {
        super(message);
        this.status = status;
    }
}

let session = null;
const listeners = new Set();
export const connection = { away: false };

// Called with 'change' when something may be new, with 'away' and 'back' as the robot goes and comes.
export function listen(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
}

const tell = (what) => listeners.forEach((listener) => listener(what));

function setAway(away) {
    if (connection.away === away) return;
    connection.away = away;
    tell(away ? 'away' : 'back');
}

async function answerOf(response) {
    if (response.status === 401) {
        location.assign(`/login?to=${encodeURIComponent(location.pathname)}`);
        throw new Refused(401, 'logged out');
    }
    const type = response.headers.get('Content-Type') || '';
    const body = type.startsWith('application/json') ? await response.json() : null;
    if (!response.ok) throw new Refused(response.status, body?.error?.message || response.statusText);
    return body;
}

async function call(path, options) {
    let response;
    try {
        response = await fetch(path, { cache: 'no-store', ...options });
    } catch (error) {
        if (error.name !== 'AbortError') setAway(true);
        throw error;
    }
    setAway(false);
    return answerOf(response);
}

export const get = (path, signal) => call(path, { signal });

export async function whoAmI() {
    session = await get('/api/session');
    return session;
}

async function send(method, path, body, again = true) {
    if (!session) await whoAmI();
    try {
        return await call(path, {
            method,
            headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': session.csrf },
            body: body === undefined ? undefined : JSON.stringify(body),
        });
    } catch (error) {
        // The robot was started again meanwhile: its CSRF tokens are new.
        if (!again || error.status !== 403) throw error;
        session = null;
        return send(method, path, body, false);
    }
}

export const post = (path, body = {}) => send('POST', path, body);
export const remove = (path) => send('DELETE', path);

let source = null;
let seen = null;
let due = null;

// No more than one question a second, however much happens.
function changed() {
    if (due === null)
        due = setTimeout(() => {
            due = null;
            tell('change');
        }, 1000);
}

export function follow() {
    if (source) source.close();
    source = new EventSource('/api/events');
    source.onmessage = (event) => {
        setAway(false);
        if (seen !== null && seen !== event.data) changed();
        seen = event.data;
    };
    source.onerror = () => {
        setAway(true);
        // Browsers give up for good after an answer that is no stream.
        if (source.readyState === EventSource.CLOSED) setTimeout(follow, 3000);
    };
}

// A page that is not looked at asks nothing, and everything when it is looked at again.
document.addEventListener('visibilitychange', () => {
    if (document.hidden) return;
    if (!source || source.readyState === EventSource.CLOSED) follow();
    tell('change');
});
