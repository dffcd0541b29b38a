// What was signed: read by our own reader, judged by our own verifier, on the server.

import type { ReceiptView, SignedDataView } from '../../simulator/control/shapes.js';
import { call, encoded } from '../api.js';
import { useLoaded } from '../hooks.js';
import { t } from '../language.js';
import { Copy, Facts, Panel, Problem } from '../parts.js';
import type { Phase } from '../phase.js';

interface SignedDataProps {
  readonly receipt: ReceiptView;
  readonly phase: Phase;
}

export function SignedData({ receipt, phase }: SignedDataProps) {
  const isThere = phase === 'signed' || phase === 'verified' || phase === 'lapsed';
  return isThere ? <Shown receiptId={receipt.receiptId} phase={phase} /> : null;
}

function Shown({ receiptId, phase }: { readonly receiptId: string; readonly phase: Phase }) {
  const { value, error } = useLoaded(
    () => call<SignedDataView>('GET', encoded`/receipts/${receiptId}/signed-data`),
    [receiptId, phase],
  );
  return (
    <Panel
      title="signedData"
      tools={
        value !== undefined && (
          <div class="buttons">
            <Copy text={value.signedData} label={t('copyText')} />
            {value.tree !== null && (
              <button type="button" class="small" onClick={() => download(receiptId, value.signedData)}>
                {t('downloadDer')}
              </button>
            )}
          </div>
        )
      }
    >
      <Problem text={error} />
      {value !== undefined && <Read value={value} />}
    </Panel>
  );
}

function Read({ value }: { readonly value: SignedDataView }) {
  const { verdict, consent, certificate, tree, size } = value;
  return (
    <>
      <p class="quiet">{t(value.from === 'answer' ? 'fromAnswer' : 'fromPreview')}</p>
      {verdict !== null && <Verdict verdict={verdict} />}
      {tree === null && (
        <>
          <p>{t('bareToken')}</p>
          <pre>{value.signedData}</pre>
        </>
      )}
      <div class="columns">
        {consent !== null && (
          <section>
            <h3>{t('consent')}</h3>
            <Facts rows={consent.map(({ label, value: text }) => [label, text])} />
          </section>
        )}
        {certificate !== null && <Certificate certificate={certificate} />}
      </div>
      {tree !== null && <Tree tree={tree} size={size} />}
    </>
  );
}

type Part<Name extends keyof SignedDataView> = { readonly [One in Name]: NonNullable<SignedDataView[One]> };

const Verdict = ({ verdict }: Part<'verdict'>) => (
  <div class={verdict.ok ? 'verdict good' : 'verdict bad'}>
    <b>{t(verdict.ok ? 'valid' : 'notValid')}</b>{' '}
    {verdict.reason !== null && (
      <>
        <code>{verdict.reason}</code> {verdict.detail}
      </>
    )}
  </div>
);

const Certificate = ({ certificate }: Part<'certificate'>) => (
  <section>
    <h3>{t('certificate')}</h3>
    <Facts
      rows={[
        [t('subject'), certificate.subject],
        [t('issuer'), certificate.issuer],
        [t('serial'), <code key="serial">{certificate.serial}</code>],
        [t('validity'), `${certificate.notBefore.slice(0, 10)} – ${certificate.notAfter.slice(0, 10)}`],
        [t('key'), certificate.key],
      ]}
    />
  </section>
);

const Tree = ({ tree, size }: Part<'tree' | 'size'>) => (
  <details class="tree" open>
    <summary>{t('tree', { size })}</summary>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
    <section class="scroll-x" aria-label={t('tree', { size })} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('offset')}</th>
            <th scope="col">{t('size')}</th>
            <th scope="col">{t('element')}</th>
          </tr>
        </thead>
        <tbody>
          {tree.map(({ offset, header, length, isIndefinite, depth, type, value }) => (
            <tr key={`${offset} ${depth}`}>
              <td>{offset}</td>
              <td>
                {header}+{isIndefinite ? '∞' : length}
              </td>
              <td class={`depth-${Math.min(depth, 12)}`}>
                <b>{type}</b> {value}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  </details>
);

/** Saves the bytes of a signedData as a `.der` file. */
function download(receiptId: string, signedData: string): void {
  const text = atob(signedData.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/pkcs7-mime' }));
  Object.assign(document.createElement('a'), { href: url, download: `${receiptId}.der` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
