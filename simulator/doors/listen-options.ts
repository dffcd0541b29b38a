// Where a simulator listens. A file of its own, so that the package's types need no library's.

export interface ListenOptions {
  /** Loopback (127.0.0.1) unless given. */
  readonly host?: string;
  /** Any free port (0) unless given. */
  readonly port?: number;
  /** Serves HTTPS for the six real host names here too; 0 is any free port. */
  readonly tlsPort?: number;
  /** An HTTP proxy, on loopback only, that carries the six real host names to the TLS door; 0 is any free port. */
  readonly proxyPort?: number;
  /** Lets the proxy carry other hosts too, through the proxy that the environment names, if it does. */
  readonly proxyPassthrough?: boolean;
  /** Told of each other host that the proxy refuses, once, at its first call: `api.example.com:443`. */
  readonly onBlocked?: (place: string) => void;
}
