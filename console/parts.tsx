// Small pieces that every view is made of.

import type { ComponentChildren } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { t } from './language.js';
import type { Phase } from './phase.js';

export const Badge = ({ phase }: { readonly phase: Phase }) => (
  <span class={`badge ${phase}`}>{t(`state.${phase}`)}</span>
);

interface CopyProps {
  readonly text: string;
  readonly label: string;
  /** What it is, for who hears the button without seeing what stands beside it. */
  readonly of?: string;
}

/** A button that puts a text on the clipboard and says so. */
export function Copy({ text, label, of }: CopyProps) {
  const [done, setDone] = useState<'no' | 'yes' | 'failed'>('no');
  const tell = (outcome: 'yes' | 'failed') => {
    setDone(outcome);
    setTimeout(() => setDone('no'), 1500);
  };
  const copy = () => {
    copyText(text).then(
      () => tell('yes'),
      () => tell('failed'),
    );
  };
  const words = { no: label, yes: t('copied'), failed: t('copyFailed') } as const;
  return (
    <button type="button" class="small" onClick={copy}>
      <span aria-live="polite">{words[done]}</span>
      {of !== undefined && <span class="offscreen"> {of}</span>}
    </button>
  );
}

/** The clipboard is for secure pages only: over plain HTTP off loopback a selection is copied instead. */
async function copyText(text: string): Promise<void> {
  if (navigator.clipboard !== undefined) return navigator.clipboard.writeText(text);
  const area = Object.assign(document.createElement('textarea'), { value: text, className: 'offscreen' });
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand('copy');
  area.remove();
  if (!isCopied) throw new Error('not copied');
}

/** Names and values. */
export const Facts = ({ rows }: { readonly rows: readonly (readonly [string, ComponentChildren])[] }) => (
  <dl class="facts">
    {rows.map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value ?? '–'}</dd>
      </div>
    ))}
  </dl>
);

export const Problem = ({ text }: { readonly text: string | undefined }) =>
  text === undefined || text === '' ? null : (
    <p class="problem" role="alert">
      {text}
    </p>
  );

export const Empty = ({ children }: { readonly children: ComponentChildren }) => (
  <div class="empty">{children}</div>
);

export const Panel = ({
  title,
  children,
  tools,
}: {
  readonly title: string;
  readonly children: ComponentChildren;
  readonly tools?: ComponentChildren;
}) => (
  <section class="panel" aria-label={title}>
    <div class="panel-head">
      <h2>{title}</h2>
      {tools}
    </div>
    {children}
  </section>
);

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly onChoose: (value: string) => void;
}

/** A choice with its label. */
export function Choice({ label, value, options, onChoose }: ChoiceProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {options.map(([one, text]) => (
          <option key={one} value={one}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

interface LineProps {
  readonly label: string;
  readonly value: string;
  readonly onType: (value: string) => void;
  readonly hint?: string;
  readonly type?: 'text' | 'search' | 'number' | 'password';
}

/** A line of text with its label. */
export function Line({ label, value, onType, hint, type = 'text' }: LineProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        // The types of inputs have a shape each, but for these it is the same.
        type={type as 'text'}
        value={value}
        placeholder={hint}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => onType(event.currentTarget.value)}
      />
    </div>
  );
}

interface ActionState {
  readonly busy: boolean;
  readonly error: string | undefined;
}

/**
 * Does something once at a time, and tells what went wrong with it. `run` returns at once. While it is busy its buttons are
 * `aria-disabled`, for a button that is disabled loses the focus.
 */
export function useAction() {
  const [state, setState] = useState<ActionState>({ busy: false, error: undefined });
  const isBusy = useRef(false);
  const end = (error: string | undefined) => {
    isBusy.current = false;
    setState({ busy: false, error });
  };
  const run = (work: () => Promise<unknown>): void => {
    if (isBusy.current) return;
    isBusy.current = true;
    setState({ busy: true, error: undefined });
    work().then(
      () => end(undefined),
      (error: Error) => end(error.message),
    );
  };
  return { ...state, run };
}
