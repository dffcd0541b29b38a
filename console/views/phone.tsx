// The person's KakaoTalk: the messages that institutions had sent to a number, and what the person does with them. What
// a message shows is the manual's (A.2 #1, #10–12); how it looks is ours.

import { useState } from 'preact/hooks';
import { phoneNumberOf } from '../../contracts/protocol/index.js';
import type { ReceiptView } from '../../simulator/control/shapes.js';
import { type Action, ActionButton, act } from '../actions.js';
import { askerOf, deadline, field, phaseNow, phoneText, serviceText } from '../facts.js';
import { useReceipts } from '../hooks.js';
import { t } from '../language.js';
import { addressOf, path, viewAddress } from '../location.js';
import { Badge, Empty, Facts, Problem, useAction } from '../parts.js';
import type { Receipts } from '../receipts.js';
import { tenantOf } from '../tenants.js';
import { timeOfDay } from '../time.js';
import { WhatIsSigned } from './what-is-signed.js';

/** The number in the address, however it is written; none is the inbox of all. */
const numberOf = (pathname: string): string | undefined => {
  const [, given] = /^\/_sim\/phone\/([^/]+)/.exec(pathname) ?? [];
  return given === undefined ? undefined : phoneNumberOf(decoded(given));
};

/** A part of an address as it reads; one that is no UTF-8 as it stands. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** How many messages are in the page at once: a phone shows few, and a thumb asks for more. */
const SHOWN = 30;

export function Phone() {
  const number = numberOf(path.value);
  const receipts = useReceipts({ ReceiverHP: number });
  const [limit, setLimit] = useState(SHOWN);
  const messages = receipts.shown.value;
  const isMore = messages.length > limit || receipts.hasMore();
  return (
    <div class="phone">
      <header class="phone-head">
        <h1>{number === undefined ? t('inboxOfAll') : phoneText(number)}</h1>
        {number === undefined ? (
          <p>{t('inboxHint')}</p>
        ) : (
          <a href={addressOf('/_sim/phone')}>{t('inboxOfAll')}</a>
        )}
      </header>
      <Problem text={receipts.status.value === 'failed' ? receipts.failure.value : undefined} />
      {messages.length === 0 && receipts.status.value === 'ready' && (
        <Empty>
          <p>{t('noMessages')}</p>
        </Empty>
      )}
      <ol class="messages">
        {messages.slice(0, limit).map((receipt) => (
          <li key={receipt.receiptId}>
            <Message receipt={receipt} receipts={receipts} showNumber={number === undefined} />
          </li>
        ))}
      </ol>
      {isMore && (
        <button
          type="button"
          class="wide"
          onClick={() => {
            setLimit(limit + SHOWN);
            if (messages.length < limit + SHOWN) receipts.more().catch(() => {});
          }}
        >
          {t('older')}
        </button>
      )}
    </div>
  );
}

interface MessageProps {
  readonly receipt: ReceiptView;
  readonly receipts: Receipts;
  readonly showNumber: boolean;
}

function Message({ receipt, receipts, showNumber }: MessageProps) {
  const phase = phaseNow(receipt);
  const [isOpen, setOpen] = useState(false);
  const number = field(receipt, 'ReceiverHP');
  // App-to-App sends no message, so it has no words of its own (protocol.md §2.6).
  const text = receipt.txId === null ? field(receipt, 'TMSMessage') : '';
  return (
    <article
      tabIndex={-1}
      class={`message ${phase}`}
      data-receipt={receipt.receiptId}
      data-state={phase}
      aria-label={field(receipt, 'TMSTitle')}
    >
      <div class="message-top">
        {showNumber && (
          <a href={addressOf(`/_sim/phone/${number}`)}>
            {field(receipt, 'ReceiverName')} {phoneText(number)}
          </a>
        )}
        <time dateTime={receipt.requestedAt}>{timeOfDay(receipt.requestedAt)}</time>
      </div>
      <div class="bubble">
        <p class="kind">{receipt.txId === null ? serviceText(receipt.service) : t('appToApp')}</p>
        {text !== '' && <p class="text">{text}</p>}
        <Facts
          rows={[
            [t('message.kind'), field(receipt, 'TMSTitle')],
            [t('message.asker'), askerOf(receipt, tenantOf(receipt.clientCode))],
            [t('message.callCenter'), field(receipt, 'CallCenterNum')],
          ]}
        />
        {isOpen && <WhatIsSigned receipt={receipt} />}
        {isOpen && <a href={viewAddress('receipts', { receipt: receipt.receiptId })}>{t('everything')}</a>}
        <p class="foot">
          <Badge phase={phase} /> {deadline(receipt)}
          {receipt.viewedAt !== null && phase === 'waiting' ? ` · ${t('viewed')}` : ''}
        </p>
        <Deeds receipt={receipt} receipts={receipts} isOpen={isOpen} onOpen={() => setOpen(!isOpen)} />
      </div>
    </article>
  );
}

interface DeedsProps extends Pick<MessageProps, 'receipt' | 'receipts'> {
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}

/** What the person can do with the message. */
function Deeds({ receipt, receipts, isOpen, onOpen }: DeedsProps) {
  const { busy, error, run } = useAction();
  const isWaiting = phaseNow(receipt) === 'waiting';
  const does = (action: Action) =>
    run(async () => {
      receipts.put(await act(receipt.receiptId, action));
    });
  const open = () => {
    onOpen();
    if (isWaiting && !isOpen) does('view');
  };
  const button = (action: Action, kind: 'primary' | 'plain' = 'plain') => (
    <ActionButton action={action} kind={kind} isBusy={busy} onClick={() => does(action)} />
  );
  return (
    <>
      <div class="buttons">
        <ActionButton
          action="view"
          label={t(isOpen ? 'close' : 'open')}
          isBusy={busy}
          isOpen={isOpen}
          onClick={open}
        />
        {isWaiting && button('sign', 'primary')}
        {isWaiting && button('expire')}
        {isWaiting && receipt.txId !== null && button('cancel')}
      </div>
      <Problem text={error} />
    </>
  );
}
