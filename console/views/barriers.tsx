// Holds the next calls of an operation until they are released by hand. What waits is no event, for nothing came of it
// yet: the list is asked for again while it is shown.

import { useEffect, useRef, useState } from 'preact/hooks';
import type { BarrierView, TablesView } from '../../simulator/control/shapes.js';
import { call, encoded, session } from '../api.js';
import { t } from '../language.js';
import { epoch } from '../live.js';
import { Choice, Line, Panel, Problem, useAction } from '../parts.js';

/** How long after an answer it is asked again, ms. */
const AGAIN = 1000;

interface Asked {
  readonly barriers: readonly BarrierView[];
  readonly failure: string | undefined;
}

/** The tenant's barriers that are not released yet, for as long as the component is there and seen. */
function useBarriers(clientCode: string) {
  const [asked, setAsked] = useState<Asked>({ barriers: [], failure: undefined });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const told = (found: Asked) => {
      if (isOver) return;
      setAsked(found);
      timer = setTimeout(look, AGAIN);
    };
    const look = () => {
      if (document.visibilityState === 'hidden') {
        timer = setTimeout(look, AGAIN);
        return;
      }
      call<{ barriers: readonly BarrierView[] }>('GET', encoded`/tenants/${clientCode}/barriers`).then(
        ({ barriers }) => told({ barriers, failure: undefined }),
        (error: Error) => told({ barriers: [], failure: error.message }),
      );
    };
    look();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [clientCode, turn, epoch.value, session.value]);
  return { ...asked, reload: () => setTurn((last) => last + 1) };
}

interface BarriersProps {
  readonly clientCode: string;
  readonly known: TablesView;
}

export function Barriers({ clientCode, known }: BarriersProps) {
  const [operation, setOperation] = useState('verifyCMS');
  const [count, setCount] = useState('1');
  const { barriers, failure, reload } = useBarriers(clientCode);
  const { busy, error, run } = useAction();
  const button = useRef<HTMLButtonElement>(null);
  const does = (method: 'POST', path: string, body: object) =>
    run(async () => {
      await call(method, path, body);
      reload();
    });
  const release = ({ id, waiting }: BarrierView, isBackwards: boolean) => {
    // Its own buttons go with it.
    button.current?.focus();
    const order = Array.from({ length: waiting }, (_, at) => waiting - 1 - at);
    does('POST', encoded`/barriers/${id}/release`, isBackwards ? { order } : {});
  };
  return (
    <Panel title={t('holdCalls')}>
      <p class="quiet">{t('holdText')}</p>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          does('POST', encoded`/tenants/${clientCode}/barriers`, { operation, calls: Number(count) });
        }}
      >
        <Choice
          label={t('holdWhich')}
          value={operation}
          options={known.operations.map(({ name }) => [name, name] as const)}
          onChoose={setOperation}
        />
        <Line label={t('howManyCalls')} type="number" value={count} onType={setCount} />
        <button type="submit" class="primary" aria-disabled={busy} ref={button}>
          {t('hold')}
        </button>
      </form>
      <Problem text={error ?? failure} />
      {barriers.length > 0 && (
        <ul class="barriers" aria-label={t('heldBarriers')}>
          {barriers.map((one) => (
            <Row key={one.id} barrier={one} isBusy={busy} onRelease={release} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

interface RowProps {
  readonly barrier: BarrierView;
  readonly isBusy: boolean;
  readonly onRelease: (barrier: BarrierView, isBackwards: boolean) => void;
}

const Row = ({ barrier, isBusy, onRelease }: RowProps) => (
  <li data-barrier={barrier.id}>
    <code>{barrier.operation}</code>{' '}
    <span role="status">{t('heldOf', { waiting: barrier.waiting, calls: barrier.calls })}</span>
    <span class="buttons">
      <button type="button" class="small" aria-disabled={isBusy} onClick={() => onRelease(barrier, false)}>
        {t('release')}
      </button>
      {barrier.waiting > 1 && (
        <button type="button" class="small" aria-disabled={isBusy} onClick={() => onRelease(barrier, true)}>
          {t('releaseBackwards')}
        </button>
      )}
    </span>
  </li>
);
