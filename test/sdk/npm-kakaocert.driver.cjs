// Drives the unmodified official SDK from npm, as a program of its own: `node npm-kakaocert.driver.cjs <url>`, with
// one JSON line in and one out for each call. Only AuthURL and ServiceURL are set, as its users would.

const { createInterface } = require('node:readline');
const kakaocert = require('kakaocert');

const url = process.argv[2];
kakaocert.config({
  LinkID: 'TESTER',
  SecretKey: 'SwWxqU+0TErBXy/9TVjIPEnI0VTUMMSQZtJf3Ed8q3I=',
  AuthURL: url,
  ServiceURL: url,
});
const service = kakaocert.KakaocertService();

createInterface({ input: process.stdin }).on('line', (line) => {
  const { method, args } = JSON.parse(line);
  const say = (kind) => (value) => process.stdout.write(`${JSON.stringify({ [kind]: value })}\n`);
  service[method](...args, say('success'), say('error'));
});
