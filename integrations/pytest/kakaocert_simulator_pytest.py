"""A kakaoCert of its own for each test, from a kakaocert-simulator.

Where the simulator is, in this order:

- ``KAKAOCERT_SIM_URL``: one that runs already. ``KAKAOCERT_SIM_TOKEN`` is its control token, where it needs one.
- ``KAKAOCERT_SIMULATOR``: the path of the executable, or of ``dist/cli.js``. One is started for the run, on a free port.

Nothing is downloaded. Without either, a test that asks for ``kakaocert`` fails and says what to set.
"""

import json
import os
import subprocess
import tempfile
import threading
import urllib.error
import urllib.request

import pytest

# How long a simulator may take to start, seconds. A limit for what hangs, not a bar.
START_LIMIT = 60
CALL_LIMIT = 30
# A proxy of the environment is for the world outside, never for the simulator.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class ControlError(Exception):
    """The control plane refused. ``status`` is its HTTP status, ``problem`` what it said (RFC 9457)."""

    def __init__(self, status, problem):
        super().__init__("%s: %s" % (status, problem.get("detail") or problem.get("title")))
        self.status = status
        self.problem = problem


class Simulator:
    """A simulator that answers at ``url``, e.g. ``http://127.0.0.1:9080``."""

    def __init__(self, url, token=None):
        self.url = url.rstrip("/")
        self._token = token

    def control(self, method, path, body=None):
        """A call of the control plane (docs/control.md); gives its JSON, None if it has none. Raises ControlError."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + "/_sim/v1" + path, data=data, method=method)
        if data is not None:
            request.add_header("Content-Type", "application/json")
        if self._token:
            request.add_header("Authorization", "Bearer " + self._token)
        try:
            with _opener.open(request, timeout=CALL_LIMIT) as answer:
                text = answer.read()
        except urllib.error.HTTPError as refusal:
            raise ControlError(refusal.code, _problem(refusal.read())) from None
        return json.loads(text) if text else None


def _problem(text):
    try:
        return json.loads(text)
    except ValueError:
        return {"detail": text.decode("utf-8", "replace")[:200]}


class Tenant:
    """An institution that only this test knows: its credentials, and the one who holds the phone."""

    def __init__(self, simulator, made):
        self._simulator = simulator
        self.url = simulator.url
        self.link_id = made["linkId"]
        self.secret_key = made["secretKey"]
        self.client_code = made["clientCode"]

    def control(self, method, path, body=None):
        """A call below ``/_sim/v1/tenants/{client_code}``."""
        return self._simulator.control(method, "/tenants/%s%s" % (self.client_code, path), body)

    def _receipt(self, receipt_id, event, body=None):
        return self._simulator.control("POST", "/receipts/%s/%s" % (receipt_id, event), body)

    def receipt(self, receipt_id):
        """Everything known of a receipt."""
        return self._simulator.control("GET", "/receipts/%s" % receipt_id)

    def receipts(self):
        """The receipts of this test, oldest first; at most 1,000."""
        return self.control("GET", "/receipts")["receipts"]

    def view(self, receipt_id):
        """The person opens the message."""
        return self._receipt(receipt_id, "view")

    def sign(self, receipt_id):
        """The person signs."""
        return self._receipt(receipt_id, "sign")

    def expire(self, receipt_id):
        """The request expires now."""
        return self._receipt(receipt_id, "expire")

    def cancel(self, receipt_id, code=None):
        """The app comes back without a signature (App-to-App only)."""
        return self._receipt(receipt_id, "cancel", None if code is None else {"code": code})

    def advance(self, duration):
        """Moves the time of this test, e.g. by ``PT5M`` (ISO 8601)."""
        return self.control("PUT", "/clock", {"advance": duration})

    def outcome(self, operation, **what):
        """What the next call gets: ``outcome("requestCMS", error="person.notMember")``."""
        return self.control("POST", "/outcomes", dict(what, operation=operation))

    def fault(self, operation, fault, **what):
        """What goes wrong with the next call: ``fault("verifyCMS", "commitThenDrop")``."""
        return self.control("POST", "/faults", dict(what, operation=operation, fault=fault))

    def calls(self):
        """The journal, oldest first, secrets masked."""
        return self.control("GET", "/calls")["calls"]

    def findings(self):
        """What the program under test does wrong."""
        return self.control("GET", "/findings")["findings"]

    def journal(self):
        """The journal and the findings as text."""
        calls = [_call_line(call) for call in self.calls()]
        findings = ["finding %s: %s" % (one["id"], one["why"]["en"]) for one in self.findings()]
        return "\n".join(calls + findings) or "(no call reached the simulator)"


def _call_line(call):
    line = "%s  %s  %-18s %s" % (call["at"], call["status"], call["operation"] or "?", call["outcome"])
    fault, why = call.get("fault"), call.get("why")
    return line + (", then the fault " + fault if fault else "") + ("\n    " + why["en"] if why else "")


def _command(path):
    return ["node", path] if path.endswith((".js", ".mjs", ".cjs")) else [path]


def _ready_line(process):
    """The first line that it prints, or an empty one if it ends or takes too long."""
    alarm = threading.Timer(START_LIMIT, process.kill)
    alarm.start()
    try:
        return process.stdout.readline()
    finally:
        alarm.cancel()


@pytest.fixture(scope="session")
def kakaocert_simulator():
    """The simulator of this run (with pytest-xdist: of this worker)."""
    url, path = os.environ.get("KAKAOCERT_SIM_URL"), os.environ.get("KAKAOCERT_SIMULATOR")
    if url:
        yield Simulator(url, os.environ.get("KAKAOCERT_SIM_TOKEN"))
        return
    if not path:
        pytest.fail(
            "Where is the simulator? Set KAKAOCERT_SIMULATOR to the path of its executable or of dist/cli.js, "
            "or KAKAOCERT_SIM_URL to the address of one that runs.",
            pytrace=False,
        )
    with tempfile.TemporaryFile() as errors:
        try:
            process = subprocess.Popen(
                _command(path) + ["start", "--port", "0", "--json"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
            )
        except OSError as error:
            pytest.fail(
                "%s can't be run: %s. Set KAKAOCERT_SIMULATOR to the path of the executable or of dist/cli.js "
                "(which needs node)." % (path, error),
                pytrace=False,
            )
        try:
            line = _ready_line(process)
            if not line:
                process.wait(CALL_LIMIT)
                errors.seek(0)
                pytest.fail("%s did not start: %s" % (path, errors.read().decode("utf-8", "replace")), pytrace=False)
            yield Simulator(json.loads(line)["url"])
        finally:
            process.terminate()
            process.wait(CALL_LIMIT)
            process.stdout.close()


@pytest.fixture
def kakaocert(request, kakaocert_simulator):
    """A tenant for this test alone. When the test fails, its journal is printed with the failure."""
    tenant = Tenant(kakaocert_simulator, kakaocert_simulator.control("POST", "/tenants", {}))
    request.node.stash[_tenants] = tenant
    yield tenant
    kakaocert_simulator.control("DELETE", "/tenants/%s" % tenant.client_code)


_tenants = pytest.StashKey()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    report = (yield).get_result()
    tenant = item.stash.get(_tenants, None)
    if call.when != "call" or not report.failed or tenant is None:
        return
    try:
        journal = tenant.journal()
    except Exception as error:  # The failure of the test is what counts.
        journal = "can't be read: %s" % error
    report.sections.append(("kakaoCert journal of %s" % tenant.client_code, journal))
