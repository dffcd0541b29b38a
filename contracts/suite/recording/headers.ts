// What a recording may keep of each header. For a field, its row in `contracts/protocol` says it.

export type HeaderTreatment = 'keep' | 'date' | 'address' | 'authorization' | 'callSignature';

/** Headers, either way, by lower-case name; of any other only that it was there. */
export const headers: Readonly<Record<string, HeaderTreatment>> = {
  allow: 'keep',
  'content-encoding': 'keep',
  'content-type': 'keep',
  location: 'keep',
  'retry-after': 'keep',
  'www-authenticate': 'keep',
  'x-lh-version': 'keep',
  'x-lh-date': 'date',
  'x-lh-forwarded': 'address',
  authorization: 'authorization',
  'x-kc-auth': 'callSignature',
};

/** Said of a header whose value is in no table. */
export const NOT_KEPT = '<not kept>';
