// Writes DER and BER for tests: by hand, sharing no code with the reader nor with the simulator's pkijs.

/** One element of definite, minimal length. */
export function tlv(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length =
    size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, Math.floor(size / 0x100), size % 0x100];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

/** One element of indefinite length. */
export const open = (tag: number, ...parts: readonly Uint8Array[]) =>
  Buffer.concat([Buffer.from([tag, 0x80]), ...parts, Buffer.from([0, 0])]);

export const seq = (...parts: readonly Uint8Array[]) => tlv(0x30, ...parts);
export const set = (...parts: readonly Uint8Array[]) => tlv(0x31, ...[...parts].sort(Buffer.compare));
export const context = (number: number, ...parts: readonly Uint8Array[]) => tlv(0xa0 + number, ...parts);
export const octets = (...parts: readonly Uint8Array[]) => tlv(0x04, ...parts);
export const bits = (bytes: Uint8Array, unused = 0) => tlv(0x03, Buffer.from([unused]), bytes);
export const integer = (value: number | Uint8Array) =>
  tlv(0x02, typeof value === 'number' ? Buffer.from([value]) : value);
export const boolean = (value: boolean) => tlv(0x01, Buffer.from([value ? 0xff : 0]));
export const nothing = tlv(0x05);
export const utf8 = (text: string) => tlv(0x0c, Buffer.from(text, 'utf8'));
export const printable = (text: string) => tlv(0x13, Buffer.from(text, 'latin1'));

/** From dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const base128 = (arc: number): number[] => {
    const digits = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) {
      digits.unshift((left % 128) + 128);
    }
    return digits;
  };
  return tlv(0x06, Buffer.from([first * 40 + second, ...rest].flatMap(base128)));
}

/** UTCTime until 2049, GeneralizedTime from 2050. */
export function time(instant: number): Buffer {
  const digits = `${new Date(instant).toISOString().replace(/\D/g, '').slice(0, 14)}Z`;
  return instant < Date.UTC(2050, 0)
    ? tlv(0x17, Buffer.from(digits.slice(2)))
    : tlv(0x18, Buffer.from(digits));
}

/** One attribute to an RDN, all UTF8String. */
export const name = (...attributes: readonly (readonly [oid: string, value: string | Buffer])[]) =>
  seq(
    ...attributes.map(([type, value]) =>
      set(seq(oid(type), typeof value === 'string' ? utf8(value) : value)),
    ),
  );
