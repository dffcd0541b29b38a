import { expect, test } from 'vitest';
import { createCatalogue } from '../../../contracts/protocol/index.js';
import { asSubject } from '../../../contracts/protocol/particle.js';

test.each([
  ['수신자 성명', '수신자 성명이'],
  ['계좌번호', '계좌번호가'],
  ['토큰 원문', '토큰 원문이'],
  ['TG', 'TG가'],
  ['URL', 'URL이'],
  ['SHA-256', 'SHA-256이'],
  ['ES2', 'ES2가'],
])('%s takes the particle with which it is read', (word, subject) => {
  expect(asSubject(word)).toBe(subject);
});

test('no message leaves the choice of a particle to its reader', () => {
  for (const [id, { message }] of createCatalogue())
    expect(message, id).not.toMatch(/이\(가\)|을\(를\)|은\(는\)/);
});
