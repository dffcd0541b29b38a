// A program as its users write it, the official SDK from npm with its hosts hard-coded: no AuthURL, no ServiceURL. It
// goes through the whole flow of one service and prints what each call answered, one JSON line each.

const kakaocert = require('kakaocert');

kakaocert.config({
  LinkID: process.env.KAKAOCERT_LINK_ID,
  SecretKey: process.env.KAKAOCERT_SECRET_KEY,
  UseStaticIP: process.argv[2] === 'static',
  UseGAIP: process.argv[2] === 'ga',
});
const service = kakaocert.KakaocertService();
const clientCode = process.env.KAKAOCERT_CLIENT_CODE;

const call = (method, ...args) =>
  new Promise((resolve) => {
    const say = (kind) => (value) => {
      process.stdout.write(`${JSON.stringify({ [method]: kind, ...value })}\n`);
      resolve(value);
    };
    service[method](clientCode, ...args, say('success'), say('error'));
  });

async function main() {
  const { receiptId } = await call('requestCMS', {
    CallCenterNum: '1600-8536',
    Expires_in: 60,
    ReceiverBirthDay: '19700101',
    ReceiverHP: '01000000000',
    ReceiverName: '테스트',
    BankAccountName: '테스트',
    BankAccountNum: '9-4324-5**7-58',
    BankCode: '004',
    ClientUserID: '20200504-001',
    TMSMessage: '부가메시지 내용',
    TMSTitle: '메시지 제목',
  });
  await call('getCMSState', receiptId);
  await fetch(`${process.env.KAKAOCERT_SIM_URL}/_sim/v1/receipts/${receiptId}/sign`, { method: 'POST' });
  await call('getCMSState', receiptId);
  await call('verifyCMS', receiptId);
  await call('verifyCMS', receiptId);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
