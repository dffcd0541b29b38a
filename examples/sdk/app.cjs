// npm install kakaocert
const kakaocert = require('kakaocert');

kakaocert.config({
  LinkID: process.env.KAKAOCERT_LINK_ID ?? 'TESTER',
  SecretKey: process.env.KAKAOCERT_SECRET_KEY ?? 'SwWxqU+0TErBXy/9TVjIPEnI0VTUMMSQZtJf3Ed8q3I=',
  // Not needed under exec.
  ...(process.env.KAKAOCERT_SIM_URL && {
    AuthURL: process.env.KAKAOCERT_SIM_URL,
    ServiceURL: process.env.KAKAOCERT_SIM_URL,
  }),
});
const service = kakaocert.KakaocertService();
const clientCode = process.env.KAKAOCERT_CLIENT_CODE ?? '020040000001';
const request = {
  CallCenterNum: '1600-0000',
  Expires_in: 300,
  ReceiverBirthDay: '19700101',
  ReceiverHP: '01000000001', // a magic person, who signs at once: a real one takes a while
  ReceiverName: '홍시험',
  BankAccountName: '홍시험',
  BankAccountNum: '000-00-0***00',
  BankCode: '004',
  ClientUserID: 'TEST-0001',
  TMSTitle: '출금동의 시험',
  isAllowSimpleRegistYN: true,
  isVerifyNameYN: true,
};
const failed = ({ code, message }) => {
  console.error(code, message);
  process.exitCode = 1;
};

service.requestCMS(
  clientCode,
  request,
  ({ receiptId }) => {
    console.log('receiptId', receiptId);
    service.getCMSState(
      clientCode,
      receiptId,
      ({ state }) => {
        // Only in state 1, and only once: keep what comes back.
        service.verifyCMS(
          clientCode,
          receiptId,
          ({ signedData }) => console.log('state', state, 'signedData', signedData.length),
          failed,
        );
      },
      failed,
    );
  },
  failed,
);
