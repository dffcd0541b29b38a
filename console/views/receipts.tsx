// All receipts, newest first, as they change.

import { useMemo } from 'preact/hooks';
import { phoneNumberOf, serviceNames } from '../../contracts/protocol/index.js';
import type { ReceiptView } from '../../simulator/control/shapes.js';
import { askerOf, deadline, field, phaseNow, phoneText, searchText, serviceText } from '../facts.js';
import { useReceipts } from '../hooks.js';
import { t } from '../language.js';
import { ask, asked, viewAddress } from '../location.js';
import { Badge, Choice, Empty, Line, Problem } from '../parts.js';
import { phases } from '../phase.js';
import type { Receipts as Loaded, ReceiptFilter } from '../receipts.js';
import { Cell, Rows } from '../rows.js';
import { isGone, tenantOf } from '../tenants.js';
import { timeOfDay } from '../time.js';
import { FirstSteps } from './first-steps.js';
import { Gone, tenantOptions } from './of-tenant.js';

/** A mobile number is found however it is written. */
const plain = (word: string) => (/^(\+82-?|0)10-?\d{3,4}-?\d{4}$/.test(word) ? phoneNumberOf(word) : word);

function search(loaded: readonly ReceiptView[], words: readonly string[]): readonly ReceiptView[] {
  if (words.length === 0) return loaded;
  return loaded.filter((receipt) => {
    const all = searchText(receipt);
    return words.every((word) => all.includes(plain(word)));
  });
}

export function Receipts() {
  const filter = { state: asked('state'), service: asked('service'), clientCode: asked('clientCode') };
  const receipts = useReceipts(filter);
  const text = asked('text') ?? '';
  const loaded = receipts.shown.value;
  const words = useMemo(() => text.toLowerCase().split(/\s+/).filter(Boolean), [text]);
  const found = useMemo(() => search(loaded, words), [loaded, words]);
  const isFiltered = Object.values(filter).some((one) => one !== undefined) || words.length > 0;
  const gone = filter.clientCode !== undefined && isGone(filter.clientCode) ? filter.clientCode : undefined;
  return (
    <>
      <h1 class="offscreen">{t('receipts')}</h1>
      <Filters filter={filter} text={text} onType={(typed) => ask({ text: typed })} />
      <p class="count" role="status">
        {t(words.length > 0 ? 'foundInLoaded' : 'loadedCount', {
          found: found.length.toLocaleString(),
          loaded: loaded.length.toLocaleString(),
        })}
        {receipts.hasMore() ? ` ${t('moreBelow')}` : ''}
      </p>
      <Problem text={receipts.status.value === 'failed' ? receipts.failure.value : undefined} />
      {found.length > 0 && <Found receipts={receipts} found={found} />}
      {gone !== undefined && <Gone clientCode={gone} />}
      {gone === undefined && found.length === 0 && receipts.status.value === 'ready' && (
        <Empty>
          {isFiltered ? <p>{t('nothingFound')}</p> : <FirstSteps />}
          {receipts.hasMore() && <More receipts={receipts} />}
        </Empty>
      )}
    </>
  );
}

const more = (receipts: Loaded) => {
  // A failure of it stands in `failure`.
  receipts.more().catch(() => {});
};

const More = ({ receipts }: { readonly receipts: Loaded }) => (
  <button type="button" onClick={() => more(receipts)}>
    {t('loadMore')}
  </button>
);

interface FoundProps {
  readonly receipts: Loaded;
  readonly found: readonly ReceiptView[];
}

const Found = ({ receipts, found }: FoundProps) => (
  <Rows
    label={t('receipts')}
    layout="receipts"
    heads={[t('state'), t('requestedAt'), t('request'), t('receiver'), t('institution'), t('remaining')]}
    items={found}
    keyOf={({ receiptId }) => receiptId}
    cells={(receipt) => <Row receipt={receipt} />}
    onEnd={() => more(receipts)}
  />
);

interface FiltersProps {
  readonly filter: Pick<ReceiptFilter, 'state' | 'service' | 'clientCode'>;
  readonly text: string;
  readonly onType: (text: string) => void;
}

const Filters = ({ filter, text, onType }: FiltersProps) => (
  <search class="filters">
    <Choice
      label={t('state')}
      value={filter.state ?? ''}
      options={[['', t('all')], ...phases.map((one) => [one, t(`state.${one}`)] as const)]}
      onChoose={(state) => ask({ state })}
    />
    <Choice
      label={t('service')}
      value={filter.service ?? ''}
      options={[['', t('all')], ...serviceNames.map((one) => [one, serviceText(one)] as const)]}
      onChoose={(service) => ask({ service })}
    />
    <TenantChoice value={filter.clientCode ?? ''} />
    <Line label={t('search')} type="search" value={text} hint={t('searchHint')} onType={onType} />
  </search>
);

const TenantChoice = ({ value }: { readonly value: string }) => (
  <Choice
    label={t('tenant')}
    value={value}
    options={[['', t('all')], ...tenantOptions(value)]}
    onChoose={(clientCode) => ask({ clientCode })}
  />
);

const Row = ({ receipt }: { readonly receipt: ReceiptView }) => {
  const phase = phaseNow(receipt);
  const number = field(receipt, 'ReceiverHP');
  return (
    <>
      <Cell name="state">
        <Badge phase={phase} />
      </Cell>
      <Cell name="time">
        <time dateTime={receipt.requestedAt}>{timeOfDay(receipt.requestedAt)}</time>
      </Cell>
      <Cell name="title">
        <a
          href={viewAddress('receipts', { receipt: receipt.receiptId })}
          data-receipt={receipt.receiptId}
          data-state={phase}
        >
          {field(receipt, 'TMSTitle') || receipt.receiptId}
        </a>
        <small>{serviceText(receipt.service)}</small>
      </Cell>
      <Cell name="person">
        {field(receipt, 'ReceiverName')} <small>{phoneText(number)}</small>
      </Cell>
      <Cell name="asker">{askerOf(receipt, tenantOf(receipt.clientCode))}</Cell>
      <Cell name="rest">{deadline(receipt)}</Cell>
    </>
  );
};
