// Stands for the app behind `kakaotalk://kakaopay/cert/sign`: a program opens it with a tx_id, the person signs or
// cancels, and the app goes back to the program. Android's apps read `signature`, those of iOS `sig`: both are given.

import { useState } from 'preact/hooks';
import { APP_CANCELLED, appResults } from '../../contracts/protocol/index.js';
import type { ReceiptView } from '../../simulator/control/shapes.js';
import { type Action, ActionButton, act } from '../actions.js';
import { askerOf, deadline, field, phaseNow } from '../facts.js';
import { useReceipts } from '../hooks.js';
import { say, t } from '../language.js';
import { asked, viewAddress } from '../location.js';
import { Badge, Choice, Copy, Empty, Facts, Problem, useAction } from '../parts.js';
import type { Receipts } from '../receipts.js';
import { targetFault, withQuery } from '../redirect.js';
import { tables } from '../tables.js';
import { tenantOf } from '../tenants.js';
import { WhatIsSigned } from './what-is-signed.js';

export function App() {
  const txId = asked('tx_id');
  const receipts = useReceipts({ txId: txId ?? '-' });
  const [receipt] = receipts.shown.value;
  return (
    <div class="phone app">
      <header class="phone-head">
        <h1>{t('app')}</h1>
        <p>{t('appText')}</p>
      </header>
      <Problem text={receipts.status.value === 'failed' ? receipts.failure.value : undefined} />
      {receipt !== undefined ? (
        <Asked receipt={receipt} receipts={receipts} />
      ) : (
        receipts.status.value === 'ready' && (
          <Empty>
            <p>{txId === undefined ? t('noTxId') : t('unknownTxId', { txId })}</p>
          </Empty>
        )
      )}
    </div>
  );
}

/** Goes back to the program, if it may. */
function leave(to: 'success' | 'fail', members: Readonly<Record<string, string>>): void {
  const target = asked(to) ?? null;
  if (target !== null && targetFault(target, tables.value?.allowRedirects ?? []) === undefined) {
    location.assign(withQuery(target, members));
  }
}

const signedMembers = ({ txId, signature }: ReceiptView) => ({
  tx_id: txId ?? '',
  sig: signature ?? '',
  signature: signature ?? '',
});

function Asked({ receipt, receipts }: { readonly receipt: ReceiptView; readonly receipts: Receipts }) {
  const phase = phaseNow(receipt);
  const [code, setCode] = useState(String(APP_CANCELLED));
  const { busy, error, run } = useAction();
  const does = (action: Action, body?: object, then: (after: ReceiptView) => void = () => {}) =>
    run(async () => {
      const after = await act(receipt.receiptId, action, body);
      receipts.put(after);
      then(after);
    });
  const sign = () => does('sign', undefined, (after) => leave('success', signedMembers(after)));
  const cancel = () =>
    does('cancel', { code: Number(code) }, () => leave('fail', { tx_id: receipt.txId ?? '', code }));
  const button = (action: Action, kind: 'primary' | 'plain', onClick: () => void) => (
    <ActionButton action={action} kind={kind} isBusy={busy} onClick={onClick} />
  );
  return (
    <article
      tabIndex={-1}
      class={`message ${phase}`}
      data-receipt={receipt.receiptId}
      data-state={phase}
      aria-label={field(receipt, 'TMSTitle')}
    >
      <div class="bubble">
        <Facts
          rows={[
            [t('message.kind'), field(receipt, 'TMSTitle')],
            [t('message.asker'), askerOf(receipt, tenantOf(receipt.clientCode))],
            [t('message.callCenter'), field(receipt, 'CallCenterNum')],
          ]}
        />
        <WhatIsSigned receipt={receipt} />
        <p class="foot">
          <Badge phase={phase} /> {deadline(receipt)}
        </p>
        {phase === 'waiting' && (
          <>
            <div class="buttons">
              {button('sign', 'primary', sign)}
              {button('cancel', 'plain', cancel)}
              {button('expire', 'plain', () => does('expire'))}
            </div>
            <Choice
              label={t('cancelCode')}
              value={code}
              options={Object.entries(appResults).map(([one, words]) => [one, `${one} ${say(words)}`])}
              onChoose={setCode}
            />
          </>
        )}
        <Problem text={error} />
        <Targets />
        {receipt.signature !== null && <Back receipt={receipt} />}
        <a href={viewAddress('receipts', { receipt: receipt.receiptId })}>{t('everything')}</a>
      </div>
    </article>
  );
}

/** Where it will go, or why it won't. */
function Targets() {
  const allowed = tables.value?.allowRedirects ?? [];
  return (
    <dl class="facts targets">
      {(['success', 'fail'] as const).map((name) => {
        const target = asked(name) ?? null;
        const fault = targetFault(target, allowed);
        return (
          <div key={name} data-target={name} data-fault={fault}>
            <dt>{name}</dt>
            <dd>
              {target !== null && <code>{target}</code>}
              {fault !== undefined && (
                <p class="problem">{t(`target.${fault}`, { origin: originOf(target) })}</p>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

const originOf = (target: string | null) =>
  target !== null && URL.canParse(target) ? new URL(target).origin : '';

/** It was signed before, or there is nowhere to go: the signature to take away by hand, and the way back. */
function Back({ receipt }: { readonly receipt: ReceiptView }) {
  const target = asked('success') ?? null;
  const isOpen = targetFault(target, tables.value?.allowRedirects ?? []) === undefined;
  return (
    <>
      <Facts rows={[['sig', <code key="sig">{receipt.signature}</code>]]} />
      <div class="buttons">
        <Copy text={receipt.signature ?? ''} label={t('copySig')} />
        {isOpen && (
          <button type="button" onClick={() => leave('success', signedMembers(receipt))}>
            {t('backToProgram')}
          </button>
        )}
      </div>
    </>
  );
}
