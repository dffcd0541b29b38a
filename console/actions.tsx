// What a person does to a request: the buttons that tests click too. Their attributes are stable, see docs/console.md.

import type { ReceiptView } from '../simulator/control/shapes.js';
import { call, encoded } from './api.js';
import { t } from './language.js';

export type Action = 'view' | 'sign' | 'expire' | 'cancel';

/** Does it; gives the receipt after it. */
export const act = (receiptId: string, action: Action, body?: object): Promise<ReceiptView> =>
  call<ReceiptView>('POST', encoded`/receipts/${receiptId}/${action}`, body);

interface ActionButtonProps {
  readonly action: Action;
  readonly label?: string;
  readonly kind?: 'primary' | 'danger' | 'plain';
  readonly isBusy: boolean;
  readonly isOpen?: boolean;
  readonly onClick: () => void;
}

export const ActionButton = ({
  action,
  label,
  kind = 'plain',
  isBusy,
  isOpen,
  onClick,
}: ActionButtonProps) => (
  <button
    type="button"
    class={kind}
    data-action={action}
    aria-disabled={isBusy}
    aria-expanded={isOpen}
    onClick={onClick}
  >
    {label ?? t(`action.${action}`)}
  </button>
);
