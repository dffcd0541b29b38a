// What of a message may stand in a recording, field by field. What is not in these tables is replaced: a field that the
// provider adds one day can't carry anybody into a file.

/** What a placeholder stands for; `<name-1>` is the first name of a recording. */
export type PlaceholderKind =
  | 'account'
  | 'address'
  | 'birthDate'
  | 'clientCode'
  | 'encoded'
  | 'institution'
  | 'link'
  | 'linkId'
  | 'mac'
  | 'name'
  | 'payerNumber'
  | 'person'
  | 'phone'
  | 'points'
  | 'receiptId'
  | 'secret'
  | 'signature'
  | 'signedData'
  | 'text'
  | 'token'
  | 'txId'
  | 'unknown';

/** `keep`: as it is, but for known values in it. · `date`: as an offset. · Otherwise the kind of its placeholder. */
export type Treatment = 'keep' | 'date' | PlaceholderKind;

/** By the exact wire name. The texts that are kept are the kit's own, or the provider's words. */
export const fields: Readonly<Record<string, Treatment>> = {
  // Requests (contracts/protocol/schema.ts).
  CallCenterNum: 'keep',
  CallCenterName: 'keep',
  Expires_in: 'keep',
  ReceiverBirthDay: 'birthDate',
  ReceiverHP: 'phone',
  ReceiverName: 'name',
  TMSTitle: 'keep',
  TMSMessage: 'keep',
  SubClientID: 'clientCode',
  isAllowSimpleRegistYN: 'keep',
  isVerifyNameYN: 'keep',
  PayLoad: 'keep',
  BankAccountName: 'name',
  BankAccountNum: 'account',
  BankCode: 'keep',
  ClientUserID: 'payerNumber',
  isAppUseYN: 'keep',
  Token: 'keep',
  access_id: 'clientCode',
  scope: 'keep',
  // Answers.
  receiptID: 'receiptId',
  receiptId: 'receiptId',
  tx_id: 'txId',
  regDT: 'date',
  requestDT: 'date',
  expireDT: 'date',
  viewDT: 'date',
  completeDT: 'date',
  verifyDT: 'date',
  state: 'keep',
  expires_in: 'keep',
  callCenterNum: 'keep',
  callCenterName: 'keep',
  allowSimpleRegistYN: 'keep',
  verifyNameYN: 'keep',
  appUseYN: 'keep',
  payload: 'keep',
  tmstitle: 'keep',
  tmsmessage: 'keep',
  clientCode: 'clientCode',
  clientName: 'institution',
  subClientCode: 'clientCode',
  subClientName: 'institution',
  signedData: 'signedData',
  session_token: 'token',
  serviceID: 'keep',
  linkID: 'linkId',
  usercode: 'clientCode',
  ipaddress: 'address',
  expiration: 'date',
  remainPoint: 'points',
  totalPoint: 'points',
  chargePoint: 'points',
  bonusPoint: 'points',
  url: 'link',
  code: 'keep',
  message: 'keep',
  // Answers of before 2020-05 carried the person (protocol.md §2.2).
  receiverHP: 'phone',
  receiverName: 'name',
  receiverBirthday: 'birthDate',
  bankAccountName: 'name',
  bankAccountNum: 'account',
  clientUserID: 'payerNumber',
  returnToken: 'signedData',
};

export type HeaderTreatment = 'keep' | 'date' | 'address' | 'authorization' | 'callSignature';

/** Headers, either way, by lower-case name; of any other only that it was there. */
export const headers: Readonly<Record<string, HeaderTreatment>> = {
  allow: 'keep',
  'content-encoding': 'keep',
  'content-type': 'keep',
  location: 'keep',
  'retry-after': 'keep',
  'www-authenticate': 'keep',
  'x-lh-version': 'keep',
  'x-lh-date': 'date',
  'x-lh-forwarded': 'address',
  authorization: 'authorization',
  'x-kc-auth': 'callSignature',
};

/** Said of a header whose value is in no table. */
export const NOT_KEPT = '<not kept>';
