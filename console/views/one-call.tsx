// One call: what was sent and what was answered side by side, why it was refused, what it shows of the client.

import type { CallView, Finding } from '../../simulator/control/shapes.js';
import { curlOf } from '../curl.js';
import { say, t } from '../language.js';
import { Copy } from '../parts.js';
import { dateTime } from '../time.js';

interface OneCallProps {
  readonly call: CallView;
  readonly findings: readonly Finding[];
  readonly onClose?: () => void;
}

export const OneCall = ({ call, findings, onClose }: OneCallProps) => (
  <section class="panel one-call" aria-label={`${t('call')} ${call.number}`}>
    <div class="panel-head">
      <h2>
        {call.operation ?? call.request.method}{' '}
        <span class={call.status >= 400 ? 'http bad' : 'http'}>{call.status}</span>
      </h2>
      <div class="buttons">
        <Copy text={curlOf(call, location.origin)} label={t('copyCurl')} />
        {onClose !== undefined && (
          <button type="button" class="small" onClick={onClose}>
            {t('close')}
          </button>
        )}
      </div>
    </div>
    <p class="quiet">
      #{call.number} · {dateTime(call.at)} · {call.outcome}
      {call.fault === null ? '' : ` · ${t('fault')}: ${call.fault}`}
    </p>
    {call.why !== null && (
      <div class="why">
        <h3>{t('why')}</h3>
        <p>{say(call.why)}</p>
        <WhyFacts why={call.why} />
      </div>
    )}
    {call.thrown !== null && <p class="problem">{call.thrown}</p>}
    {findings.map((finding) => (
      <div class="why finding" key={finding.id}>
        <h3>
          {t('finding')}: <code>{finding.id}</code>
        </h3>
        <p>{say(finding.why)}</p>
        <p class="quiet">{finding.source}</p>
      </div>
    ))}
    <div class="sides">
      <Side
        title={t('request')}
        first={`${call.request.method} ${call.request.target}`}
        headers={call.request.headers}
        body={call.request.body}
      />
      <Side
        title={t('answer')}
        first={String(call.reply.status)}
        headers={call.reply.headers}
        body={call.reply.body}
      />
    </div>
  </section>
);

/** What stands beside the words of a why: what was expected, what came. */
function WhyFacts({ why }: { readonly why: object }) {
  const facts = Object.entries(why).filter(([name]) => name !== 'en' && name !== 'ko');
  return facts.length === 0 ? null : (
    <dl class="facts mono">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

interface SideProps {
  readonly title: string;
  readonly first: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const Side = ({ title, first, headers, body }: SideProps) => (
  <div class="side">
    <h3>{title}</h3>
    <pre>
      <b>{first}</b>
      {Object.entries(headers).map(([name, value]) => `\n${name}: ${value}`)}
    </pre>
    {body !== '' && <pre>{pretty(body)}</pre>}
  </div>
);

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
