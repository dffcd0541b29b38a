// The institutions: one for each test that runs beside another, with credentials to copy.

import { useState } from 'preact/hooks';
import type { TenantView } from '../../simulator/control/shapes.js';
import { call, encoded } from '../api.js';
import { t } from '../language.js';
import { ask, asked, viewAddress } from '../location.js';
import { Choice, Copy, Facts, Line, Panel, Problem, useAction } from '../parts.js';
import { snippets } from '../snippets.js';
import { areMore, currentTenant, tenants } from '../tenants.js';

/** How many stand in the list before one searches. */
const SHOWN = 100;

export function Tenants() {
  const [text, setText] = useState('');
  const code = asked('clientCode') ?? currentTenant.value;
  const chosen = tenants.value.find(({ clientCode }) => clientCode === code);
  const found = tenants.value.filter(({ clientCode, clientName, linkId }) =>
    `${clientCode} ${clientName} ${linkId}`.toLowerCase().includes(text.toLowerCase()),
  );
  return (
    <>
      <h1 class="offscreen">{t('tenants')}</h1>
      <div class="columns">
        <Panel title={t('tenants')}>
          <Line label={t('search')} type="search" value={text} onType={setText} />
          <p class="count" role="status">
            {t('tenantCount', { found: found.length, loaded: tenants.value.length })}
            {areMore.value ? ` ${t('moreTenants')}` : ''}
          </p>
          <ul class="tenants">
            {found.slice(0, SHOWN).map(({ clientCode, clientName }) => (
              <li key={clientCode}>
                <button
                  type="button"
                  class="link"
                  aria-pressed={clientCode === code}
                  onClick={() => ask({ clientCode })}
                >
                  {clientName} <code>{clientCode}</code>
                </button>
              </li>
            ))}
          </ul>
          <NewTenant />
        </Panel>
        {chosen !== undefined && <OneTenant key={chosen.clientCode} tenant={chosen} />}
      </div>
    </>
  );
}

function NewTenant() {
  const [clientName, setName] = useState('');
  const [sign, setSign] = useState('manual');
  const { busy, error, run } = useAction();
  const make = () =>
    run(async () => {
      const body = { sign, ...(clientName.trim() === '' ? {} : { clientName: clientName.trim() }) };
      const tenant = await call<TenantView>('POST', '/tenants', body);
      setName('');
      ask({ clientCode: tenant.clientCode });
    });
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        make();
      }}
    >
      <h3>{t('newTenant')}</h3>
      <Line label={t('name')} value={clientName} onType={setName} hint={t('madeUp')} />
      <SignChoice value={sign} onChoose={setSign} />
      <button type="submit" class="primary" aria-disabled={busy}>
        {t('make')}
      </button>
      <Problem text={error} />
    </form>
  );
}

const plans = ['manual', 'immediate', 'after:PT3S', 'polls:2', 'never'] as const;

const SignChoice = ({
  value,
  onChoose,
}: {
  readonly value: string;
  readonly onChoose: (plan: string) => void;
}) => (
  <Choice
    label={t('whoSigns')}
    value={value}
    options={[
      ...plans.map((plan) => [plan, `${plan} · ${t(`plan.${plan}`)}`] as const),
      ...(plans.some((plan) => plan === value) ? [] : [[value, value] as const]),
    ]}
    onChoose={onChoose}
  />
);

interface OneTenantProps {
  readonly tenant: TenantView;
}

const OneTenant = ({ tenant }: OneTenantProps) => (
  <Panel title={tenant.clientName}>
    <Facts
      rows={[
        ['LinkID', <Value key="linkId" name="LinkID" text={tenant.linkId} />],
        ['SecretKey', <Value key="secretKey" name="SecretKey" text={tenant.secretKey} />],
        ['ClientCode', <Value key="clientCode" name="ClientCode" text={tenant.clientCode} />],
        ...tenant.subClients.map(
          ({ code, name }) => [`SubClientID ${name}`, <Value key={code} name={name} text={code} />] as const,
        ),
      ]}
    />
    <p class="links">
      {(['receipts', 'calls', 'clock', 'arrange'] as const).map((name) => (
        <a key={name} href={viewAddress(name, { clientCode: tenant.clientCode })}>
          {t(name)}
        </a>
      ))}
    </p>
    <Deeds tenant={tenant} />
    <h3>{t('credentials')}</h3>
    {snippets.map(({ name, run, code }) => (
      <details key={name} class="snippet">
        <summary>{name}</summary>
        <Code name={name} text={code(tenant, location.origin)} />
        {run !== null && <Code name={name} text={run} />}
      </details>
    ))}
  </Panel>
);

const Code = ({ name, text }: { readonly name: string; readonly text: string }) => (
  <div class="code">
    <pre>{text}</pre>
    <Copy text={text} label={t('copy')} of={name} />
  </div>
);

/** What can be done with a tenant: how it is called, and what is sent. */
const deeds = {
  reset: (place: string) => call('POST', `${place}/reset`),
  expireTokens: (place: string) => call('POST', `${place}/tokens/expire`),
  remove: (place: string) => call('DELETE', place),
} as const;
const deedNames = Object.keys(deeds) as (keyof typeof deeds)[];

function Deeds({ tenant: { clientCode, clientName, sign } }: OneTenantProps) {
  const { busy, error, run } = useAction();
  const [done, setDone] = useState('');
  const place = encoded`/tenants/${clientCode}`;
  const does = (name: keyof typeof deeds) => {
    if (!confirm(t(`${name}Sure`, { name: clientName }))) return;
    run(async () => {
      await deeds[name](place);
      setDone(t(`${name}Done`));
      // Nothing is chosen any more.
      if (name === 'remove') ask({ clientCode: undefined });
    });
  };
  return (
    <>
      <SignChoice value={sign} onChoose={(plan) => run(() => call('PATCH', place, { sign: plan }))} />
      <div class="buttons">
        {deedNames.map((name) => (
          <button
            key={name}
            type="button"
            class={name === 'remove' ? 'danger' : 'plain'}
            aria-disabled={busy}
            onClick={() => does(name)}
          >
            {t(name)}
          </button>
        ))}
      </div>
      <p role="status" class="quiet">
        {done}
      </p>
      <Problem text={error} />
    </>
  );
}

const Value = ({ name, text }: { readonly name: string; readonly text: string }) => (
  <>
    <code>{text}</code> <Copy text={text} label={t('copy')} of={name} />
  </>
);
