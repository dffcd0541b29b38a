// Reaches a simulator by its control plane, or says in one line why not and what to do.

import type { Text } from '../../contracts/protocol/index.js';
import type { ControlRoute } from '../../simulator/control/route.js';
import { type ControlName, controlRoutes } from '../../simulator/control/routes.js';
import type { Fetch } from '../../simulator/doors/fetch.js';
import { selfCommand } from '../../simulator/self.js';
import { createControlCaller } from '../../simulator/tenant/control-call.js';
import type { Language } from '../language.js';
import { VerbProblem } from './problem.js';

export interface Place {
  readonly url: string;
  readonly token: string | undefined;
  readonly fetch: Fetch;
  /** In which language a refusal is told. */
  readonly language: Language;
}

/** One call of any route; its answer is of that route's shape. Rejects with a VerbProblem. */
export type Reach = (name: ControlName, parameters: object, body?: object) => Promise<unknown>;

/** The calls of the simulator at a place. */
export function createReach({ url, token, fetch, language }: Place): Reach {
  const caller = createControlCaller({
    url,
    ...(token === undefined ? {} : { token }),
    language,
    async fetch(input, init) {
      const response = await fetch(input, init).catch((error: unknown) => {
        throw unreachable(url, error);
      });
      if (response.ok) return response;
      throw refusal(url, response.status, await response.text().catch(() => ''));
    },
  }) as Reach;

  return async (name, parameters, body) => {
    const answer = await (body === undefined
      ? caller(name, parameters)
      : caller(name, parameters, body)
    ).catch((error: unknown) => {
      throw error instanceof VerbProblem ? withList(error, controlRoutes[name]) : noSimulator(url);
    });
    if (!isAnswer(controlRoutes[name], answer)) throw noSimulator(url);
    return answer;
  };
}

/** Where nothing of that name is there, the verb that lists what is. */
function withList(problem: VerbProblem, { path }: ControlRoute): VerbProblem {
  if (problem.status !== NOT_FOUND) return problem;
  const verb = path.includes('{receiptId}') ? 'receipts' : 'tenants';
  return problem.and({ en: `; "${verb}" lists them`, ko: `. 목록은 "${verb}"로 볼 수 있습니다` });
}

/** Whether it has what the row promises; who answers something else is no simulator. */
function isAnswer({ answer: shape }: ControlRoute, answer: unknown): boolean {
  if (typeof shape === 'string' || !('required' in shape)) return true;
  return (
    typeof answer === 'object' &&
    answer !== null &&
    (shape.required as readonly string[]).every((member) => Object.hasOwn(answer, member))
  );
}

const NOT_FOUND = 404;

const startIt = (): Text => ({
  en: `start one with "${selfCommand()} start", or say where it is with --url or KAKAOCERT_SIM_URL`,
  ko: `"${selfCommand()} start"로 시작하거나 --url 또는 KAKAOCERT_SIM_URL로 주소를 지정하십시오`,
});

/** What the system says when nobody can be reached. */
const network: Readonly<Record<string, (url: string) => Text>> = {
  ECONNREFUSED: (url) => ({
    en: `nobody listens at ${url}; ${startIt().en}`,
    ko: `${url}에서 실행 중인 시뮬레이터가 없습니다. ${startIt().ko}`,
  }),
  ENOTFOUND: (url) => ({
    en: `there is no host "${new URL(url).hostname}"; say where the simulator is with --url or KAKAOCERT_SIM_URL`,
    ko: `호스트를 찾을 수 없습니다: "${new URL(url).hostname}". --url 또는 KAKAOCERT_SIM_URL로 주소를 지정하십시오`,
  }),
  ERR_SSL_WRONG_VERSION_NUMBER: (url) => ({
    en: `${url} speaks http, not https; give its address with http://`,
    ko: `${url}: https가 아니라 http입니다. http:// 주소로 지정하십시오`,
  }),
  ERR_SSL_PACKET_LENGTH_TOO_LONG: (url) => ({
    en: `${url} speaks http, not https; give its address with http://`,
    ko: `${url}: https가 아니라 http입니다. http:// 주소로 지정하십시오`,
  }),
};

/** The code of a failed fetch: of its cause, or of the first of the addresses that were tried. */
function codeOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: string; errors?: readonly { code?: string }[] } };
  return cause?.code ?? cause?.errors?.[0]?.code ?? '';
}

function unreachable(url: string, error: unknown): VerbProblem {
  const code = codeOf(error);
  const known = network[code]?.(url);
  const what = code === '' ? (error as Error).message : code;
  return new VerbProblem(
    known ?? {
      en: `${url} can't be reached (${what}); ${startIt().en}`,
      ko: `${url}에 연결할 수 없습니다(${what}). ${startIt().ko}`,
    },
  );
}

const noSimulator = (url: string): VerbProblem =>
  new VerbProblem({
    en: `${url} answers, but is no kakaocert-simulator; say where it is with --url or KAKAOCERT_SIM_URL`,
    ko: `${url}: kakaocert-simulator의 응답이 아닙니다. --url 또는 KAKAOCERT_SIM_URL로 주소를 지정하십시오`,
  });

interface Problem {
  readonly detail: string;
  readonly next?: readonly string[];
}

function readProblem(text: string): Problem | undefined {
  try {
    const given: Partial<Problem> & { readonly type?: unknown } = JSON.parse(text);
    return typeof given.detail === 'string' && given.type === 'about:blank' ? (given as Problem) : undefined;
  } catch {
    return undefined;
  }
}

/** The simulator's no, with what to do next; whoever refuses in another form is no simulator. */
function refusal(url: string, status: number, text: string): VerbProblem {
  const problem = readProblem(text);
  if (problem === undefined) return noSimulator(url);
  return new VerbProblem(refusalWords(status, problem), 1, problem, status);
}

function refusalWords(status: number, { detail, next }: Problem): Text {
  const said = detail.replace(/\.$/, '');
  if (status === 401) {
    return {
      en: 'the control token is missing or wrong; give --control-token or KAKAOCERT_SIM_TOKEN, as the simulator printed it at its start',
      ko: '제어 토큰이 없거나 다릅니다. 시작할 때 출력된 토큰을 --control-token 또는 KAKAOCERT_SIM_TOKEN으로 지정하십시오',
    };
  }
  // The simulator says it in the language that was asked for.
  if (next === undefined) return { en: said, ko: said };
  return next.length === 0
    ? { en: `${detail} Nothing more can happen to it`, ko: `${detail} 더 이상 가능한 동작이 없습니다` }
    : {
        en: `${detail} What can come next: ${next.join(', ')}`,
        ko: `${detail} 가능한 다음 동작: ${next.join(', ')}`,
      };
}
