# Drives the unmodified official SDK from PyPI, as a program of its own: one JSON line {method, args} in, one out,
# {success} or {error}. No address is set anywhere: it runs under `kakaocert-simulator exec`.

import json
import os
import sys

from kakaocert import (
    KakaocertException,
    KakaocertService,
    RequestCMS,
    RequestESign,
    RequestVerifyAuth,
)
from linkhub import LinkhubException

REQUESTS = {
    "requestCMS": RequestCMS,
    "requestESign": RequestESign,
    "requestVerifyAuth": RequestVerifyAuth,
}

service = KakaocertService(os.environ["KAKAOCERT_LINK_ID"], os.environ["KAKAOCERT_SECRET_KEY"])


def plain(value):
    # The SDK answers with objects whose attributes are the members of the JSON; some answer None for any other name.
    if isinstance(value, tuple):
        return {name: getattr(value, name) for name in value._fields}
    if isinstance(value, str):
        return {"value": value}
    return dict(vars(value))


def say(line):
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


say({"ready": os.environ["KAKAOCERT_SIM_URL"]})
for line in sys.stdin:
    call = json.loads(line)
    arguments = list(call["args"])
    if call["method"] in REQUESTS:
        arguments[1] = REQUESTS[call["method"]](**arguments[1])
    try:
        say({"success": plain(getattr(service, call["method"])(*arguments))})
    except (KakaocertException, LinkhubException) as refusal:
        say({"error": {"code": refusal.code, "message": refusal.message}})
