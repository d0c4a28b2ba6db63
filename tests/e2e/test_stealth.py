"""What public tests for automation look at, on a page of our own: a browser that is used by a person, or one that says what it is; and
everything about a device agrees, on the wire and in scripts, wherever it is asked.
"""

import counterparts
import pytest
import rest

PROBE = "({ua: navigator.userAgent, mobile: navigator.userAgentData?.mobile, webdriver: navigator.webdriver})"
PAGE = """<title>x</title><meta name=viewport content="width=device-width"><link rel=icon href=data:,><iframe src=/frame></iframe>"""
LOOK = """
async () => {
    const heard = (port) => new Promise((done) => { port.onmessage = (message) => done(message.data); });
    const blank = document.createElement('iframe');
    document.body.append(blank);
    const shared = new SharedWorker('/shared.js');
    const service = (await navigator.serviceWorker.register('/service.js'), await navigator.serviceWorker.ready).active;
    const from_service = heard(navigator.serviceWorker);
    service.postMessage('who are you?');
    const own = (object, pattern) => Object.getOwnPropertyNames(object).filter((name) => pattern.test(name));
    const native = (descriptor) => /^function (get )?\\w+\\(\\) \\{ \\[native code\\] \\}$/.test((descriptor.get ?? descriptor.value).toString());
    const matches = (query) => matchMedia(query).matches;
    await fetch('/from-page');
    return {
        page: PROBE,
        framed: document.querySelector('iframe').contentWindow.eval("PROBE"),
        blank: blank.contentWindow.eval("PROBE"),
        worker: await heard(new Worker('/worker.js')),
        shared: await heard(shared.port),
        service: await from_service,
        chrome: typeof window.chrome, blank_chrome: typeof blank.contentWindow.chrome,
        plugins: navigator.plugins.length, languages: navigator.languages,
        notifications: [Notification.permission, (await navigator.permissions.query({name: 'notifications'})).state],
        traces: [...own(window, /cdc_|__pw|puppeteer|selenium|webdriver|phantom|lissom/i), ...own(document, /cdc_|selenium|webdriver/i), ...own(navigator, /./)],
        natives: [
            [Navigator.prototype, 'webdriver'], [Navigator.prototype, 'userAgent'], [Navigator.prototype, 'plugins'], [Navigator.prototype, 'languages'],
            [Permissions.prototype, 'query'], [WebGLRenderingContext.prototype, 'getParameter'], [Function.prototype, 'toString'], [HTMLIFrameElement.prototype, 'contentWindow'],
        ].every(([object, name]) => native(Object.getOwnPropertyDescriptor(object, name))),
        is_watched: (() => { let seen = false; const trap = new Error(); Object.defineProperty(trap, 'stack', {get() { seen = true; return ''; }}); console.debug(trap); return seen; })(),
        size: [innerWidth, innerHeight], fits: outerWidth >= innerWidth && outerHeight >= innerHeight && screen.width >= outerWidth && screen.height >= outerHeight,
        scale: devicePixelRatio, orientation: screen.orientation.type, touches: navigator.maxTouchPoints, ontouch: 'ontouchstart' in window,
        pointer: matches('(pointer: fine)') ? 'fine' : matches('(pointer: coarse)') ? 'coarse' : 'none', hover: matches('(hover: hover)'),
    };
}
""".replace("PROBE", PROBE)
WORKERS = {
    "/worker.js": f"postMessage({PROBE}); fetch('/from-worker')",
    "/shared.js": f"onconnect = (event) => event.ports[0].postMessage({PROBE})",
    "/service.js": f"oninstall = () => skipWaiting(); onactivate = (event) => event.waitUntil(clients.claim()); onmessage = (event) => event.source.postMessage({PROBE})",
}
DEVICES = {
    "desktop": {"size": [1280, 720], "scale": 1, "orientation": "landscape-primary", "touches": 0, "ontouch": False, "pointer": "fine", "hover": True},
    "desktop-lg": {"size": [1920, 1080], "scale": 1, "orientation": "landscape-primary", "touches": 0, "ontouch": False, "pointer": "fine", "hover": True},
    "mobile": {"size": [390, 844], "scale": 3, "orientation": "portrait-primary", "touches": 5, "ontouch": True, "pointer": "coarse", "hover": False},
}


class Web(counterparts.Web):
    """Notes the heads of all requests."""

    def __init__(self):
        super().__init__()
        self.heads = {}
        self.pages |= {"/": PAGE, "/frame": "f", "/from-page": "x", "/from-worker": "x"}
        self.pages |= {path: ("text/javascript", script) for path, script in WORKERS.items()}
        handler = self.server.RequestHandlerClass
        answer = handler.do_GET

        def note(request):
            self.heads[request.path.split("?")[0]] = {name.lower(): value for name, value in request.headers.items()}
            answer(request)

        handler.do_GET = note


def seen_by_a_page(api, **spec):
    with Web() as web, rest.Session(api, **spec) as session:
        session.goto(web.url("/"))
        return session.js(LOOK), web.heads


@pytest.mark.parametrize("device", DEVICES)
def test_everything_about_a_device_agrees(api, device):
    seen, heads = seen_by_a_page(api, device=device)

    is_mobile = device == "mobile"
    assert {name: seen[name] for name in DEVICES[device]} == DEVICES[device]
    assert seen["fits"] is True
    for place in ("page", "framed", "blank", "worker"):
        assert seen[place]["mobile"] is is_mobile, place
        assert seen[place]["ua"] == seen["page"]["ua"], place
    for path in ("/", "/frame", "/worker.js", "/from-page", "/from-worker"):
        assert heads[path]["user-agent"] == seen["page"]["ua"], path
    for path in ("/", "/frame", "/from-page"):
        assert heads[path]["sec-ch-ua-mobile"] == ("?1" if is_mobile else "?0"), path
        assert heads[path]["sec-ch-ua-platform"] == ('"Android"' if is_mobile else '"Linux"'), path
    assert ("Android" in seen["page"]["ua"] and "Mobile" in seen["page"]["ua"]) is is_mobile


def test_nothing_announces_automation(api):
    seen, heads = seen_by_a_page(api)

    for place in ("page", "framed", "blank", "worker", "shared", "service"):
        assert "Headless" not in seen[place]["ua"], place
        assert not seen[place].get("webdriver"), place  # workers have none
        assert seen[place]["ua"] == seen["page"]["ua"], place
    assert {"/", "/frame", "/worker.js", "/shared.js", "/service.js", "/from-page", "/from-worker"} <= set(heads)
    for path, head in heads.items():
        assert "Headless" not in str(head), path
    assert (seen["chrome"], seen["blank_chrome"]) == ("object", "object")
    assert seen["plugins"] == 5 and seen["languages"] == ["en-US", "en"]
    assert seen["notifications"] == ["default", "prompt"]
    assert seen["traces"] == []
    assert seen["natives"] is True, "functions of the page are the browser's own"
    assert seen["is_watched"] is False


def test_off_when_asked_the_browser_says_what_it_is(api):
    seen, heads = seen_by_a_page(api, use_stealth=False)

    assert "Headless" in seen["page"]["ua"] and "Headless" in heads["/"]["user-agent"]
    assert seen["page"]["webdriver"] is True
