"""A page that tries every way out that a browser has. INSIDE and OUTSIDE are put in for the two sites."""

PAGE = """<!doctype html><title>ways out</title><body>
<a id=link href="OUTSIDE/doc/link">out</a>
<form id=form method=post action="OUTSIDE/doc/form"><button>send</button></form>
<script>
const out = 'OUTSIDE', inside = 'INSIDE';
window.tried = [];
const add = (name, facts) => document.body.append(Object.assign(document.createElement(name), facts));
const parts = {
    fetch: () => fetch(out + '/part/fetch', {mode: 'no-cors'}),
    xhr: () => { const x = new XMLHttpRequest(); x.open('GET', out + '/part/xhr'); x.send(); },
    keepalive: () => fetch(out + '/part/keepalive', {mode: 'no-cors', keepalive: true, method: 'POST', body: 'x'}),
    beacon: () => navigator.sendBeacon(out + '/part/beacon', 'x'),
    image: () => add('img', {src: out + '/part/image'}),
    redirected: () => add('img', {src: inside + '/to?' + out + '/part/redirected'}),
    script: () => add('script', {src: out + '/part/script'}),
    style: () => add('link', {rel: 'stylesheet', href: out + '/part/style'}),
    icon: () => add('link', {rel: 'icon', href: out + '/part/icon'}),
    audio: () => add('audio', {src: out + '/part/audio', preload: 'auto'}),
    font: () => new FontFace('f', `url(${out}/part/font)`).load(),
    module: () => import(out + '/part/module'),
    websocket: () => new WebSocket(out.replace('http', 'ws') + '/part/websocket'),
    eventsource: () => new EventSource(out + '/part/eventsource'),
    prefetch: () => add('link', {rel: 'prefetch', href: out + '/part/prefetch'}),
    preload: () => add('link', {rel: 'preload', as: 'script', href: out + '/part/preload'}),
    preconnect: () => add('link', {rel: 'preconnect', href: out}),
    speculation: () => add('script', {type: 'speculationrules', textContent: JSON.stringify(
        {prefetch: [{urls: [out + '/part/speculation'], eagerness: 'immediate'}], prerender: [{urls: [inside + '/to?' + out + '/part/prerender'], eagerness: 'immediate'}]})}),
    worker: () => new Worker(URL.createObjectURL(new Blob([`fetch('${out}/part/worker', {mode: 'no-cors'}); importScripts('${out}/part/import')`]))),
    shared: () => new SharedWorker('/shared.js'),
    service: async () => { await navigator.serviceWorker.register('/service.js'); await navigator.serviceWorker.ready; },
    webrtc: async () => {
        const peer = new RTCPeerConnection({iceServers: [{urls: 'stun:OUTHOST'}, {urls: 'turn:OUTHOST?transport=tcp', username: 'u', credential: 'p'}]});
        peer.createDataChannel('x'); await peer.setLocalDescription(await peer.createOffer());
    },
    imported: () => add('style', {textContent: `@import url(${out}/part/imported);`}),
    background: () => { document.body.style.backgroundImage = `url(${out}/part/background)`; },
    poster: () => add('video', {poster: out + '/part/poster'}),
    track: () => { const v = document.createElement('video'); document.body.append(v); v.append(Object.assign(document.createElement('track'), {src: out + '/part/track', default: true})); v.textTracks[0] && (v.textTracks[0].mode = 'showing'); },
    chosen: () => add('img', {srcset: out + '/part/chosen 1x'}),
    button: () => add('input', {type: 'image', src: out + '/part/button'}),
    drawing: () => { const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg'); svg.innerHTML = `<image href="${out}/part/drawing" width="9" height="9"/>`; document.body.append(svg); },
    manifest: () => add('link', {rel: 'manifest', href: out + '/part/manifest'}),
    modulepreload: () => add('link', {rel: 'modulepreload', href: out + '/part/modulepreload'}),
    later: () => fetchLater(out + '/part/later', {activateAfter: 0}),
    transport: () => new WebTransport(out.replace('http:', 'https:') + '/part/transport').ready,
    stream: () => new WebSocketStream(out.replace('http', 'ws') + '/part/stream').opened,
    report: () => add('iframe', {src: '/reporting'}),
    stun: async () => {
        const peer = new RTCPeerConnection({iceServers: [{urls: 'stun:127.0.0.1:UDP'}, {urls: 'turn:127.0.0.1:UDP?transport=udp', username: 'u', credential: 'p'}]});
        peer.createDataChannel('x'); await peer.setLocalDescription(await peer.createOffer());
    },
    ping: () => { const a = Object.assign(document.createElement('a'), {href: '#ping', ping: out + '/part/ping'}); document.body.append(a); a.click(); },
};
const frames = {
    iframe: () => add('iframe', {src: out + '/doc/iframe'}),
    iframe_redirected: () => add('iframe', {src: inside + '/to?' + out + '/doc/iframe-redirected'}),
    iframe_scripted: () => { const f = document.createElement('iframe'); document.body.append(f); f.contentWindow.location = out + '/doc/iframe-scripted'; },
    iframe_refreshed: () => add('iframe', {srcdoc: `<meta http-equiv=refresh content="0;url=${out}/doc/iframe-refreshed">`}),
    iframe_nested: () => add('iframe', {srcdoc: `<iframe src="${out}/doc/iframe-nested"></iframe>`}),
    iframe_sandboxed: () => add('iframe', {sandbox: 'allow-scripts', srcdoc: `<script>location = '${out}/doc/iframe-sandboxed'<\\/script>`}),
    iframe_blob: () => add('iframe', {src: URL.createObjectURL(new Blob([`<iframe src="${out}/doc/iframe-blob"></iframe>`], {type: 'text/html'}))}),
    iframe_other_site: () => add('iframe', {src: 'http://127.0.0.1:PORT/framed'}),
    object: () => add('object', {data: out + '/doc/object', type: 'text/html'}),
    embed: () => add('embed', {src: out + '/doc/embed', type: 'text/html'}),
    form_in_frame: () => { add('iframe', {name: 'target'}); const f = document.createElement('form'); Object.assign(f, {method: 'post', action: out + '/doc/form-in-frame', target: 'target'}); document.body.append(f); f.submit(); },
};
const windows = {
    popup: () => window.open(out + '/doc/popup'),
    popup_redirected: () => window.open(inside + '/to?' + out + '/doc/popup-redirected'),
    popup_alone: () => window.open(out + '/doc/popup-alone', '_blank', 'noopener'),
    popup_scripted: () => { const w = window.open('about:blank'); w.location = out + '/doc/popup-scripted'; },
    popup_written: () => { const w = window.open('about:blank'); w.document.write(`<meta http-equiv=refresh content="0;url=${out}/doc/popup-written">`); },
    popup_by_link: () => { const a = Object.assign(document.createElement('a'), {href: out + '/doc/popup-by-link', target: '_blank', rel: 'noreferrer'}); document.body.append(a); a.click(); },
    popup_by_form: () => { const f = document.createElement('form'); Object.assign(f, {method: 'post', action: out + '/doc/popup-by-form', target: '_blank'}); document.body.append(f); f.submit(); },
    popup_of_blob: () => window.open(URL.createObjectURL(new Blob([`<script>location = '${out}/doc/popup-of-blob'<\\/script>`], {type: 'text/html'}))),
};
const pages = {
    location: () => { location = out + '/doc/location'; },
    replaced: () => location.replace(out + '/doc/replaced'),
    redirected: () => { location = inside + '/to?' + out + '/doc/redirected'; },
    script_address: () => { location = `javascript:location='${out}/doc/script-address'`; },
    clicked: () => document.getElementById('link').click(),
    sent: () => document.getElementById('form').submit(),
    refreshed: () => document.head.append(Object.assign(document.createElement('meta'), {httpEquiv: 'refresh', content: `0;url=${out}/doc/refreshed`})),
    data: () => { location = `data:text/html,<script>location='${out}/doc/data'<\\/script>`; },
    file: () => { location = 'file:///etc/passwd'; },
    chrome: () => { location = 'chrome://version'; },
    history: () => { history.pushState({}, '', '/ways?pushed'); history.back(); },
};
window.go = async (kind) => {
    const list = {parts, frames, windows, pages}[kind];
    for (const [name, way] of Object.entries(list)) {
        try { await Promise.race([way(), new Promise((done) => setTimeout(done, 400))]); } catch (error) { window.tried.push(name + ': ' + error); }
        window.tried.push(name);
        // Navigations of one page cancel each other: each has its time.
        await new Promise((done) => setTimeout(done, kind === 'pages' || kind === 'windows' ? 250 : 10));
    }
    return window.tried;
};
</script>
"""

SHARED = "fetch('OUTSIDE/part/shared', {mode: 'no-cors'});"
SERVICE = """
self.addEventListener('install', (event) => event.waitUntil(
    fetch('OUTSIDE/part/service', {mode: 'no-cors'}).catch(() => 0).then(() => self.skipWaiting())));
self.addEventListener('activate', (event) => event.waitUntil(
    self.clients.claim().then(() => self.clients.openWindow && self.clients.openWindow('OUTSIDE/doc/service').catch(() => 0))));
"""
# What a site's answers ask for by their heads: a policy that is broken and where to report that, something to load.
REPORTING = "<img src=/x>"
REPORTING_HEADERS = {
    "Content-Security-Policy": "img-src 'none'; report-uri OUTSIDE/part/reported",
    "Link": "<OUTSIDE/part/linked>; rel=preload; as=script",
}
FRAMED = """<script>
const out = 'OUTSIDE';
top.postMessage('framed', '*');
setTimeout(() => { location = out + '/doc/framed'; }, 50);
try { top.location = out + '/doc/framed-top'; } catch (error) {}
</script>"""


def pages_of(web, outside="outside.test", udp=9):
    """What a site serves so that its page /ways tries to get to `outside`, and to a UDP port of this machine."""

    def filled(text):
        return (
            text.replace("OUTSIDE", web.url("", outside))
            .replace("INSIDE", web.url(""))
            .replace("OUTHOST", f"{outside}:{web.port}")
            .replace("PORT", str(web.port))
            .replace("UDP", str(udp))
        )

    return {
        "/ways": filled(PAGE),
        "/framed": filled(FRAMED),
        "/reporting": ("text/html", REPORTING, {name: filled(value) for name, value in REPORTING_HEADERS.items()}),
        "/shared.js": ("text/javascript", filled(SHARED)),
        "/service.js": ("text/javascript", filled(SERVICE)),
        "/": "<title>home</title>inside",
    }
