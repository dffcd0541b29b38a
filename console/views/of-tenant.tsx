// A view that is about one tenant: who it is stands in the address and can be chosen.

import type { ComponentChildren } from 'preact';
import { t } from '../language.js';
import { ask } from '../location.js';
import { Choice, Empty } from '../parts.js';
import { areMore, currentTenant, isGone, status, tenants } from '../tenants.js';

/** What stands in the place of all that a tenant had. */
export const Gone = ({ clientCode }: { readonly clientCode: string }) => (
  <Empty>
    <p role="status">{t('tenantGone', { clientCode })}</p>
  </Empty>
);

/** The tenants to choose from, and the one that is chosen, whether it is listed or not. */
export function tenantOptions(chosen: string): readonly (readonly [value: string, text: string])[] {
  const options = tenants.value.map(
    ({ clientCode, clientName }) => [clientCode, `${clientName} ${clientCode}`] as const,
  );
  const isListed = chosen === '' || options.some(([code]) => code === chosen);
  return isListed ? options : [[chosen, chosen], ...options];
}

interface OfTenantProps {
  readonly title: string;
  readonly children: (clientCode: string) => ComponentChildren;
}

export function OfTenant({ title, children }: OfTenantProps) {
  const clientCode = currentTenant.value;
  if (clientCode === undefined || status.value === 'loading') return <h1 class="offscreen">{title}</h1>;
  return (
    <>
      <h1 class="offscreen">{title}</h1>
      <div class="filters">
        <Choice
          label={t('tenant')}
          value={clientCode}
          options={tenantOptions(clientCode)}
          onChoose={(code) => ask({ clientCode: code })}
        />
        {areMore.value && <p class="quiet">{t('moreTenants')}</p>}
      </div>
      <div class="stack" key={clientCode}>
        {isGone(clientCode) ? <Gone clientCode={clientCode} /> : children(clientCode)}
      </div>
    </>
  );
}
