// The ways a signedData can be spoilt on purpose; the table of names. How each is made stands in world/signer.

export const tamperings = ['content', 'signature'] as const;
export type Tampering = (typeof tamperings)[number];
