// A view that is about one tenant: who it is stands in the address and can be chosen.

import type { ComponentChildren } from 'preact';
import { t } from '../language.js';
import { ask } from '../location.js';
import { Choice } from '../parts.js';
import { areMore, currentTenant, tenants } from '../tenants.js';

interface OfTenantProps {
  readonly title: string;
  readonly children: (clientCode: string) => ComponentChildren;
}

export function OfTenant({ title, children }: OfTenantProps) {
  const clientCode = currentTenant.value;
  if (clientCode === undefined) return <h1 class="offscreen">{title}</h1>;
  const options = tenants.value.map(
    (one) => [one.clientCode, `${one.clientName} ${one.clientCode}`] as const,
  );
  const isListed = options.some(([code]) => code === clientCode);
  return (
    <>
      <h1 class="offscreen">{title}</h1>
      <div class="filters">
        <Choice
          label={t('tenant')}
          value={clientCode}
          options={isListed ? options : [[clientCode, clientCode], ...options]}
          onChoose={(code) => ask({ clientCode: code })}
        />
        {areMore.value && <p class="quiet">{t('moreTenants')}</p>}
      </div>
      <div class="stack" key={clientCode}>
        {children(clientCode)}
      </div>
    </>
  );
}
