// One receipt: what came of it and when, what was asked, its calls, and what was signed.

import { useEffect } from 'preact/hooks';
import type { ReceiptView } from '../../simulator/control/shapes.js';
import { type Action, ActionButton, act } from '../actions.js';
import { call, encoded } from '../api.js';
import { nowOf } from '../clocks.js';
import { askerOf, deadline, field, phaseNow, phoneText, serviceText, verifyUntil } from '../facts.js';
import { useLoaded } from '../hooks.js';
import { t } from '../language.js';
import { listen } from '../live.js';
import { addressOf, viewAddress } from '../location.js';
import { Badge, Copy, Facts, Panel, Problem, useAction } from '../parts.js';
import { settledAt } from '../phase.js';
import { tenantOf } from '../tenants.js';
import { dateTime, length, relative } from '../time.js';
import { CallsOf } from './calls-of.js';
import { JumpTo } from './jump.js';
import { SignedData } from './signed-data.js';

export function Receipt({ receiptId }: { readonly receiptId: string }) {
  const {
    value: receipt,
    error,
    reload,
  } = useLoaded(() => call<ReceiptView>('GET', encoded`/receipts/${receiptId}`), [receiptId]);
  const clientCode = receipt?.clientCode;
  useEffect(
    () =>
      listen({
        receipt: (one) => one.receiptId === receiptId && reload(),
        // It goes with its tenant, or with a reset of it.
        tenant: (one) => one.clientCode === clientCode && reload(),
      }),
    [receiptId, clientCode],
  );
  return (
    <>
      <p class="back">
        <a href={viewAddress('receipts')}>← {t('receipts')}</a>
      </p>
      <Problem text={error} />
      {receipt !== undefined && <Shown receipt={receipt} onChange={reload} />}
    </>
  );
}

function Shown({ receipt, onChange }: { readonly receipt: ReceiptView; readonly onChange: () => void }) {
  const phase = phaseNow(receipt);
  const number = field(receipt, 'ReceiverHP');
  return (
    <article tabIndex={-1} class="receipt" data-receipt={receipt.receiptId} data-state={phase}>
      <header class="receipt-head">
        <h1>{field(receipt, 'TMSTitle') || receipt.receiptId}</h1>
        <p>
          <Badge phase={phase} /> {serviceText(receipt.service)} ·{' '}
          {askerOf(receipt, tenantOf(receipt.clientCode))} · {field(receipt, 'ReceiverName')}{' '}
          <a href={addressOf(`/_sim/phone/${number}`)}>{phoneText(number)}</a>
        </p>
        <p class="mono">
          {receipt.receiptId} <Copy text={receipt.receiptId} label={t('copyId')} />
        </p>
      </header>
      <Buttons receipt={receipt} onChange={onChange} />
      <div class="columns">
        <Panel title={t('timeline')}>
          <Timeline receipt={receipt} />
          {(phase === 'waiting' || phase === 'signed') && (
            <JumpTo receipts={[receipt]} clientCode={receipt.clientCode} />
          )}
        </Panel>
        <Panel title={t('requestFields')}>
          <Facts
            rows={[
              ...Object.entries(receipt.request).map(([name, value]) => [name, String(value)] as const),
              ...(receipt.txId === null ? [] : [['tx_id', receipt.txId] as const]),
              ...(receipt.signature === null ? [] : [['signature', receipt.signature] as const]),
            ]}
          />
        </Panel>
      </div>
      <CallsOf receipt={receipt} />
      <SignedData receipt={receipt} phase={phase} />
    </article>
  );
}

function Buttons({ receipt, onChange }: { readonly receipt: ReceiptView; readonly onChange: () => void }) {
  const { busy, error, run } = useAction();
  const names = (['view', 'sign', 'expire', 'cancel'] as const).filter(
    (name) => phaseNow(receipt) === 'waiting' && (name !== 'cancel' || receipt.txId !== null),
  );
  const does = (action: Action) =>
    run(async () => {
      await act(receipt.receiptId, action);
      onChange();
    });
  return (
    <>
      {names.length > 0 && (
        <div class="buttons">
          {names.map((name) => (
            <ActionButton
              key={name}
              action={name}
              kind={name === 'sign' ? 'primary' : 'plain'}
              isBusy={busy}
              onClick={() => does(name)}
            />
          ))}
        </div>
      )}
      <Problem text={error} />
    </>
  );
}

function Timeline({ receipt }: { readonly receipt: ReceiptView }) {
  const now = nowOf(receipt.clientCode);
  const settled = settledAt(receipt, now);
  const phase = phaseNow(receipt);
  const until = verifyUntil(receipt, now);
  const past = (name: string, instant: number | null, note = '') =>
    instant === null ? [] : [{ name, instant, note }];
  const steps = [
    ...past(t('requested'), Date.parse(receipt.requestedAt)),
    ...past(t('viewed'), settled.viewedAt),
    ...past(
      t('appReturned'),
      receipt.appResult == null ? null : Date.parse(receipt.appResult.at),
      String(receipt.appResult?.code ?? ''),
    ),
    ...past(t('state.signed'), settled.signedAt),
    ...past(t('state.verified'), settled.verifiedAt),
    ...(phase === 'expired' ? past(t('state.expired'), settled.expiresAt) : []),
    ...(phase === 'lapsed' ? past(t('state.lapsed'), until) : []),
  ].sort((one, other) => one.instant - other.instant);
  return (
    <>
      <ol class="timeline">
        {steps.map(({ name, instant, note }) => (
          <li key={name}>
            <b>{name}</b> {note} <time dateTime={new Date(instant).toISOString()}>{dateTime(instant)}</time>{' '}
            <small>{relative(instant, now)}</small>
          </li>
        ))}
        {phase === 'waiting' && (
          <li class="coming">
            <b>{t('state.expired')}</b>{' '}
            <time dateTime={receipt.expiresAt}>{dateTime(receipt.expiresAt)}</time>{' '}
            <small>{deadline(receipt)}</small>
          </li>
        )}
        {receipt.signAt != null && phase === 'waiting' && (
          <li class="coming">
            <b>{t('signsByItself')}</b>{' '}
            <small>{t('inTime', { time: length(Date.parse(receipt.signAt) - now) })}</small>
          </li>
        )}
        {phase === 'signed' && until !== null && (
          <li class="coming">
            <b>{t('state.lapsed')}</b> <time dateTime={new Date(until).toISOString()}>{dateTime(until)}</time>{' '}
            <small>{deadline(receipt)}</small>
          </li>
        )}
      </ol>
      <p class="quiet">{t('koreanTime')}</p>
    </>
  );
}
