// What was read, in lines for people: the command line prints them, the console shows them.

import type { ShownAttribute } from './attributes.js';
import type { Consent } from './consent.js';
import { CONSENT_ROWS } from './consent-table.js';
import type { TreeRow } from './encoding/tree.js';
import type { ParsedSignedData, ShownCertificate, ShownIdentifier } from './parse.js';
import type { Verified } from './verify.js';

const rowsOf = (facts: Readonly<Record<string, string | null>>) =>
  Object.entries(facts).map(([name, fact]) => `${name.padEnd(11)}${fact ?? '-'}`);

/** The consent under its own labels, or the content as it is. */
const contentLines = (consent: Consent | null, text: string) =>
  consent === null
    ? rowsOf({ content: text })
    : ['consent', ...CONSENT_ROWS.map(([name, label]) => `  ${label}: ${consent[name]}`)];

/** What a signedData holds. */
export function signedDataLines(
  parsed: Omit<ParsedSignedData, 'content' | 'certificate' | 'certificates'>,
): readonly string[] {
  const { signer, issuer, serial, validity, algorithms, signingTime, hasSignedAttributes } = parsed;
  return [
    ...rowsOf({
      signer: signer?.text ?? null,
      issuer: issuer?.text ?? null,
      serial,
      'named by': namedBy(parsed.signerIdentifier),
      valid: validity === null ? null : `${validity.notBefore} to ${validity.notAfter}`,
      'key ids': `subject ${parsed.subjectKeyIdentifier ?? '-'}, authority ${parsed.authorityKeyIdentifier ?? '-'}`,
      algorithms: `${algorithms.digest}, ${algorithms.signature}, key ${algorithms.key ?? '-'}`,
      issued: algorithms.certificate,
      type: `${parsed.contentType}, SignedData of version ${parsed.version}`,
      signed: `${signingTime ?? 'at no known time'}, ${hasSignedAttributes ? 'with' : 'without'} signed attributes`,
    }),
    ...parsed.signedAttributes.flatMap((one) => attributeLines('attribute', one)),
    ...(parsed.isAttributeOrderDer ? [] : rowsOf({ order: 'the signed attributes are not in that of DER' })),
    ...parsed.unsignedAttributes.flatMap((one) => attributeLines('unsigned', one)),
    ...parsed.enclosed.flatMap(certificateLines),
    ...parsed.notShown.flatMap(({ en, ko }) => rowsOf({ 'not shown': `${en} (${ko})` })),
    ...contentLines(parsed.consent, parsed.text),
  ];
}

const namedBy = (identifier: ShownIdentifier) =>
  identifier.kind === 'issuerAndSerialNumber'
    ? 'issuer and serial number'
    : `subject key identifier ${identifier.keyIdentifier}`;

/** In characters: what fits into a line of a terminal beside its name. */
const VALUE_LIMIT = 100;

const attributeLines = (what: string, { name, words, values }: ShownAttribute) =>
  rowsOf({
    [what]: `${name}${words === null ? '' : ` (${words.en}, ${words.ko})`}: ${values.map(({ text }) => cut(text)).join('; ')}`,
  });

const cut = (text: string) => (text.length > VALUE_LIMIT ? `${text.slice(0, VALUE_LIMIT - 1)}…` : text);

const certificateLines = ({ subject, issuer, serial, key, isSigner }: ShownCertificate) =>
  rowsOf({
    enclosed: `${subject.text}, ${isSigner ? 'the signer, ' : ''}serial ${serial}, key ${key}, issued by ${issuer.text}`,
  });

/** What a good signature says. */
export function verifiedLines({
  signer,
  issuer,
  signedAt,
  consent,
  text,
}: Pick<Verified & { ok: true }, 'signer' | 'issuer' | 'signedAt' | 'consent' | 'text'>): readonly string[] {
  return [
    ...rowsOf({ signer: signer.text, issuer: issuer.text, signed: signedAt }),
    ...contentLines(consent, text),
  ];
}

/** Why not, and what to do next where the caller knows it. */
export function refusalLines(
  reason: string,
  detail: string,
  hints: Readonly<Record<string, string>>,
): readonly string[] {
  const hint = hints[reason];
  return [`invalid: ${reason}`, `  ${detail}`, ...(hint === undefined ? [] : [`  Here: ${hint}.`])];
}

/** One line an element: offset, octets of header and content, and the element, indented. */
export function treeLines(tree: readonly TreeRow[]): readonly string[] {
  return tree.map(({ offset, header, length, depth, type, value, isIndefinite }) => {
    const size = `${header}+${isIndefinite ? '∞' : length}`;
    return `${String(offset).padStart(6)}  ${size.padEnd(8)}${'  '.repeat(depth)}${type} ${value}`.trimEnd();
  });
}
