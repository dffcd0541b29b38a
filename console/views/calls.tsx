// The journal, live: what was called, what came of it and why; one call in full beside it.

import type { CallView, Finding } from '../../simulator/control/shapes.js';
import { useCalls } from '../calls.js';
import { say, t } from '../language.js';
import { ask, asked } from '../location.js';
import { Choice, Empty, Line, Problem } from '../parts.js';
import { Cell, Rows } from '../rows.js';
import { currentTenant, isGone, status } from '../tenants.js';
import { dateTime, timeOfDay } from '../time.js';
import { Gone, tenantOptions } from './of-tenant.js';
import { OneCall } from './one-call.js';

/** Stands for the calls that named no tenant. */
const NOBODY = 'none';

const pathOf = ({ request }: CallView) => request.target.replace(/\?.*$/, '');
const isRefused = ({ status }: CallView) => status >= 400;

/** The numbers of the calls that showed something of the client. */
const numbersOf = (findings: readonly Finding[]): ReadonlySet<number> =>
  new Set(findings.map(({ call }) => call));

interface Narrowed {
  readonly only: string | undefined;
  readonly text: string;
}

function narrow(
  calls: readonly CallView[],
  { only, text }: Narrowed,
  found: ReadonlySet<number>,
): readonly CallView[] {
  return calls.filter(
    (one) =>
      (only !== 'refused' || isRefused(one)) &&
      (only !== 'findings' || found.has(one.number)) &&
      (text === '' || JSON.stringify(one).toLowerCase().includes(text.toLowerCase())),
  );
}

export function Calls() {
  const chosen = currentTenant.value ?? NOBODY;
  const text = asked('text') ?? '';
  return (
    <>
      <h1 class="offscreen">{t('calls')}</h1>
      <Filters tenant={chosen} text={text} onType={(typed) => ask({ text: typed })} />
      {status.value === 'loading' ? null : chosen !== NOBODY && isGone(chosen) ? (
        <Gone clientCode={chosen} />
      ) : (
        <Journal clientCode={chosen === NOBODY ? null : chosen} text={text} />
      )}
    </>
  );
}

interface JournalProps {
  /** Null: the calls that named no tenant. */
  readonly clientCode: string | null;
  readonly text: string;
}

function Journal({ clientCode, text }: JournalProps) {
  const journal = useCalls(clientCode);
  const all = journal.newestFirst.value;
  const found = numbersOf(journal.findings.value);
  const shown = narrow(all, { only: asked('only'), text }, found);
  const number = Number(asked('call'));
  const open = all.find((one) => one.number === number);
  const close = () => {
    // Its own button goes with it.
    document.querySelector<HTMLElement>('.row.chosen button')?.focus();
    ask({ call: undefined });
  };
  return (
    <>
      <p class="count" role="status">
        {t('callCount', { found: shown.length.toLocaleString(), loaded: all.length.toLocaleString() })}
      </p>
      <Problem text={journal.failure.value} />
      <div class={open === undefined ? 'split' : 'split open'}>
        {shown.length > 0 && (
          <Rows
            label={t('calls')}
            layout="calls"
            heads={[t('time'), t('status'), t('operation'), t('outcome')]}
            items={shown}
            keyOf={(one) => String(one.number)}
            isChosen={(one) => one.number === number}
            cells={(one) => <Row call={one} hasFinding={found.has(one.number)} />}
          />
        )}
        {shown.length === 0 && journal.isLoaded.value && (
          <Empty>
            <p>{t(all.length === 0 ? 'noCalls' : 'nothingFound')}</p>
          </Empty>
        )}
        {open !== undefined && (
          <OneCall
            call={open}
            findings={journal.findings.value.filter((one) => one.call === open.number)}
            onClose={close}
          />
        )}
      </div>
    </>
  );
}

interface FiltersProps {
  readonly tenant: string;
  readonly text: string;
  readonly onType: (text: string) => void;
}

const Filters = ({ tenant, text, onType }: FiltersProps) => (
  <search class="filters">
    <Choice
      label={t('tenant')}
      value={tenant}
      options={[...tenantOptions(tenant === NOBODY ? '' : tenant), [NOBODY, t('namedNobody')]]}
      onChoose={(clientCode) => ask({ clientCode, call: undefined })}
    />
    <Choice
      label={t('show')}
      value={asked('only') ?? ''}
      options={[
        ['', t('all')],
        ['refused', t('refusedOnly')],
        ['findings', t('findingsOnly')],
      ]}
      onChoose={(only) => ask({ only })}
    />
    <Line label={t('search')} type="search" value={text} hint={t('searchCalls')} onType={onType} />
  </search>
);

const Row = ({ call, hasFinding }: { readonly call: CallView; readonly hasFinding: boolean }) => (
  <>
    <Cell name="time">
      <time dateTime={call.at} title={dateTime(call.at)}>
        {timeOfDay(call.at)}
      </time>
    </Cell>
    <Cell name="status">
      <span class={isRefused(call) ? 'http bad' : 'http'}>{call.status}</span>
    </Cell>
    <Cell name="operation">
      <button type="button" class="link" onClick={() => ask({ call: String(call.number) })}>
        {call.operation ?? `${call.request.method} ${pathOf(call)}`}
      </button>
    </Cell>
    <Cell name="outcome">
      {call.outcome}
      {call.fault === null ? '' : ` · ${call.fault}`}
      {hasFinding && <span class="mark">{t('finding')}</span>}
      {call.why !== null && <small>{say(call.why)}</small>}
    </Cell>
  </>
);
