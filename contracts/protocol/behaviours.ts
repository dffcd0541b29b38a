// How the service behaves where no field, error, operation or duration says it: one row each, for the ledger. What the
// code does stands where the code is; here stands how well it is known.

import type { Provenance } from './fidelity.js';
import type { Text } from './text.js';

interface BehaviourRule extends Provenance {
  readonly words: Text;
}

/** By name; the ledger's row is `behaviour:<name>`. */
export const behaviours = {
  appCancelled: {
    words: {
      en: 'after the app came back without a signature, Status stays 0 and the person may still sign',
      ko: '앱이 서명 없이 돌아와도 상태는 0이며, 이후에도 서명할 수 있음',
    },
    source: 'protocol.md §10.1: nothing says what becomes of the request',
    fidelity: 'assumed',
  },
  appResultCodes: {
    words: {
      en: "the app returns the codes of KakaoPay's certificate to the fail address",
      ko: '앱은 실패 시 fail 주소로 카카오페이 인증서와 같은 코드를 반환',
    },
    source: "protocol.md §10.1: a public app of 2021, for KakaoPay's certificate",
    fidelity: 'assumed',
  },
} as const satisfies Readonly<Record<string, BehaviourRule>>;

export type BehaviourName = keyof typeof behaviours;
