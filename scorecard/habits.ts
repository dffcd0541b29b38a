// Habits that the journal finds, as causes: how bad each is.

import type { Severity } from './causes.js';

/** By the cause that its verdicts name; one that is not named here annoys somebody and no more. */
export const habits: ReadonlyMap<string, Severity> = new Map<string, Severity>([
  ['finding.secret.inUrl', 'forgery'],
  ['finding.signedToken.reused', 'forgery'],
  ['finding.accountHolder.other', 'result'],
  ['finding.account.maskedWhole', 'result'],
  ['finding.bank.unknown', 'result'],
  ['finding.birthDay.future', 'result'],
  ['finding.clock.skew', 'result'],
  ['finding.field.blank', 'result'],
  ['finding.field.unknown', 'result'],
  ['finding.payerNumber.tooLong', 'result'],
  ['finding.phone.notMobile', 'result'],
  ['finding.subClient.unknown', 'result'],
  ['finding.verify.early', 'result'],
  ['finding.verify.repeated', 'result'],
  ['finding.verify.twice', 'result'],
  ['finding.version.missing', 'result'],
  ['program.ends', 'result'],
]);
