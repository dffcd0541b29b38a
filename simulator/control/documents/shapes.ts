// The shapes of what describes the simulator itself: its version, its ledger, its document.

import { Type } from '@sinclair/typebox';

const strict = { additionalProperties: false } as const;

export const Health = Type.Object(
  { status: Type.Literal('ok'), version: Type.String() },
  { $id: 'Health', ...strict },
);

const LedgerRow = Type.Object(
  {
    row: Type.String(),
    kind: Type.String({ enum: ['operation', 'field', 'error', 'timing', 'behaviour'] }),
    title: Type.String(),
    source: Type.String(),
    fidelity: Type.String({ enum: ['manual', 'sdk', 'observed', 'assumed', 'live-verified'] }),
    verified: Type.Unsafe<string | null>({ type: ['string', 'null'], format: 'date' }),
    // An error whose code, status or words the settings replaced.
    replaced: Type.Union([
      Type.Object({ code: Type.Integer(), status: Type.Integer(), message: Type.String() }, strict),
      Type.Null(),
    ]),
  },
  { $id: 'LedgerRow', ...strict },
);

export const Ledger = Type.Object(
  {
    summary: Type.Record(Type.String(), Type.Integer(), { description: 'rows by fidelity' }),
    rows: Type.Array(LedgerRow),
  },
  { $id: 'Ledger', ...strict },
);

export const OpenApi = Type.Object({ openapi: Type.Literal('3.1.0') }, { $id: 'OpenApi' });
