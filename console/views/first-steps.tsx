// What a new user sees while there is nothing: how the first request comes here.

import { t } from '../language.js';
import { addressOf, viewAddress } from '../location.js';
import { Copy } from '../parts.js';

export function FirstSteps() {
  const code = [
    "const kakaocert = require('kakaocert');",
    'kakaocert.config({',
    "  LinkID: 'TESTER',",
    "  SecretKey: 'SwWxqU+0TErBXy/9TVjIPEnI0VTUMMSQZtJf3Ed8q3I=',",
    `  AuthURL: '${location.origin}',`,
    `  ServiceURL: '${location.origin}',`,
    '});',
  ].join('\n');
  return (
    <div class="first-steps">
      <h2>{t('firstTitle')}</h2>
      <p>{t('firstText')}</p>
      <div class="code">
        <pre>{code}</pre>
        <Copy text={code} label={t('copy')} />
      </div>
      <p>
        <a href={viewAddress('tenants')}>{t('firstTenants')}</a> ·{' '}
        <a href={addressOf('/_sim/phone')}>{t('firstPhone')}</a> · <a href="/_sim/docs">{t('docs')}</a>
      </p>
    </div>
  );
}
