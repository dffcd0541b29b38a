import { expect, test } from 'vitest';
import { commands, usage, usageOf } from '../../cli/commands.js';

// Whoever reads Korean reads all of it in Korean: a flag that was explained in English alone shows here.

const KOREAN = /[가-힣]/;
test.each(Object.keys(commands))('the help of %s explains each flag in Korean', async (name) => {
  const command = commands[name];
  if (command === undefined) throw new Error(name);
  const korean = await usageOf(name, command, 'ko');
  const english = await usageOf(name, command, 'en');
  expect(english).not.toMatch(/옵션/);
  const flags = korean.split('\n').filter((line) => /^ +--/.test(line));
  expect(flags.length).toBeGreaterThan(0);
  const names =
    /^ +--\S+( <[^>]+>)? {2,}(BankAccountNum|ClientUserID|ReceiverBirthDay|BankAccountName|ReceiverName)$/;
  expect(flags.filter((line) => !KOREAN.test(line) && !names.test(line))).toEqual([]);
});

test('so does the help of the whole', async () => {
  const korean = (await usage('ko')).split('\n');
  const explained = korean.filter((line) => /^ +\S+ {2,}\S/.test(line));
  expect(explained.filter((line) => !KOREAN.test(line))).toEqual([]);
});
