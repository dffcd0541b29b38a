// The page: one script for the console, the phone and the app. Which of them it is stands in the address.

import { render } from 'preact';
import { startClocks } from './clocks.js';
import { keepFocus } from './focus.js';
import { t } from './language.js';
import { startLive } from './live.js';
import { asked, followLinks, path, view } from './location.js';
import { Shell } from './shell.js';
import { startTables } from './tables.js';
import { startTenants } from './tenants.js';
import { App } from './views/app.js';
import { Arrange } from './views/arrange.js';
import { Calls } from './views/calls.js';
import { Clock } from './views/clock.js';
import { Phone } from './views/phone.js';
import { Receipt } from './views/receipt.js';
import { Receipts } from './views/receipts.js';
import { Tenants } from './views/tenants.js';

const consoleViews = { calls: Calls, clock: Clock, arrange: Arrange, tenants: Tenants } as const;

function Page() {
  if (path.value === '/_sim/app/sign') return <App />;
  if (path.value.startsWith('/_sim/phone')) return <Phone />;
  const name = view.value;
  if (name !== 'receipts') {
    const View = consoleViews[name];
    return <View />;
  }
  const receiptId = asked('receipt');
  return receiptId === undefined ? <Receipts /> : <Receipt key={receiptId} receiptId={receiptId} />;
}

function Root() {
  const isApp = path.value === '/_sim/app/sign';
  const name = isApp ? t('app') : path.value.startsWith('/_sim/phone') ? t('phone') : t(view.value);
  document.title = `${name} · kakaocert-simulator`;
  return <Shell>{<Page />}</Shell>;
}

startClocks();
startLive();
startTenants();
startTables();
keepFocus();
document.addEventListener('click', followLinks);
const place = document.getElementById('app');
if (place !== null) render(<Root />, place);
