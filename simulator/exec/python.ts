// Python under `exec`: a sitecustomize that redirects the six hosts to the simulator, because http.client, on which the
// official SDK stands, ignores proxies. It answers name look-ups with the door's address and port, so http.client,
// urllib3 and asyncio are all served; names stay what they are to TLS.

import { hostNames } from '../../contracts/protocol/index.js';
import type { ExecPlaces } from './places.js';

/** The text of sitecustomize.py, for Python 2.7 and 3. The user's own sitecustomize is run after it. */
export const pythonSitecustomize = ({
  tlsPort,
  proxyPort,
}: Pick<ExecPlaces, 'tlsPort' | 'proxyPort'>): string => `\
# Written by kakaocert-simulator exec; gone when it ends.
import os
import socket
import sys

_HOSTS = frozenset(${JSON.stringify(hostNames)})
_PORTS = {443: ${tlsPort}, '443': ${tlsPort}, 'https': ${tlsPort}, 80: ${proxyPort}, '80': ${proxyPort}, 'http': ${proxyPort}}
_getaddrinfo = socket.getaddrinfo

# Python 2 empties the names of a module that nobody holds, and the user's own takes this one's place in sys.modules.
sys.modules['_kakaocert_simulator_exec'] = sys.modules[__name__]

def _redirected(host, port, *args, **kwargs):
    name = host.decode('ascii', 'replace') if isinstance(host, (bytes, bytearray)) else host
    if hasattr(name, 'lower') and name.lower().rstrip('.') in _HOSTS:
        return _getaddrinfo('127.0.0.1', _PORTS.get(port, port), *args, **kwargs)
    return _getaddrinfo(host, port, *args, **kwargs)

socket.getaddrinfo = _redirected

def _run_next_3(folders):
    from importlib.machinery import PathFinder
    from importlib.util import module_from_spec

    spec = PathFinder.find_spec('sitecustomize', folders)
    if spec is not None and spec.loader is not None:
        module = module_from_spec(spec)
        sys.modules['sitecustomize'] = module
        spec.loader.exec_module(module)

def _run_next_2(folders):
    import imp

    try:
        found = imp.find_module('sitecustomize', folders)
    except ImportError:
        return
    del sys.modules['sitecustomize']
    try:
        imp.load_module('sitecustomize', *found)
    finally:
        if found[0]:
            found[0].close()

def _run_next():
    """Runs the sitecustomize that this one hides, if there is one."""
    here = os.path.dirname(os.path.abspath(__file__))
    folders = [path for path in sys.path if os.path.abspath(path) != here]
    (_run_next_2 if sys.version_info[0] == 2 else _run_next_3)(folders)

_run_next()
`;
