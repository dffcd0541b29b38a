// One element of a DER encoding: where it stands, and its bytes. Nodes point into the bytes they were read from.

export interface DerNode {
  /** The identifier octet. */
  readonly tag: number;
  /** Offset of the identifier octet in the input. */
  readonly offset: number;
  /** Offset of the first content octet. */
  readonly start: number;
  /** Offset after the last content octet. */
  readonly end: number;
  /** The elements inside a constructed one. */
  readonly children: readonly DerNode[];
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  numericString: 0x12,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  visibleString: 0x1a,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
  context: (number: number) => 0xa0 + number,
  contextPrimitive: (number: number) => 0x80 + number,
} as const;

/** The content octets of a node. */
export const contentOf = (bytes: Uint8Array, node: { readonly start: number; readonly end: number }) =>
  bytes.subarray(node.start, node.end);

/** @internal The same bytes as a Buffer; nothing is copied. */
export const bufferOf = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.length);

/** A node's whole encoding: identifier, length and content. */
export const encodingOf = (bytes: Uint8Array, node: DerNode): Uint8Array =>
  bytes.subarray(node.offset, node.end);

/** Whether two runs of bytes are equal. */
export const sameBytes = (one: Uint8Array, other: Uint8Array) => Buffer.compare(one, other) === 0;

/** Whether encodings stand in the order of a DER SET OF (X.690 §11.6). */
export const isSorted = (encodings: readonly Uint8Array[]) =>
  encodings.every((one, at) => at === 0 || Buffer.compare(encodings[at - 1] ?? one, one) <= 0);
