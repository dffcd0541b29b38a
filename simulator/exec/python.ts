// Python under `exec`: a sitecustomize that redirects the six hosts to the simulator, because http.client, on which the
// official SDK stands, ignores proxies. It answers name look-ups with the door's address and port, so http.client,
// urllib3 and asyncio are all served; names stay what they are to TLS.

import { hostNames } from '../../contracts/protocol/index.js';
import type { ExecPlaces } from './places.js';

/** The text of sitecustomize.py. The user's own sitecustomize is run after it. */
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

def _redirected(host, port, *args, **kwargs):
    name = host.decode('ascii', 'replace') if isinstance(host, (bytes, bytearray)) else host
    if isinstance(name, str) and name.lower().rstrip('.') in _HOSTS:
        return _getaddrinfo('127.0.0.1', _PORTS.get(port, port), *args, **kwargs)
    return _getaddrinfo(host, port, *args, **kwargs)

socket.getaddrinfo = _redirected

def _run_next():
    """Runs the sitecustomize that this one hides, if there is one."""
    from importlib.machinery import PathFinder
    from importlib.util import module_from_spec

    here = os.path.dirname(os.path.abspath(__file__))
    spec = PathFinder.find_spec('sitecustomize', [path for path in sys.path if os.path.abspath(path) != here])
    if spec is not None and spec.loader is not None:
        module = module_from_spec(spec)
        sys.modules['sitecustomize'] = module
        spec.loader.exec_module(module)

_run_next()
`;
