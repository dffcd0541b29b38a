"""The plugin as a project uses it: runs of pytest of their own."""

import pathlib

import pytest

HERE = pathlib.Path(__file__).parent
THREE = """
import threading
from consent import Consent

def flow(kakaocert, times):
    consent = Consent(kakaocert.url, kakaocert.link_id, kakaocert.secret_key, kakaocert.client_code)
    for _ in range(times):
        receipt = consent.ask()
        kakaocert.sign(receipt)
        consent.verify(receipt)
    # Each test sees its own calls alone, whatever runs beside it.
    assert len(kakaocert.calls()) == 1 + 2 * times
    return consent, receipt

def test_one(kakaocert):
    flow(kakaocert, 1)

def test_two(kakaocert):
    flow(kakaocert, 2)

def test_three_verifies_twice(kakaocert):
    consent, receipt = flow(kakaocert, 3)
    consent.verify(receipt)
"""


@pytest.fixture
def project(pytester):
    pytester.makepyfile(test_three=THREE)
    pytester.makepyfile(consent=(HERE / "consent.py").read_text("utf-8"))
    return pytester


def test_three_tests_in_parallel_one_fails_and_shows_its_journal(project):
    pytest.importorskip("xdist", reason="pytest-xdist is not installed")
    result = project.runpytest_subprocess("-n", "3")
    result.assert_outcomes(passed=2, failed=1)
    # The journal of the test that failed, and of no other.
    result.stdout.fnmatch_lines(["*kakaoCert journal of *", "*200  token*", "*200  requestCMS*", "*400  verifyCMS*"])
    text = result.stdout.str()
    assert text.count("kakaoCert journal of") == 1
    assert text.count("200  requestCMS") == 3
    # What it did wrong is told too.
    result.stdout.fnmatch_lines(["finding verify.*: *"])


def test_a_simulator_that_runs_already_is_used(project, kakaocert_simulator, monkeypatch):
    monkeypatch.setenv("KAKAOCERT_SIM_URL", kakaocert_simulator.url)
    monkeypatch.setenv("KAKAOCERT_SIMULATOR", "/nowhere")
    project.runpytest_subprocess("-k", "one").assert_outcomes(passed=1)
    # The tenant went with its test.
    codes = [tenant["clientCode"] for tenant in kakaocert_simulator.control("GET", "/tenants")["tenants"]]
    assert codes == ["020040000001"]


def test_without_a_simulator_the_test_says_what_to_set(project, monkeypatch):
    monkeypatch.delenv("KAKAOCERT_SIM_URL", raising=False)
    monkeypatch.delenv("KAKAOCERT_SIMULATOR", raising=False)
    result = project.runpytest_subprocess("-k", "one")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*KAKAOCERT_SIMULATOR*KAKAOCERT_SIM_URL*"])


def test_one_that_does_not_start_is_told_by_its_own_words(project, monkeypatch, tmp_path):
    (tmp_path / "broken.js").write_text("console.error('no room here'); process.exit(1)")
    monkeypatch.delenv("KAKAOCERT_SIM_URL", raising=False)
    monkeypatch.setenv("KAKAOCERT_SIMULATOR", str(tmp_path / "broken.js"))
    result = project.runpytest_subprocess("-k", "one")
    result.stdout.fnmatch_lines(["*did not start: no room here*"])


def test_a_path_that_is_not_there_is_told_with_what_to_set(project, monkeypatch):
    monkeypatch.delenv("KAKAOCERT_SIM_URL", raising=False)
    monkeypatch.setenv("KAKAOCERT_SIMULATOR", "/nowhere/kakaocert-simulator")
    result = project.runpytest_subprocess("-k", "one")
    result.stdout.fnmatch_lines(["/nowhere/kakaocert-simulator can't be run: *Set KAKAOCERT_SIMULATOR*"])
