// The certificates of a TLS door, as plain data: in a file of its own, so that public types need no library's.

export interface TlsChain {
  /** What clients trust. */
  readonly rootPem: string;
  /** The leaf, then the intermediate, as a server sends them. */
  readonly certificatePem: string;
  readonly keyPem: string;
}
