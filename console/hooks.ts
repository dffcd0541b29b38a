// What components share: loading something and again whenever lists became worthless, and doing something once.

import { useEffect, useMemo, useState } from 'preact/hooks';
import { session } from './api.js';
import { epoch } from './live.js';
import { createReceipts, type ReceiptFilter, type Receipts } from './receipts.js';

export interface Loaded<T> {
  readonly value: T | undefined;
  readonly error: string | undefined;
  readonly reload: () => void;
}

/** Loads by `load`, and anew when `inputs` or the epoch of the stream change. */
export function useLoaded<T>(load: () => Promise<T>, inputs: readonly unknown[]): Loaded<T> {
  const [found, setFound] = useState<Pick<Loaded<T>, 'value' | 'error'>>({
    value: undefined,
    error: undefined,
  });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    if (epoch.value === 0) return;
    load().then(
      (value) => isCurrent && setFound({ value, error: undefined }),
      (error: Error) => isCurrent && setFound({ value: undefined, error: error.message }),
    );
    return () => {
      isCurrent = false;
    };
  }, [...inputs, turn, epoch.value, session.value]);
  return { ...found, reload: () => setTurn((last) => last + 1) };
}

/** The receipts of a filter, for as long as the component is there. */
export function useReceipts(filter: ReceiptFilter): Receipts {
  const key = JSON.stringify(filter);
  const receipts = useMemo(() => createReceipts(filter), [key]);
  useEffect(() => receipts.close, [receipts]);
  useEffect(() => {
    if (epoch.value > 0) receipts.reload().catch(() => {});
  }, [receipts, epoch.value, session.value]);
  return receipts;
}
