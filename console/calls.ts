// The journal of one tenant, or of the calls that named none, as it grows; newest first.

import { computed, signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { CallView, Finding } from '../simulator/control/shapes.js';
import { call, encoded, session } from './api.js';
import { epoch, listen } from './live.js';

/** As many are kept in the page. */
const KEPT = 5000;

/** `clientCode` null: calls that named no tenant. */
function createCalls(clientCode: string | null) {
  const calls = signal<ReadonlyMap<number, CallView>>(new Map());
  const findings = signal<readonly Finding[]>([]);
  const failure = signal('');
  const isLoaded = signal(false);
  let waiting: CallView[] = [];

  const add = (more: readonly CallView[]) => {
    const all = [...calls.value, ...more.map((one) => [one.number, one] as const)];
    calls.value = new Map(all.slice(-KEPT));
  };
  const place = clientCode === null ? '' : encoded`/tenants/${clientCode}`;
  const load = async () => {
    try {
      const journal = await call<{ calls: readonly CallView[] }>('GET', `${place}/calls`);
      calls.value = new Map();
      add(journal.calls);
      if (clientCode !== null) {
        findings.value = (await call<{ findings: readonly Finding[] }>('GET', `${place}/findings`)).findings;
      }
      failure.value = '';
    } catch (error) {
      failure.value = (error as Error).message;
    }
    isLoaded.value = true;
  };
  const flush = () => {
    add(waiting);
    waiting = [];
  };
  const stop = listen({
    call: (one) => {
      if (one.clientCode !== clientCode) return;
      if (waiting.length === 0) requestAnimationFrame(flush);
      waiting.push(one);
      // A page out of sight draws no frames.
      if (waiting.length > 2 * KEPT) waiting = waiting.slice(-KEPT);
    },
    finding: (one) => {
      if (one.clientCode === clientCode) findings.value = [...findings.value, one];
    },
    tenant: (tenant) => {
      if (tenant.clientCode === clientCode && tenant.change === 'reset') load().catch(() => {});
    },
  });
  return {
    newestFirst: computed(() => [...calls.value.values()].sort((one, other) => other.number - one.number)),
    findings,
    failure,
    isLoaded,
    load,
    close: stop,
  };
}

export type Calls = ReturnType<typeof createCalls>;

export function useCalls(clientCode: string | null): Calls {
  const calls = useMemo(() => createCalls(clientCode), [clientCode]);
  useEffect(() => calls.close, [calls]);
  useEffect(() => {
    if (epoch.value > 0) calls.load().catch(() => {});
  }, [calls, epoch.value, session.value]);
  return calls;
}
