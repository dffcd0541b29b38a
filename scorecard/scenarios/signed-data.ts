// What Verify returns is evidence: it must be believed when it is good, and only then.

import { type Signs, services, servicesWhere, type Text } from '../../contracts/protocol/index.js';
import {
  type Form,
  forms,
  type Tampering,
  type TamperingRow,
  tamperingNames,
  tamperings,
} from '../../simulator/core/tampering.js';
import type { Answer } from '../adapter/protocol.js';
import { checkFailure, checkMembers, requested, resultOf, signed, textOf, Wrong } from '../expectations.js';
import type { Scenario, Stage } from '../scenario.js';
import { goodSignedData } from '../sentences.js';

const group = 'signedData';
const CMS = servicesWhere(({ bareToken }) => !bareToken);
const BARE = servicesWhere(({ bareToken }) => bareToken);
const SOURCE = 'manual A.4 #2; signed-data.md §5; domain.md §6';

const check = {
  en: 'The official SDKs leave this to whoever uses them: verify the signature against the trusted root, and compare what was signed with what you asked for.',
  ko: '공식 SDK는 이 확인을 연동하는 쪽에 맡깁니다. 신뢰하는 루트로 서명을 검증하고, 서명된 내용을 요청과 비교하십시오.',
};

async function verifyAgain(stage: Stage, changes?: Readonly<Record<string, unknown>>) {
  return stage.client.verify(await signed(stage, changes));
}

/** What another request of the same person asks to sign. */
const somethingElse: Readonly<Record<Signs, Readonly<Record<string, string>>>> = {
  consent: { BankAccountNum: '000-99-0***99', ClientUserID: 'TEST-USER-0099' },
  token: { Token: '다른 전자서명 토큰 0099' },
};

/** A Token without signed attributes has no time, so only this form can be told from an older one. */
const formFor = (stage: Stage, kind: Tampering): { form?: Form } =>
  kind === 'replayed' && services[stage.service].signs === 'token' ? { form: 'cades' } : {};

const tampered = (kind: Tampering): Scenario => {
  const { reason, words, harmless }: TamperingRow = tamperings[kind];
  const { en, ko } = words;
  return {
    id: `signedData.${kind}`,
    group,
    services: CMS,
    promise: harmless
      ? {
          en: `Reads a signedData ${en}, or says that it can't.`,
          ko: `${ko} signedData를 읽거나, 읽지 못한다고 알립니다.`,
        }
      : { en: `Does not believe a signedData ${en}.`, ko: `${ko} signedData를 거부합니다.` },
    fault: {
      cause: harmless ? 'goodRefused' : 'signatureUnchecked',
      words: harmless
        ? { en: `misread a signedData ${en}`, ko: `${ko} signedData를 잘못 읽음` }
        : { en: `accepted a signedData ${en}`, ko: `${ko} signedData를 받아들임` },
    },
    practice: check,
    source: `${SOURCE}; tampering "${kind}", a strict verifier says "${reason}"`,
    async play(stage) {
      const receiptId = await signed(stage);
      await stage.tenant.outcomes.add(stage.names.verify, { tamper: kind, ...formFor(stage, kind) });
      const answer = await stage.client.verify(receiptId);
      if (harmless && answer.kind === 'result') return;
      distrusted(answer, { en: `this is a signedData ${en}`, ko: `${ko} signedData임` });
    },
  };
};

/** It must be refused: as a signature, or, where it can't even be read, as a broken contract. */
function distrusted(answer: Answer, what: Text): void {
  if (answer.kind === 'result') {
    throw new Wrong(
      { en: 'it was handed over as a result, like a good one', ko: '정상인 것처럼 결과로 전달함' },
      {
        en: `a failure of class "signature": ${what.en}`,
        ko: `서명 오류("signature")로 처리해야 함: ${what.ko}`,
      },
    );
  }
  checkFailure(answer, ['signature', 'contract'], what);
}

const good = (form: Form): Scenario => ({
  id: `signedData.${form}`,
  group,
  services: CMS,
  promise: {
    en: `Believes a good signedData of the form ${form} and hands it over unchanged.`,
    ko: `올바른 ${form} 형식의 signedData를 인정하고 그대로 전달합니다.`,
  },
  fault: {
    cause: 'goodRefused',
    words: {
      en: `refused or changed a good signedData of the form ${form}`,
      ko: `올바른 ${form} 형식의 signedData를 거부하거나 바꿈`,
    },
  },
  practice: {
    en: 'A verifier must read what the real service sends: DER, and BER as recorded in 2021; keep the text as it came.',
    ko: '실서버가 보내는 DER과 BER(2021년 기록)을 모두 읽고, 받은 문자열을 그대로 보관하십시오.',
  },
  source: 'protocol.md §2.9; domain.md §3.3',
  async play(stage) {
    const { client, names, tenant } = stage;
    const receiptId = await signed(stage);
    await tenant.outcomes.add(names.verify, { form });
    const result = resultOf(await client.verify(receiptId), goodSignedData);
    const sent = (await stage.calls(names.verify)).at(-1)?.reply.body ?? '{}';
    checkMembers(result, { receiptId, signedData: JSON.parse(sent).signedData });
  },
});

export const signedDataScenarios: readonly Scenario[] = [
  ...forms.map(good),
  {
    id: 'signedData.base64url',
    group,
    services: CMS,
    promise: {
      en: 'Decodes signedData as base64url, with - and _ in it and no padding.',
      ko: '-와 _가 있고 패딩이 없는 base64url로 signedData를 해독합니다.',
    },
    fault: {
      cause: 'answerChanged',
      words: { en: 'changed the text of signedData', ko: 'signedData 문자열을 바꿈' },
    },
    practice: {
      en: 'Use the base64url decoder: a standard one stops at - and _, or drops them, and the bytes are wrong.',
      ko: 'base64url 디코더를 쓰십시오. 표준 디코더는 -와 _에서 멈추거나 데이터를 망가뜨립니다.',
    },
    source: 'manual A.4 #2; protocol.md §2.9; domain.md §3.1',
    async play(stage) {
      // Over a thousand random characters: there is none without one of the two.
      const result = resultOf(await verifyAgain(stage), goodSignedData);
      if (!/^[\w-]*[-_][\w-]*$/.test(textOf(result, 'signedData'))) {
        throw new Wrong(
          { en: 'a signedData that is no longer base64url', ko: 'base64url이 아니게 된 signedData' },
          { en: 'the text as it came', ko: '받은 그대로의 문자열' },
        );
      }
    },
  },
  ...tamperingNames.map(tampered),
  {
    id: 'signedData.otherReceipt',
    group,
    services: CMS,
    promise: {
      en: "Does not believe another receipt's valid signature of the same person.",
      ko: '같은 사람의 다른 접수 건에 대한 유효한 서명을 거부합니다.',
    },
    fault: {
      cause: 'requestUncompared',
      words: {
        en: 'accepted the valid signature of another receipt',
        ko: '다른 접수 건의 유효한 서명을 받아들임',
      },
    },
    practice: {
      en: 'Compare the account, the payer number and the time, or the Token, with your own request: a valid signature alone proves some other consent.',
      ko: '계좌, 납부자번호, 시각 또는 토큰을 요청과 비교하십시오. 유효한 서명만으로는 다른 동의일 수 있습니다.',
    },
    source: SOURCE,
    async play(stage) {
      const { client, names, tenant } = stage;
      const first = resultOf(
        await verifyAgain(stage, somethingElse[services[stage.service].signs]),
        goodSignedData,
      );
      const receiptId = await signed(stage);
      await tenant.faults.add(names.verify, {
        fault: 'rewrite',
        put: { signedData: textOf(first, 'signedData') },
      });
      distrusted(await client.verify(receiptId), {
        en: 'it is the signature of another receipt',
        ko: '다른 접수의 서명임',
      });
    },
  },
  {
    id: 'signedData.token',
    group,
    services: BARE,
    promise: {
      en: 'Hands over the Token that came back as signedData.',
      ko: 'signedData로 돌아온 Token을 전달합니다.',
    },
    fault: {
      cause: 'answerChanged',
      words: { en: 'changed or refused the Token that came back', ko: '돌아온 Token을 바꾸거나 거부함' },
    },
    practice: {
      en: 'The documentation has the Token itself come back: compare it with the one you sent.',
      ko: '문서에 따르면 요청한 Token이 그대로 돌아옵니다. 보낸 값과 비교하십시오.',
    },
    source: 'protocol.md §2.9',
    async play(stage) {
      const Token = '시험 본인인증 토큰 일회용 0042';
      checkMembers(
        resultOf(await verifyAgain(stage, { Token }), {
          en: 'a result: this is the Token',
          ko: '결과(보낸 Token임)',
        }),
        {
          signedData: Token,
        },
      );
    },
  },
  {
    id: 'signedData.otherToken',
    group,
    services: BARE,
    promise: { en: 'Does not believe a Token that was not sent.', ko: '보내지 않은 Token을 거부합니다.' },
    fault: {
      cause: 'requestUncompared',
      words: { en: 'accepted a Token that it had not sent', ko: '보내지 않은 Token을 받아들임' },
    },
    practice: check,
    source: 'protocol.md §2.9',
    async play(stage) {
      const { client, names, tenant } = stage;
      const receiptId = await requested(stage);
      await tenant.receipts.sign(receiptId);
      await tenant.faults.add(names.verify, {
        fault: 'rewrite',
        put: { signedData: '다른 본인인증 토큰 0099' },
      });
      distrusted(await client.verify(receiptId), {
        en: 'this Token was never sent',
        ko: '보낸 적 없는 Token임',
      });
    },
  },
];
