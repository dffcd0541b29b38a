// A small real service: it asks people for consent to automatic debit with the official SDK, and files the evidence.
// Nothing in here is made for tests; only the address and the time it waits for an answer are given from outside.

import fastify, { type FastifyInstance } from 'fastify';

/** What the service uses of npm `kakaocert` (its callbacks: success, then error). */
export interface KakaocertSdk {
  requestCMS(
    clientCode: string,
    request: object,
    success: (result: { receiptId: string }) => void,
    error: (error: SdkError) => void,
  ): void;
  getCMSState(
    clientCode: string,
    receiptId: string,
    success: (state: { state: number; verifyDT: string | null }) => void,
    error: (error: SdkError) => void,
  ): void;
  verifyCMS(
    clientCode: string,
    receiptId: string,
    success: (result: { signedData: string }) => void,
    error: (error: SdkError) => void,
  ): void;
}

export interface SdkError {
  readonly code: number | string;
  readonly message: string;
}

export interface ServiceOptions {
  readonly sdk: KakaocertSdk;
  readonly clientCode: string;
  /**
   * Ends the wait for an answer, e.g. `() => AbortSignal.timeout(30_000)`. The SDK never calls back when a connection
   * breaks, so somebody has to look at the clock.
   */
  readonly patience: () => AbortSignal;
}

type Consent = {
  receiptId: string;
  status: 'asked' | 'signed' | 'expired' | 'evidenceLost';
  /** The .der that is filed with the clearing house, base64url. */
  evidence?: string;
};

export function createConsentService({ sdk, clientCode, patience }: ServiceOptions): FastifyInstance {
  const app = fastify();
  const consents = new Map<string, Consent>();

  /** An SDK call as a promise that always settles. */
  const ask = <T>(
    call: (success: (result: T) => void, error: (error: SdkError) => void) => void,
  ): Promise<T> =>
    new Promise((resolve, reject) => {
      patience().addEventListener('abort', () => reject(new Error('no answer')), { once: true });
      call(resolve, ({ code, message }) => reject(Object.assign(new Error(message), { code })));
    });

  app.post<{ Params: { payer: string }; Body: object }>(
    '/consents/:payer',
    async ({ params, body }, reply) => {
      const request = Object.assign({}, body, { ClientUserID: params.payer });
      const { receiptId } = await ask<{ receiptId: string }>((ok, no) =>
        sdk.requestCMS(clientCode, request, ok, no),
      );
      consents.set(params.payer, { receiptId, status: 'asked' });
      return reply.code(202).send({ receiptId });
    },
  );

  app.post<{ Params: { payer: string } }>('/consents/:payer/check', async ({ params }, reply) => {
    const consent = consents.get(params.payer);
    if (consent === undefined) return reply.code(404).send({ error: 'unknown payer' });
    if (consent.status === 'asked') await settle(consent);
    return { status: consent.status, evidence: consent.evidence ?? null };
  });

  async function settle(consent: Consent): Promise<void> {
    const { receiptId } = consent;
    const { state } = await ask<{ state: number }>((ok, no) =>
      sdk.getCMSState(clientCode, receiptId, ok, no),
    );
    if (state === 2) consent.status = 'expired';
    if (state !== 1) return;
    try {
      const { signedData } = await ask<{ signedData: string }>((ok, no) =>
        sdk.verifyCMS(clientCode, receiptId, ok, no),
      );
      consent.evidence = signedData;
      consent.status = 'signed';
    } catch {
      // Verify works once. Whether it counted is told by verifyDT; if it did, its evidence is gone and must be asked anew.
      const seen = await ask<{ verifyDT: string | null }>((ok, no) =>
        sdk.getCMSState(clientCode, receiptId, ok, no),
      );
      if (seen.verifyDT !== null) consent.status = 'evidenceLost';
    }
  }

  return app;
}
