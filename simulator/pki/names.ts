// X.501 names as real certificates write them: one attribute in each RDN; all are UTF8String except the country.
// pkijs would put all attributes into one RDN (PKI.js #46), so the name is built with asn1js and handed over parsed.

import { Set as Asn1Set, fromBER, ObjectIdentifier, PrintableString, Sequence, Utf8String } from 'asn1js';
import { RelativeDistinguishedNames } from 'pkijs';
import { NAME_OID } from './oids.js';

export type NameAttribute = readonly [type: keyof typeof NAME_OID, value: string];

export function distinguishedName(attributes: readonly NameAttribute[]): RelativeDistinguishedNames {
  const name = new Sequence({
    value: attributes.map(([type, value]) => {
      const text = type === 'C' ? new PrintableString({ value }) : new Utf8String({ value });
      return new Asn1Set({
        value: [new Sequence({ value: [new ObjectIdentifier({ value: NAME_OID[type] }), text] })],
      });
    }),
  });
  return new RelativeDistinguishedNames({ schema: fromBER(name.toBER()).result });
}
