// The tables of the simulator that the page shows: asked for once, for they don't change while it runs.

import { effect, signal } from '@preact/signals';
import type { TablesView } from '../simulator/control/shapes.js';
import { call } from './api.js';
import { epoch } from './live.js';

export const tables = signal<TablesView | undefined>(undefined);

export function startTables(): void {
  effect(() => {
    if (epoch.value === 0) return;
    call<TablesView>('GET', '/tables').then(
      (value) => {
        tables.value = value;
      },
      () => {},
    );
  });
}
