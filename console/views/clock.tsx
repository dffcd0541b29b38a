// A tenant's clock: what it shows, and moving it on.

import { useState } from 'preact/hooks';
import { isFrozen, nowOf } from '../clocks.js';
import { useReceipts } from '../hooks.js';
import { t } from '../language.js';
import { Line, Panel, Problem, useAction } from '../parts.js';
import { currentTenant } from '../tenants.js';
import { dateTime } from '../time.js';
import { changeClock, JumpTo } from './jump.js';
import { OfTenant } from './of-tenant.js';

export const Clock = () => (
  <OfTenant title={t('clock')}>{(clientCode) => <Hands clientCode={clientCode} />}</OfTenant>
);

const steps = [
  ['plusMinute', 'PT1M'],
  ['plusFive', 'PT5M'],
  ['plusHour', 'PT1H'],
  ['plusDay', 'P1D'],
] as const;

/** What was typed as an instant: a time without a zone is Korea's, as everything here is, and a day begins at midnight. */
function instantOf(typed: string): string {
  const [, day = '', time = '00:00', zone = '+09:00'] =
    /^(\d{4}-\d\d-\d\d)(?:[ Tt](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))? ?([zZ]|[+-]\d\d:\d\d)?$/.exec(
      typed.trim(),
    ) ?? [];
  const instant = Date.parse(`${day}T${time}${zone.toUpperCase()}`);
  if (!Number.isNaN(instant)) return new Date(instant).toISOString();
  throw new Error(t('noTime', { typed: typed.trim(), example: '2026-12-01 09:00' }));
}

function Hands({ clientCode }: { readonly clientCode: string }) {
  const { busy, error, run } = useAction();
  const receipts = useReceipts({ clientCode });
  const [to, setTo] = useState('');
  const frozen = isFrozen(clientCode);
  const change = (body: object) => run(() => changeClock(clientCode, body));
  return (
    <Panel title={t('clock')}>
      <p class="now" data-clock={new Date(nowOf(clientCode)).toISOString()}>
        <time>{dateTime(nowOf(clientCode))}</time> {frozen && <span class="mark">{t('frozen')}</span>}
      </p>
      <p class="quiet">{t('clockText')}</p>
      <div class="buttons">
        {steps.map(([name, advance]) => (
          <button key={name} type="button" aria-disabled={busy} onClick={() => change({ advance })}>
            {t(name)}
          </button>
        ))}
        <button
          type="button"
          aria-disabled={busy}
          aria-pressed={frozen}
          onClick={() => change({ freeze: !frozen })}
        >
          {t(frozen ? 'letRun' : 'freeze')}
        </button>
      </div>
      <JumpTo
        receipts={receipts.shown.value.filter((one) => one.clientCode === currentTenant.value)}
        clientCode={clientCode}
      />
      <form
        class="inline"
        onSubmit={(event) => {
          event.preventDefault();
          run(async () => changeClock(clientCode, { set: instantOf(to) }));
        }}
      >
        <Line label={t('setTo')} value={to} hint={dateTime(nowOf(clientCode) + 86_400_000)} onType={setTo} />
        <button type="submit" aria-disabled={busy} disabled={to.trim() === ''}>
          {t('set')}
        </button>
      </form>
      <Problem text={error} />
    </Panel>
  );
}
