// The frame of every page: the views, the language, whether what is shown is live, and the token where it is needed.

import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { giveToken, isToken, needsToken } from './api.js';
import { choose, language, t } from './language.js';
import { state } from './live.js';
import { addressOf, ask, asked, path, type View, view, viewAddress, views } from './location.js';
import { Line, Problem, useAction } from './parts.js';

/** Views that are about one tenant: it stays chosen from one to the next. */
const keepsTenant = (name: View) => (name === 'tenants' ? {} : { clientCode: asked('clientCode') });

export function Shell({ children }: { readonly children: ComponentChildren }) {
  const isConsole = path.value === '/_sim';
  useEffect(() => {
    // On a phone the views don't fit beside each other: the current one is in sight.
    document.querySelector('.top [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [path.value, view.value]);
  return (
    <>
      <a class="skip" href="#main">
        {t('skip')}
      </a>
      <header class="top">
        <a class="name" href={addressOf('/_sim/')}>
          kakaocert<span>-simulator</span>
        </a>
        <nav aria-label={t('views')}>
          {views.map((name) => (
            <a
              key={name}
              href={viewAddress(name, keepsTenant(name))}
              aria-current={isConsole && view.value === name ? 'page' : undefined}
            >
              {t(name)}
            </a>
          ))}
          <a
            href={addressOf('/_sim/phone')}
            aria-current={path.value.startsWith('/_sim/phone') ? 'page' : undefined}
          >
            {t('phone')}
          </a>
          <a href="/_sim/docs">{t('docs')}</a>
        </nav>
        <div class="tools">
          <Live />
          <Languages />
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        {needsToken.value ? <Login /> : children}
      </main>
    </>
  );
}

const Live = () => (
  <span class={`live ${state.value}`} role="status" title={t(`live.${state.value}`)}>
    <span class="live-text">{t(`live.${state.value}`)}</span>
  </span>
);

function Languages() {
  const other = language() === 'ko' ? 'en' : 'ko';
  return (
    <button
      type="button"
      class="small"
      lang={other}
      onClick={() => {
        choose(other);
        if (asked('lang') !== undefined) ask({ lang: other });
      }}
    >
      {{ ko: '한국어', en: 'English' }[other]}
    </button>
  );
}

function Login() {
  const [token, setToken] = useState('');
  const { busy, error, run } = useAction();
  const submit = () =>
    run(async () => {
      const typed = token.trim();
      if (typed === '') throw new Error(t('tokenMissing'));
      if (!(await isToken(typed))) throw new Error(t('tokenWrong'));
      giveToken(typed);
    });
  return (
    <form
      class="panel login"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h1>{t('loginTitle')}</h1>
      <p>{t('loginText')}</p>
      <Line label={t('token')} type="password" value={token} onType={setToken} />
      <Problem text={error} />
      <button type="submit" class="primary" aria-disabled={busy}>
        {t('enter')}
      </button>
    </form>
  );
}
