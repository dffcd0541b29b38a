// Moves a tenant's clock to where something ends: the nearest expiry, the nearest end of a verify window.

import type { ClockView, ReceiptView } from '../../simulator/control/shapes.js';
import { call, encoded } from '../api.js';
import { nowOf, setClock } from '../clocks.js';
import { phaseNow, verifyUntil } from '../facts.js';
import { t } from '../language.js';
import { Problem, useAction } from '../parts.js';
import { timeOfDay } from '../time.js';

/** Changes a clock, and knows it. */
export async function changeClock(clientCode: string, change: object): Promise<void> {
  setClock(clientCode, await call<ClockView>('PUT', encoded`/tenants/${clientCode}/clock`, change));
}

const nearest = (instants: readonly number[]) => (instants.length === 0 ? undefined : Math.min(...instants));

interface JumpProps {
  /** Of one tenant. */
  readonly receipts: readonly ReceiptView[];
  readonly clientCode: string;
}

export function JumpTo({ receipts, clientCode }: JumpProps) {
  const { busy, error, run } = useAction();
  const now = nowOf(clientCode);
  const ends = {
    toExpiry: nearest(
      receipts.filter((one) => phaseNow(one) === 'waiting').map(({ expiresAt }) => Date.parse(expiresAt)),
    ),
    toVerifyEnd: nearest(
      receipts.filter((one) => phaseNow(one) === 'signed').flatMap((one) => verifyUntil(one, now) ?? []),
    ),
  } as const;
  return (
    <div class="buttons">
      {(['toExpiry', 'toVerifyEnd'] as const).map((name) => {
        const instant = ends[name];
        return (
          <button
            key={name}
            type="button"
            aria-disabled={busy}
            disabled={instant === undefined}
            onClick={() =>
              run(() => changeClock(clientCode, { set: new Date(instant ?? now).toISOString() }))
            }
          >
            {t(name)}
            {instant !== undefined && <small> {timeOfDay(instant)}</small>}
          </button>
        );
      })}
      <Problem text={error} />
    </div>
  );
}
