// What all signers' certificates and SignerInfos have in common, and how the published TEST CA names itself: DER as pkijs
// writes it, hex. Made by tools/fixtures/leaf-template.ts; a test holds it equal to what pkijs writes.

/**
 * What a signer's certificate has besides basicConstraints, keyUsage and authorityInfoAccess: nothing, as recorded in 2021
 * (protocol.md §10.5), or the identifiers of both keys, by which readers find the issuer.
 */
export type LeafExtensions = 'observed' | 'keyIdentifiers';

export interface LeafTemplate {
  /** TBSCertificate without its head: what stands before, between and after the values (`leafValues`). */
  readonly tbs: Readonly<Record<LeafExtensions, readonly string[]>>;
  readonly digestAlgorithm: string;
  readonly signatureAlgorithm: string;
}

export const leafTemplate: LeafTemplate = {
  tbs: {
    keyIdentifiers: [
      'a003020102',
      '300a06082a8648ce3d040302',
      '',
      '',
      '',
      'a381a130819e301f0603551d23041830168014',
      '301d0603551d0e04160414',
      '30090603551d1304023000300e0603551d0f0101ff040403020780304106082b0601050507010104353033303106082b060105050730018625687474703a2f2f6f6373702e6b616b616f636572742d73696d756c61746f722e746573742f',
    ],
    observed: [
      'a003020102',
      '300a06082a8648ce3d040302',
      '',
      '',
      '',
      'a360305e30090603551d1304023000300e0603551d0f0101ff040403020780304106082b0601050507010104353033303106082b060105050730018625687474703a2f2f6f6373702e6b616b616f636572742d73696d756c61746f722e746573742f',
    ],
  },
  digestAlgorithm: '300d06096086480165030402010500',
  signatureAlgorithm: '300a06082a8648ce3d040302',
};

/** Its subject, a Name, and its subject key identifier. */
export const publishedCa = {
  name: '3063310b3009060355040613024b52311c301a060355040a0c134b616b616f636572742053696d756c61746f7231123010060355040b0c0954455354204f4e4c593122302006035504030c19544553542053696d756c617465642049737375696e67204341',
  keyIdentifier: '2f6f4865085ec39bfecdfd59e683b4b955b3b52e',
};
