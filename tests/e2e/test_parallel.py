"""Very many connections at a time through one session's gateway."""

import asyncio
import contextlib
import threading

import counterparts
import pytest
import rest
import server as program
from websockets.asyncio.server import serve

HOSTS = 50  # Chromium opens at most six connections to one host for requests
PARALLEL = 200


class Hold:
    """A server that answers nobody until so many are there at a time; `most` is how many there were."""

    def __init__(self, wanted):
        self.wanted = wanted
        self.here = self.most = 0
        self.loop = asyncio.new_event_loop()
        self.all_here = asyncio.Event()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    @contextlib.asynccontextmanager
    async def one_more(self):
        self.here += 1
        self.most = max(self.most, self.here)
        if self.here >= self.wanted:
            self.all_here.set()
        try:
            yield
        finally:
            self.here -= 1

    async def request(self, reader, writer):
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
            async with self.one_more():
                await self.all_here.wait()
                body = b"x" * 10_000
                head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n"
                writer.write(head.encode() + body)
                await writer.drain()
        writer.close()

    async def talk(self, socket):
        async with self.one_more():
            await self.all_here.wait()
            async for word in socket:
                await socket.send(word)

    def run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(30)

    def __enter__(self):
        self.thread.start()
        options = {"host": "127.0.0.1", "port": 0, "backlog": 512}
        self.requests = self.run(asyncio.start_server(self.request, **options))

        async def sockets():
            return await serve(self.talk, open_timeout=60, ping_interval=None, **options)

        self.sockets = self.run(sockets())
        return self

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.all_here.set)
        self.loop.call_soon_threadsafe(self.requests.close)
        self.loop.call_soon_threadsafe(self.sockets.close)

    def port(self, server):
        return next(iter(server.sockets)).getsockname()[1]


@pytest.fixture(scope="module")
def api():
    names = [rule for number in range(HOSTS) for rule in ("--resolve", f"h{number}.test=127.0.0.1")]
    with program.Server(*names) as running:
        yield running.api


@pytest.fixture
def session(api):
    with counterparts.Web() as web, rest.Session(api, use_stealth=False) as open_session:
        web.pages["/"] = "<title>many</title>"
        open_session.goto(web.url("/"))
        yield open_session


DOWNLOADS = """Promise.all([...Array(%d).keys()].map(n =>
  fetch(`http://h${n %% %d}.test:%d/${n}`).then(answer => answer.text()).then(text => text.length, String)))"""
SOCKETS = """Promise.all([...Array(%d).keys()].map(n => new Promise(done => {
  const socket = new WebSocket(`ws://h${n %% %d}.test:%d/${n}`);
  socket.onopen = () => socket.send('word ' + n);
  socket.onmessage = message => { socket.close(); done(message.data); };
  socket.onerror = () => done('error'); })))"""


def test_two_hundred_downloads_at_a_time(session):
    with Hold(PARALLEL) as hold:
        got = session.js(DOWNLOADS % (PARALLEL, HOSTS, hold.port(hold.requests)))
        assert hold.most == PARALLEL
        assert got == [10_000] * PARALLEL


def test_two_hundred_sockets_at_a_time(session):
    with Hold(PARALLEL) as hold:
        got = session.js(SOCKETS % (PARALLEL, HOSTS, hold.port(hold.sockets)))
        assert hold.most == PARALLEL
        assert got == [f"word {number}" for number in range(PARALLEL)]
