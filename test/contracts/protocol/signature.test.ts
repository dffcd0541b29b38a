import { expect, test } from 'vitest';
import {
  bodyDigest,
  callStringToSign,
  equalMac,
  mac,
  tokenStringToSign,
} from '../../../contracts/protocol/index.js';

// The test vectors of protocol.md §0, computed there with two independent implementations.
const secretKey = 'SwWxqU+0TErBXy/9TVjIPEnI0VTUMMSQZtJf3Ed8q3I=';
const date = '2022-05-04T01:00:38Z';
const tokenBody = '{"access_id":"020040000001","scope":["member","310","320","330"]}';
const serviceBody = '{"CallCenterNum":"1600-8536","Expires_in":60}';
const path = '/KAKAOCERT/Token';

test('the digest of a body is base64 SHA-256 of its bytes', () => {
  expect(bodyDigest(tokenBody)).toBe('bjV3lbLKhiyFkwrvq2m4wAgkfQPQnoHjtIHPLhIby5w=');
  expect(bodyDigest(Buffer.from(serviceBody))).toBe('Tmbit+L+gAEQFlXIZXFe7qV4b93AaLcRRB0cfiK4Ty8=');
});

test('a Token request without x-lh-forwarded has no line for it', () => {
  expect(mac(secretKey, tokenStringToSign({ body: tokenBody, date, path }))).toBe(
    't+BvtH0Z7Fs6/B93qUHJJizLspbZj64PTWbomi55kRg=',
  );
});

test('a Token request with x-lh-forwarded signs its value', () => {
  expect(mac(secretKey, tokenStringToSign({ body: tokenBody, date, forwarded: '*', path }))).toBe(
    'h0xxcx/PxrdXBIQWrNZk6KdOdUlF5HIhkx4K1YqKabw=',
  );
});

test('a service call signs neither path nor scheme and ends with a newline', () => {
  expect(callStringToSign({ body: serviceBody, date })).toMatch(/\n2\.0\n$/);
  expect(mac(secretKey, callStringToSign({ body: serviceBody, date }))).toBe(
    'EyigQu63n4+YiH+ZhnAeWhohX1jgSkaS1U0oxUGKpdM=',
  );
});

test('a secret key in base64url is the same key, as PHP reads it', () => {
  expect(mac(secretKey.replaceAll('+', '-').replaceAll('/', '_'), 'text')).toBe(mac(secretKey, 'text'));
});

test('MACs are equal only if every byte is', () => {
  expect(equalMac('abc=', 'abc=')).toBe(true);
  expect(equalMac('abd=', 'abc=')).toBe(false);
  expect(equalMac('abc', 'abc=')).toBe(false);
  expect(equalMac('', 'abc=')).toBe(false);
});
