// What the next calls of an operation get, arranged by hand; and the people who behave in ways of their own.

import { useState } from 'preact/hooks';
import type { TablesView } from '../../simulator/control/shapes.js';
import { call, encoded } from '../api.js';
import { phoneText } from '../facts.js';
import { say, t } from '../language.js';
import { Choice, Copy, Line, Panel, Problem, useAction } from '../parts.js';
import { tables } from '../tables.js';
import { Barriers } from './barriers.js';
import { OfTenant } from './of-tenant.js';

export const Arrange = () => (
  <OfTenant title={t('arrange')}>
    {(clientCode) =>
      tables.value === undefined ? null : (
        <>
          <Next clientCode={clientCode} known={tables.value} />
          <Barriers clientCode={clientCode} known={tables.value} />
          <People known={tables.value} />
        </>
      )
    }
  </OfTenant>
);

/** What can be arranged: the choice it offers, and where it goes. */
const kinds = ['error', 'own', 'tamper', 'form', 'sign', 'fault'] as const;
type Kind = (typeof kinds)[number];

const FIRST: Readonly<Record<Kind, string>> = {
  error: 'verify.notSigned',
  own: '{ "code": -31999999, "message": "시험 오류", "status": 400 }',
  tamper: 'content',
  form: 'cades',
  sign: 'immediate',
  fault: 'commitThenDrop',
};

/** What an operation must give to have it; null: any can. */
const OF: Readonly<Record<Kind, TablesView['operations'][number]['gives']>> = {
  error: null,
  own: null,
  tamper: 'signedData',
  form: 'signedData',
  sign: 'receipt',
  fault: null,
};

const able = (known: TablesView, kind: Kind) =>
  known.operations
    .filter(({ gives }) => OF[kind] === null || gives === OF[kind])
    .map(({ name }) => [name, name] as const);

const inWords = ({ name, words }: TablesView['forms'][number]) => [name, `${name} · ${say(words)}`] as const;

function optionsOf(known: TablesView, kind: Kind): readonly (readonly [string, string])[] {
  if (kind === 'error')
    return known.errors.map(({ id, code, message }) => [id, `${id} · ${code} ${message}`]);
  if (kind === 'tamper') return known.tamperings.map(inWords);
  if (kind === 'form') return known.forms.map(inWords);
  if (kind === 'fault') return known.faults.map(inWords);
  return [];
}

function bodyOf(kind: Kind, value: string, details: string): object {
  if (kind === 'own') return { error: readJson(value) };
  if (kind === 'fault') return { fault: value, ...readJson(details) };
  return { [kind]: value };
}

function readJson(text: string): object {
  try {
    return JSON.parse(text === '' ? '{}' : text);
  } catch (error) {
    throw new Error(t('noJson', { why: (error as Error).message }));
  }
}

/** What is chosen in the form; a choice that another one makes impossible is the first of what is left. */
function useChosen(known: TablesView) {
  const [kind, setKind] = useState<Kind>('error');
  const [value, setValue] = useState(FIRST.error);
  const [operation, setOperation] = useState('verifyCMS');
  const [times, setTimes] = useState('1');
  const [details, setDetails] = useState('');
  const operations = able(known, kind);
  const choose = (next: Kind, chosen: string) => {
    setKind(next);
    setValue(chosen);
    const example = known.faults.find(({ name }) => next === 'fault' && name === chosen)?.example;
    setDetails(example === undefined || Object.keys(example).length === 0 ? '' : JSON.stringify(example));
  };
  return {
    kind,
    value,
    operations,
    operation: operations.some(([name]) => name === operation) ? operation : (operations[0]?.[0] ?? ''),
    times,
    details,
    choose,
    setValue,
    setOperation,
    setTimes,
    setDetails,
  };
}

type Chosen = ReturnType<typeof useChosen>;

function Next({ clientCode, known }: { readonly clientCode: string; readonly known: TablesView }) {
  const chosen = useChosen(known);
  const [made, setMade] = useState<readonly string[]>([]);
  const { busy, error, run } = useAction();
  const submit = () =>
    run(async () => {
      const { kind, value, details, operation, times } = chosen;
      const body = { operation, ...bodyOf(kind, value, details), times: Number(times) };
      const way = kind === 'fault' ? 'faults' : 'outcomes';
      const arranged = await call('POST', encoded`/tenants/${clientCode}/${way}`, body);
      setMade([JSON.stringify(arranged), ...made]);
    });
  return (
    <Panel title={t('nextAnswer')}>
      <p class="quiet">{t('arrangeText')}</p>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Fields chosen={chosen} known={known} />
        <button type="submit" class="primary" aria-disabled={busy}>
          {t('arrangeIt')}
        </button>
      </form>
      <Problem text={error} />
      <div role="status">
        {made.length > 0 && (
          <>
            <h3>{t('arranged')}</h3>
            <ul class="made">
              {made.map((one, at) => (
                <li key={made.length - at}>
                  <code>{one}</code>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </Panel>
  );
}

function Fields({ chosen, known }: { readonly chosen: Chosen; readonly known: TablesView }) {
  const { kind, value, details } = chosen;
  const options = optionsOf(known, kind);
  return (
    <>
      <Choice
        label={t('what')}
        value={kind}
        options={kinds.map((one) => [one, t(`kind.${one}`)])}
        onChoose={(one) => chosen.choose(one as Kind, FIRST[one as Kind])}
      />
      <Choice
        label={t('operation')}
        value={chosen.operation}
        options={chosen.operations}
        onChoose={chosen.setOperation}
      />
      {options.length > 0 ? (
        <Choice
          label={t(`kind.${kind}`)}
          value={value}
          options={options}
          onChoose={(one) => chosen.choose(kind, one)}
        />
      ) : (
        <Line label={t(kind === 'sign' ? 'signPlan' : 'ownError')} value={value} onType={chosen.setValue} />
      )}
      {kind === 'fault' && details !== '' && (
        <Line label={t('details')} value={details} onType={chosen.setDetails} />
      )}
      <Line label={t('times')} type="number" value={chosen.times} onType={chosen.setTimes} />
    </>
  );
}

const People = ({ known }: { readonly known: TablesView }) => (
  <Panel title={t('magicPeople')}>
    <p class="quiet">{t('magicText')}</p>
    <ul class="people">
      {known.people.map(({ phone, name, words }) => (
        <li key={phone ?? name}>
          <span class="does">{say(words)}</span>
          {phone !== null && (
            <span>
              <code>{phoneText(phone)}</code> <Copy text={phone} label={t('copyNumber')} of={phone} />
            </span>
          )}
          {name !== null && (
            <span>
              {name} <Copy text={name} label={t('copyName')} of={name} />
            </span>
          )}
        </li>
      ))}
    </ul>
  </Panel>
);
