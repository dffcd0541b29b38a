// What the doctor says: one row for each thing that is looked at. Pure: facts in, a verdict with what to do out.

import { hostNames, type Text, timing } from '../../contracts/protocol/index.js';
import { covers, noProxyNames } from '../../simulator/doors/onward.js';
import { selfCommand } from '../../simulator/self.js';
import { version } from '../../simulator/version.js';
import type { Address, Facts } from './facts.js';

export type Result = 'ok' | 'warning' | 'refused' | 'skipped';

export interface Verdict {
  readonly result: Result;
  readonly found: Text;
  /** What to do next; null where nothing is wrong. */
  readonly next: Text | null;
}

interface Check {
  readonly words: Text;
  readonly judge: (facts: Facts) => readonly Verdict[];
}

const verdict = (result: Result, found: Text, next: Text | null = null): Verdict => ({ result, found, next });
const same = (text: string): Text => ({ en: text, ko: text });

/** From here on a difference of clocks is told, ms; `x-lh-date` is refused only past its window. */
const CLOCK_IS_OFF = 60_000;
/** The oldest minor version of each major one that this package runs on (`engines`). */
const OLDEST: Readonly<Record<number, number>> = { 20: 19, 22: 12 };

export const checks = {
  runtime: {
    words: same('Node'),
    judge: ({ runtime: { node, isExecutable } }) => {
      const [major = 0, minor = 0] = node.split('.').map(Number);
      if (isExecutable)
        return [verdict('ok', { en: `executable, Node ${node} inside`, ko: `실행 파일(내장 Node ${node})` })];
      const isOldEnough = major > 22 || minor >= (OLDEST[major] ?? Number.POSITIVE_INFINITY);
      return [
        isOldEnough
          ? verdict('ok', same(node))
          : verdict(
              'refused',
              { en: `${node} is too old`, ko: `지원하지 않는 버전입니다: ${node}` },
              {
                en: 'install Node 20.19 or later, 22.12 or later, or 24',
                ko: 'Node 20.19 이상 또는 22.12 이상, 24를 설치하십시오',
              },
            ),
      ];
    },
  },
  simulator: {
    words: { en: 'simulator', ko: '시뮬레이터' },
    judge: ({ url, isNamed, simulator }) => [
      'version' in simulator
        ? sameVersion(url, simulator.version)
        : verdict(simulator.isSilent && !isNamed ? 'warning' : 'refused', ...split(simulator.problem)),
    ],
  },
  port: {
    words: { en: 'port', ko: '포트' },
    judge: ({ url, port: { number, refusal }, simulator }) => [
      portVerdict(url, number, refusal, 'version' in simulator),
    ],
  },
  clock: {
    words: { en: 'clock', ko: '시각' },
    judge: ({ clock }) => [clockVerdict(clock)],
  },
  proxy: {
    words: { en: 'proxy variables', ko: '프록시 변수' },
    judge: ({ url, proxies, noProxy }) => {
      const host = new URL(url).hostname;
      const isLeftOut = noProxyNames(noProxy).some((name) => covers(name, host));
      if (proxies.length === 0) return [verdict('ok', { en: 'none', ko: '없음' })];
      return [
        isLeftOut
          ? verdict('ok', {
              en: `${proxies.join(', ')}; not for ${host}`,
              ko: `${proxies.join(', ')}, ${host} 제외`,
            })
          : verdict(
              'warning',
              {
                en: `${proxies.join(', ')}: many programs would look for ${host} at the proxy`,
                ko: `${proxies.join(', ')}: ${host} 호출도 프록시로 보내는 프로그램이 있습니다`,
              },
              {
                en: `export NO_PROXY=localhost,127.0.0.1,::1 and no_proxy with the same`,
                ko: 'NO_PROXY와 no_proxy를 모두 localhost,127.0.0.1,::1로 지정하십시오',
              },
            ),
      ];
    },
  },
  addresses: {
    words: { en: 'addresses', ko: '프로그램의 주소' },
    judge: ({ addresses, url }) =>
      addresses.length === 0
        ? [
            verdict(
              'skipped',
              {
                en: 'not told which addresses your program has',
                ko: '프로그램에 설정한 주소를 알 수 없습니다',
              },
              {
                en: 'give them with --auth-url and --service-url',
                ko: '--auth-url과 --service-url로 지정하십시오',
              },
            ),
          ]
        : addresses.map((address) => addressVerdict(address, url)),
  },
} as const satisfies Readonly<Record<string, Check>>;

export type CheckName = keyof typeof checks;
export const checkNames = Object.keys(checks) as CheckName[];

/** The words of a verb's problem are one line: what happened; what to do. */
function split({ en, ko }: Text): [Text, Text | null] {
  const [found = en, next] = en.split(/; (.*)/s);
  const [foundKo = ko, nextKo] = ko.split(/\. (.*)/s);
  return next === undefined || nextKo === undefined
    ? [{ en, ko }, null]
    : [
        { en: found, ko: foundKo },
        { en: next, ko: nextKo },
      ];
}

const sameVersion = (url: string, theirs: string): Verdict =>
  theirs === version
    ? verdict('ok', { en: `${theirs} at ${url}`, ko: `${url}에서 ${theirs} 실행 중` })
    : verdict(
        'warning',
        {
          en: `${theirs} at ${url}, and this command is ${version}`,
          ko: `${url}의 버전은 ${theirs}, 이 명령은 ${version}`,
        },
        { en: 'use one version for both', ko: '같은 버전을 사용하십시오' },
      );

function portVerdict(url: string, port: number, refusal: string | null, isSimulator: boolean): Verdict {
  if (refusal === null) return verdict('ok', { en: `${port} is free`, ko: `${port} 사용 가능` });
  const isHere = isSimulator && Number(new URL(url).port || 80) === port;
  if (isHere) return verdict('ok', { en: `${port}, by the simulator`, ko: `${port}, 시뮬레이터가 사용 중` });
  const other: Text = {
    en: `start with another: ${selfCommand()} start --port 0`,
    ko: `다른 포트로 시작하십시오: ${selfCommand()} start --port 0`,
  };
  return refusal === 'EADDRINUSE'
    ? verdict(
        'warning',
        { en: `${port} is taken by another program`, ko: `${port}번은 다른 프로그램이 사용 중입니다` },
        other,
      )
    : verdict(
        'warning',
        { en: `${port} can't be used (${refusal})`, ko: `${port}번을 사용할 수 없습니다(${refusal})` },
        other,
      );
}

function clockVerdict(clock: Facts['clock']): Verdict {
  if (clock === null) {
    return verdict('skipped', { en: 'nobody told the time', ko: '비교할 서버 시각이 없습니다' });
  }
  const seconds = Math.round(Math.abs(clock.theirs - clock.ours) / 1000);
  const window = timing.authWindow.ms;
  const set: Text = {
    en: 'set the clock of this machine, or of the one where the simulator runs',
    ko: '이 장비 또는 시뮬레이터가 실행되는 장비의 시각을 맞추십시오',
  };
  if (seconds * 1000 > window) {
    return verdict(
      'refused',
      {
        en: `${seconds} s off: calls are refused past ${window / 60_000} minutes`,
        ko: `${seconds}초 차이: ${window / 60_000}분을 넘으면 호출이 거절됩니다`,
      },
      set,
    );
  }
  return seconds * 1000 > CLOCK_IS_OFF
    ? verdict('warning', { en: `${seconds} s off`, ko: `${seconds}초 차이` }, set)
    : verdict('ok', { en: 'the same as at /Time', ko: '/Time과 같습니다' });
}

/** What SDKs need of an address (docs/sdk): they join and cut it as text. */
function addressVerdict({ name, value }: Address, simulator: string): Verdict {
  const origin = new URL(simulator).origin;
  const give: Text = {
    en: `give --${name} as ${origin}`,
    ko: `다음과 같이 지정하십시오: --${name} ${origin}`,
  };
  const refused = (en: string, ko: string) =>
    verdict('refused', { en: `${name} ${value}: ${en}`, ko: `${name} ${value}: ${ko}` }, give);
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    return refused('is no address', '주소 형식이 아닙니다');
  if (hostNames.includes(url.hostname)) return refused('is the real service', '실제 서비스 주소입니다');
  if (value.includes('https')) {
    return refused(
      'npm kakaocert takes an address with "https" in it for none and calls the REAL service',
      'npm kakaocert는 "https"가 들어 있는 주소를 무시하고 실제 서비스를 호출합니다',
    );
  }
  if (value !== url.origin) {
    const hasPath = value.startsWith(`${url.origin}/`);
    return hasPath
      ? refused(
          'SDKs join addresses as text, so no path and no slash at the end',
          'SDK가 주소를 그대로 이어 붙이므로 경로와 끝의 /를 빼야 합니다',
        )
      : refused(`must be exactly ${url.origin}`, `정확히 ${url.origin} 형식이어야 합니다`);
  }
  if (url.port === '') {
    return refused(
      'npm kakaocert cuts at the last colon, so the port must be there',
      'npm kakaocert는 포트가 없으면 주소를 읽지 못합니다',
    );
  }
  return url.origin === origin
    ? verdict('ok', same(`${name} ${value}`))
    : verdict(
        'warning',
        {
          en: `${name} ${value} is not where the simulator was looked for`,
          ko: `${name} ${value}: 확인한 시뮬레이터의 주소와 다릅니다`,
        },
        {
          en: `give --url ${url.origin} to look there`,
          ko: `다음 주소로 다시 확인하십시오: --url ${url.origin}`,
        },
      );
}
