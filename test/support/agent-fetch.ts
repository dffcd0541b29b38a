// fetch over node:http, so that a test says which connection a call takes.

import { type Agent, request } from 'node:http';
import type { FetchLike } from './caller.js';

/** A fetch whose calls go over an agent's connections; it rejects where no whole answer comes. */
export const agentFetch =
  (agent: Agent): FetchLike =>
  (url, { method = 'GET', headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      const sent = request(url, { method, agent, headers: { ...(headers as Record<string, string>) } });
      sent.on('error', reject).on('response', (answer) => {
        const chunks: Buffer[] = [];
        answer
          .on('data', (chunk: Buffer) => chunks.push(chunk))
          .on('error', reject)
          .on('end', () => resolve(new Response(Buffer.concat(chunks), { status: answer.statusCode ?? 0 })));
      });
      sent.end(body as string | Uint8Array | undefined);
    });
