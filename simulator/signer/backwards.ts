// DER written from its end to its beginning: what stands inside an element is there already when its length is due, so
// nothing is measured beforehand and no tree is built. For the hot path; `pki/der.ts` has the tree that reads better.

/** A buffer that fills from its end. `room` is at least what will be written. */
export class Backwards {
  /** Where what was written begins. */
  at: number;
  readonly #bytes: Buffer;

  constructor(room: number) {
    this.#bytes = Buffer.allocUnsafe(room);
    this.at = room;
  }

  put(part: Uint8Array): void {
    this.at -= part.length;
    this.#bytes.set(part, this.at);
  }

  /** Makes an element of everything written since `end`. */
  wrap(tag: number, end: number): void {
    const size = end - this.at;
    if (size > 0xffff) throw new RangeError(`A DER element of ${size} bytes: signedData is never that long.`);
    this.#octet(size & 0xff);
    if (size >= 0x100) {
      this.#octet(size >> 8);
      this.#octet(0x82);
    } else if (size >= 0x80) this.#octet(0x81);
    this.#octet(tag);
  }

  written(): Buffer {
    return this.#bytes.subarray(this.at);
  }

  #octet(value: number): void {
    this.at -= 1;
    this.#bytes[this.at] = value;
  }
}
