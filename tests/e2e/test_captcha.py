"""Captchas: recognised where they stand in the way and nowhere else, told as an event, waited for, and named in the end."""

import contextlib

import counterparts
import pytest
import rest
import server as program
from live_viewer import Viewer

PATIENCE_S = 2
LETTERS = "<p>" + "Sentences that a person came to read, about things that have nothing to do with it. " * 20 + "</p>"
# What their scripts make of a page, without their scripts.
RECAPTCHA = (
    "<div class=g-recaptcha data-sitekey=k><iframe src=/recaptcha/api2/anchor?k=1 width=304 height=78></iframe>"
    "<textarea name=g-recaptcha-response id=answer style=display:none></textarea></div>"
)
TURNSTILE = "<div class=cf-turnstile style='width:300px;height:65px'><input type=hidden name=cf-turnstile-response id=answer></div>"
HCAPTCHA = (
    "<div class=h-captcha style='width:303px;height:78px'><iframe src='http://assets.hcaptcha.com/x#frame=checkbox' width=303 height=78></iframe>"
    "<textarea name=h-captcha-response id=answer style=display:none></textarea></div>"
)
HOME_MADE = "<img src=/captcha.png alt='captcha' width=120 height=40><input name=captcha_code>"
LOGIN = "<form action=/welcome>{fields}{widget}<button>Sign in</button></form>"
FIELDS = "<input name=user aria-label=User><input name=password type=password aria-label=Password>"

# page -> what is recognised when a client has opened it
ALONE = {
    "reCAPTCHA": f"<h1>One more step</h1><form>{RECAPTCHA}<button>Go on</button></form>",
    "hCaptcha": f"<h1>One more step</h1>{HCAPTCHA}",
    "Cloudflare Turnstile": f"<title>Just a moment...</title><h1>shop.example</h1>{TURNSTILE}",
    "HUMAN": "<h1>Before we continue</h1><div id=px-captcha style='width:300px;height:80px'>Press &amp; Hold</div>",
    "captcha": f"<h1>Type what you see</h1><form>{HOME_MADE}<button>Send</button></form>",
}
IN_WORDS = [
    "<title>Security check</title><h1>Are you a human?</h1><button>I am</button>",
    "<title>shop</title><p>Bitte bestätigen Sie, dass Sie kein Roboter sind.</p><label><input type=checkbox>Ich bin kein Roboter</label>",
    "<title>boutique</title><label><input type=checkbox>Je ne suis pas un robot</label>",
]
NO_OBSTACLE = {
    "beside an article": f"<h1>News</h1>{LETTERS}<form><textarea name=comment></textarea>{RECAPTCHA}<button>Comment</button></form>",
    "a form that is not filled in": LOGIN.format(fields=FIELDS, widget=TURNSTILE),
    "one that works in silence": "<h1>Hi</h1><div class=grecaptcha-badge><iframe src='/recaptcha/api2/anchor?size=invisible' width=256 height=60></iframe>"
    "<textarea name=g-recaptcha-response style=display:none></textarea></div>",
    "passed already": f"<h1>One more step</h1>{RECAPTCHA}<script>answer.value = '03AGdBq24-a-long-token'</script>",
    "words about them": f"<h1>What is a captcha?</h1>{LETTERS}<p>It asks: are you a human? I am not a robot.</p><button>Next</button>",
}


@pytest.fixture(scope="module")
def web():
    with counterparts.Web() as running:
        running.pages |= {f"/alone/{number}": page for number, page in enumerate(ALONE.values())}
        running.pages |= {f"/words/{number}": page for number, page in enumerate(IN_WORDS)}
        running.pages |= {f"/clear/{number}": page for number, page in enumerate(NO_OBSTACLE.values())}
        running.pages |= {
            "/login": "<title>Sign in</title>" + LETTERS + LOGIN.format(fields=FIELDS, widget=RECAPTCHA),
            "/recaptcha/api2/anchor": "I'm not a robot",
            "/captcha.png": ("image/svg+xml", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
            "/check": f"<title>Check</title><h1>One more step</h1>{RECAPTCHA}"
            "<button style='position:fixed;inset:150px 0 0 0' onclick=\"answer.value = 'a token that the maker gave'; location = '/behind'\">Tick</button>",
            "/behind": "<title>Behind the check</title><h1>Welcome</h1>",
            "/welcome": "<title>Welcome back</title>",
        }
        yield running


@pytest.fixture(scope="module")
def server():
    with program.Server("--captcha-seconds", str(PATIENCE_S)) as running:
        yield running


def challenges(api, task):
    return [event["payload"] for event in api.events(task) if event["name"] == "challenge"]


def opened(api, url):
    with rest.Session(api) as session:
        session.goto(url)
        return challenges(api, session.id)


@pytest.mark.parametrize("kind", ALONE)
def test_a_page_that_is_nothing_but_a_challenge_is_recognised(api, web, kind):
    url = web.url(f"/alone/{list(ALONE).index(kind)}")

    (told,) = opened(api, url)

    assert (told["state"], told["kind"], told["url"]) == ("seen", kind, url)
    assert told["message"]


@pytest.mark.parametrize("number", range(len(IN_WORDS)))
def test_one_of_an_unknown_make_is_recognised_by_its_words(api, web, number):
    assert [each["kind"] for each in opened(api, web.url(f"/words/{number}"))] == ["captcha"]


@pytest.mark.parametrize("name", NO_OBSTACLE)
def test_one_that_is_in_nobody_s_way_is_not_told(api, web, name):
    assert opened(api, web.url(f"/clear/{list(NO_OBSTACLE).index(name)}")) == []


@contextlib.contextmanager
def running(api, **spec):
    task = api.submit(enable_recording=False, **spec)["id"]
    try:
        yield task
    finally:
        api.delete(task)


def is_waiting(event):
    return event["name"] == "challenge" and event["payload"]["state"] == "waiting"


def test_a_task_waits_and_fails_saying_so_when_nobody_comes(api, web):
    with running(api, task="Return the title of this page", url=web.url("/alone/0")) as task:
        told = api.wait_event(task, is_waiting, within=30)["payload"]
        final = api.wait_final(task)

    assert told["kind"] == "reCAPTCHA" and told["seconds"] == PATIENCE_S
    assert "live view" in told["message"]
    assert final["status"] == "failed"
    assert "reCAPTCHA" in final["output"] and web.url("/alone/0") in final["output"]
    assert f"within {PATIENCE_S} s" in final["output"]
    assert [each["state"] for each in challenges(api, task)] == ["waiting", "failed"]


def test_a_task_of_a_session_fails_and_the_session_goes_on(api, web):
    with rest.Session(api) as session:
        session.goto(web.url("/alone/2"))
        payload = session.run_task("Return the title of this page")

        assert payload["code"] == 400
        assert "Turnstile" in payload["output"]
        assert session.js("1 + 1") == 2
        session.goto(web.url("/behind"))
        assert session.run_task("Return the title of this page")["output"]["output"] == "Behind the check"


def test_a_person_passes_it_at_the_live_view_and_the_task_goes_on(web):
    with program.Server("--captcha-seconds", "60", "--take-over-seconds", "5") as patient:
        api = patient.api
        with running(api, task="Return the title of this page", url=web.url("/check")) as task:
            api.wait_event(task, is_waiting, within=30)
            with Viewer(api.get(task).r["live_url"], interactive=True) as viewer:
                viewer.wait_said("hello", may_control=True)
                viewer.click(400, 400)
                viewer.give_back()
            final = api.wait_final(task)

    assert (final["status"], final["output"]) == ("done", "Behind the check")


def test_a_form_that_is_filled_in_is_held_before_it_is_sent(api, web):
    with rest.Session(api) as session:
        session.goto(web.url("/login"))
        assert challenges(api, session.id) == []
        payload = session.run_task("Log in as lena with the password secret")

        assert payload["code"] == 400 and "reCAPTCHA" in payload["output"], payload
        assert session.js("[location.pathname, document.forms[0].user.value]") == ["/login", "lena"]


def test_what_passes_by_itself_is_waited_for(api, web):
    page = ALONE["Cloudflare Turnstile"] + "<script>setTimeout(() => { location = '/behind' }, 500)</script>"
    web.pages["/by-itself"] = page
    with running(api, task="Return the title of this page", url=web.url("/by-itself")) as task:
        final = api.wait_final(task)

    assert (final["status"], final["output"]) == ("done", "Behind the check")
    assert [each["state"] for each in challenges(api, task)] == ["waiting", "passed"]


def test_who_wants_no_waiting_gets_none(api, web):
    with running(api, task="Return the title of this page", url=web.url("/alone/2"), use_captcha_solver=False) as task:
        final = api.wait_final(task)

    assert (final["status"], final["output"]) == ("done", "Just a moment...")
    assert challenges(api, task) == []
