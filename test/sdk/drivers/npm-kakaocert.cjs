// Drives the unmodified official SDK from npm, as a program of its own: one JSON line `{method, args}` in, one out,
// `{success}` or `{error}`. With an address only AuthURL and ServiceURL are set, as its users would; under `exec` nothing.

const { createInterface } = require('node:readline');
const kakaocert = require(process.env.SDK_DIR ? `${process.env.SDK_DIR}/kakaocert` : 'kakaocert');

const url = process.argv[2];
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
kakaocert.config({
  LinkID: process.env.KAKAOCERT_LINK_ID ?? 'TESTER',
  SecretKey: process.env.KAKAOCERT_SECRET_KEY ?? 'SwWxqU+0TErBXy/9TVjIPEnI0VTUMMSQZtJf3Ed8q3I=',
  ...(url === undefined ? {} : { AuthURL: url, ServiceURL: url }),
});
const service = kakaocert.KakaocertService();

createInterface({ input: process.stdin }).on('line', (line) => {
  const { method, args } = JSON.parse(line);
  const answer = (kind) => (value) => say({ [kind]: typeof value === 'string' ? { value } : value });
  service[method](...args, answer('success'), answer('error'));
});
if (url === undefined) say({ ready: process.env.KAKAOCERT_SIM_URL ?? null });
