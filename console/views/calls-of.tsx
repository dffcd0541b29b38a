// The calls that were about one receipt, and what they show of the client.

import { useState } from 'preact/hooks';
import type { ReceiptView } from '../../simulator/control/shapes.js';
import { useCalls } from '../calls.js';
import { say, t } from '../language.js';
import { Panel } from '../parts.js';
import { timeOfDay } from '../time.js';
import { OneCall } from './one-call.js';

export function CallsOf({ receipt }: { readonly receipt: ReceiptView }) {
  const journal = useCalls(receipt.clientCode);
  const [open, setOpen] = useState<number>();
  const calls = journal.newestFirst.value
    .filter(({ request, reply }) => (request.target + reply.body).includes(receipt.receiptId))
    .reverse();
  const numbers = new Set(calls.map(({ number }) => number));
  const findings = journal.findings.value.filter(({ call }) => numbers.has(call));
  return (
    <Panel title={t('itsCalls')}>
      {calls.length === 0 && <p class="quiet">{t('noCallsOfIt')}</p>}
      <ol class="its-calls">
        {calls.map((call) => (
          <li key={call.number}>
            <button
              type="button"
              class="link"
              aria-expanded={open === call.number}
              onClick={() => setOpen(open === call.number ? undefined : call.number)}
            >
              <time dateTime={call.at}>{timeOfDay(call.at)}</time>{' '}
              <span class={call.status >= 400 ? 'http bad' : 'http'}>{call.status}</span> {call.operation}
            </button>{' '}
            {call.outcome === 'ok' ? '' : call.outcome} {call.why !== null && <small>{say(call.why)}</small>}
            {open === call.number && (
              <OneCall call={call} findings={findings.filter((one) => one.call === call.number)} />
            )}
          </li>
        ))}
      </ol>
      {findings.length > 0 && (
        <>
          <h3>{t('findings')}</h3>
          <ul class="findings">
            {findings.map((one) => (
              <li key={`${one.call}${one.id}`}>
                <code>{one.id}</code> {say(one.why)}
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}
