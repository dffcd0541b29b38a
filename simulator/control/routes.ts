// The table of the control plane: the test author's side, under /_sim/v1. Nothing here exists at the real service.

import type { TSchema } from '@sinclair/typebox';
import * as shapes from './shapes.js';

export interface ControlRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below /_sim/v1, unless it begins with /_sim itself; `{name}` is one segment. */
  readonly path: string;
  readonly summary: string;
  /** What a success answers. */
  readonly answer: shapes.Answer;
  /** A success is 201. */
  readonly created?: true;
  readonly body?: TSchema;
}

export const controlRoutes = {
  health: { method: 'GET', path: '/health', summary: 'Liveness and version', answer: shapes.Health },
  fidelity: {
    method: 'GET',
    path: '/fidelity',
    summary: 'The ledger: every rule with its source and how well it is known',
    answer: shapes.Ledger,
  },
  openapi: {
    method: 'GET',
    path: '/openapi.json',
    summary: 'Both planes as OpenAPI 3.1',
    answer: shapes.OpenApi,
  },
  docs: {
    method: 'GET',
    path: '/_sim/docs',
    summary: 'Both planes as a page to read',
    answer: { text: 'text/html' },
  },
  caPem: {
    method: 'GET',
    path: '/ca.pem',
    summary: 'The root of every signedData, PEM',
    answer: { text: 'application/x-pem-file' },
  },
  tlsCaPem: {
    method: 'GET',
    path: '/tls-ca.pem',
    summary: 'The root of the TLS door, PEM; 404 without one',
    answer: { text: 'application/x-pem-file' },
  },
  createTenant: {
    method: 'POST',
    path: '/tenants',
    summary: 'Make an isolated tenant',
    answer: shapes.Tenant,
    created: true,
    body: shapes.NewTenant,
  },
  getTenant: {
    method: 'GET',
    path: '/tenants/{clientCode}',
    summary: 'A tenant and its credentials',
    answer: shapes.Tenant,
  },
  changeTenant: {
    method: 'PATCH',
    path: '/tenants/{clientCode}',
    summary: 'Change a tenant',
    answer: shapes.Tenant,
    body: shapes.TenantSettings,
  },
  deleteTenant: {
    method: 'DELETE',
    path: '/tenants/{clientCode}',
    summary: 'Remove a tenant and all it holds',
    answer: 'nothing',
  },
  addOutcome: {
    method: 'POST',
    path: '/tenants/{clientCode}/outcomes',
    summary: 'What the next calls of an operation get',
    answer: shapes.Arranged,
    created: true,
    body: shapes.Outcome,
  },
  addFault: {
    method: 'POST',
    path: '/tenants/{clientCode}/faults',
    summary: 'What goes wrong with the next calls of an operation',
    answer: shapes.Arranged,
    created: true,
    body: shapes.Fault,
  },
  addBarrier: {
    method: 'POST',
    path: '/tenants/{clientCode}/barriers',
    summary: 'Hold the next calls of an operation',
    answer: shapes.Barrier,
    created: true,
    body: shapes.NewBarrier,
  },
  awaitBarrier: {
    method: 'GET',
    path: '/barriers/{barrierId}',
    summary: 'Answers once the barrier holds all its calls',
    answer: shapes.Barrier,
  },
  releaseBarrier: {
    method: 'POST',
    path: '/barriers/{barrierId}/release',
    summary: 'Let the calls go one by one, in the order given or as they came',
    answer: 'nothing',
    body: shapes.Release,
  },
  listCalls: {
    method: 'GET',
    path: '/tenants/{clientCode}/calls',
    summary: 'The journal, oldest first, secrets masked',
    answer: shapes.Calls,
  },
  clearCalls: {
    method: 'DELETE',
    path: '/tenants/{clientCode}/calls',
    summary: 'Empty the journal',
    answer: 'nothing',
  },
  listFindings: {
    method: 'GET',
    path: '/tenants/{clientCode}/findings',
    summary: 'What the client did wrong',
    answer: shapes.Findings,
  },
  clearFindings: {
    method: 'DELETE',
    path: '/tenants/{clientCode}/findings',
    summary: 'Forget the findings',
    answer: 'nothing',
  },
  listUnnamedCalls: {
    method: 'GET',
    path: '/calls',
    summary: 'Calls that named no tenant',
    answer: shapes.Calls,
  },
  resetTenant: {
    method: 'POST',
    path: '/tenants/{clientCode}/reset',
    summary: 'Drop receipts, outcomes, faults and journal; keep credentials and clock',
    answer: 'nothing',
    body: shapes.Nothing,
  },
  expireTokens: {
    method: 'POST',
    path: '/tenants/{clientCode}/tokens/expire',
    summary: 'Every token issued so far is expired',
    answer: 'nothing',
    body: shapes.Nothing,
  },
  listReceipts: {
    method: 'GET',
    path: '/tenants/{clientCode}/receipts',
    summary: 'All receipts, oldest first',
    answer: shapes.Receipts,
  },
  getClock: {
    method: 'GET',
    path: '/tenants/{clientCode}/clock',
    summary: "The tenant's now",
    answer: shapes.Clock,
  },
  putClock: {
    method: 'PUT',
    path: '/tenants/{clientCode}/clock',
    summary: "Move the tenant's time, forward only",
    answer: shapes.Clock,
    body: shapes.ClockChange,
  },
  getReceipt: {
    method: 'GET',
    path: '/receipts/{receiptId}',
    summary: 'Everything known of a receipt',
    answer: shapes.Receipt,
  },
  viewReceipt: {
    method: 'POST',
    path: '/receipts/{receiptId}/view',
    summary: 'The person opens the message',
    answer: shapes.Receipt,
    body: shapes.Nothing,
  },
  signReceipt: {
    method: 'POST',
    path: '/receipts/{receiptId}/sign',
    summary: 'The person signs',
    answer: shapes.Receipt,
    body: shapes.Nothing,
  },
  expireReceipt: {
    method: 'POST',
    path: '/receipts/{receiptId}/expire',
    summary: 'The request expires now',
    answer: shapes.Receipt,
    body: shapes.Nothing,
  },
} as const satisfies Record<string, ControlRoute>;

export type ControlName = keyof typeof controlRoutes;

export const CONTROL_PREFIX = '/_sim/v1';

/** The whole path of a route. */
export const fullPath = (path: string): string => (path.startsWith('/_sim/') ? path : CONTROL_PREFIX + path);
