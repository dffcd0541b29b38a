# The official SDK from PyPI (pip install kakaocert), unmodified, behind the adapter protocol
# (docs/conformance/adapter-protocol.md). No address is set: the program runs in the environment of `exec`. It only
# translates: exceptions that the SDK lets through are told by their kind, nothing is retried and nothing checked.

import json
import sys
from importlib.metadata import version

from kakaocert import (
    KakaocertException,
    KakaocertService,
    RequestCMS,
    RequestESign,
    RequestVerifyAuth,
)
from linkhub import LinkhubException

# The methods of each service, and the class of its request; the SDK has nothing that waits.
METHODS = {
    "cms": {"request": "requestCMS", "status": "getCMSState", "verify": "verifyCMS"},
    "verifyAuth": {"request": "requestVerifyAuth", "status": "getVerifyAuthState", "verify": "verifyAuth"},
    "esign": {"request": "requestESign", "status": "getESignState", "verify": "verifyESign"},
}
REQUESTS = {"cms": RequestCMS, "verifyAuth": RequestVerifyAuth, "esign": RequestESign}
CLIENT_SIDE = -99999999
ABOUT = "PyPI kakaocert " + version("kakaocert")


def plain(value):
    # Answers are objects whose attributes are the members of the JSON; VerifyAuth's request answers the bare id.
    return {"receiptId": value} if isinstance(value, str) else members(value)


def members(value):
    return value._asdict() if isinstance(value, tuple) else vars(value)


def arguments(call):
    if call["do"] == "request":
        asked = [REQUESTS[call["service"]](**call["request"])]
        return asked + ([call["appUseYN"]] if "appUseYN" in call else [])
    return [call["receiptId"]] + ([call["signature"]] if "signature" in call else [])


def failure(kind, error):
    return {"failure": {"class": kind, "message": "%s: %s" % (type(error).__name__, error)}}


def answer(call):
    method = METHODS[call["service"]].get(call["do"])
    if method is None:
        return {"unsupported": 'the SDK has no "%s"; polling is left to its user' % call["do"]}
    config = call["config"]
    service = KakaocertService(config["linkId"], config["secretKey"])
    try:
        return {"result": plain(getattr(service, method)(config["clientCode"], *arguments(call)))}
    except (KakaocertException, LinkhubException) as refusal:
        if int(refusal.code) == CLIENT_SIDE:
            return failure("misuse", refusal)
        return {"refusal": {"code": int(refusal.code), "message": refusal.message}}
    except OSError as error:
        return failure("network", error)
    except Exception as error:  # what http.client and json raise when an answer is none
        kind = "network" if type(error).__module__ == "http.client" else "contract"
        return failure(kind, error)


for line in sys.stdin:
    call = json.loads(line)
    print(json.dumps({"id": call["id"], **answer(call), "about": ABOUT}, default=members), flush=True)
