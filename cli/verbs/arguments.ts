// The command line of a verb: its flags are the common ones and what its routes take, by their names there. Values are read
// as the shapes of the routes want them; whether they are right is the simulator's to say.

import type { TSchema } from '@sinclair/typebox';
import type { Text } from '../../contracts/protocol/index.js';
import type { ControlRoute } from '../../simulator/control/route.js';
import { controlRoutes } from '../../simulator/control/routes.js';
import { variantsOf } from '../../simulator/core/arrangements.js';
import { parseDuration } from '../../simulator/core/duration.js';
import { defaultTenant } from '../../simulator/core/tenant.js';
import { type Flags, type FlagValues, readWords } from '../flags.js';
import { type Language, languageFlag, languageOf } from '../language.js';
import { VerbProblem } from './problem.js';
import { type Member, memberWords, type VerbName, verbOf } from './table.js';

const DEFAULT_URL = 'http://127.0.0.1:9080';

const words: Readonly<Record<'url' | 'client-code' | 'control-token' | 'last' | 'unnamed' | 'json', Text>> = {
  url: { en: `where the simulator is (${DEFAULT_URL})`, ko: `시뮬레이터 주소(기본값 ${DEFAULT_URL})` },
  'client-code': {
    en: `whose: an institution's code (${defaultTenant.clientCode}; of lists: all)`,
    ko: `이용기관코드(기본값 ${defaultTenant.clientCode}, 접수 목록은 전체)`,
  },
  'control-token': { en: 'needed off loopback', ko: '루프백 밖에서 필요한 제어 토큰' },
  last: { en: 'the newest receipt, instead of its id', ko: '접수아이디 대신 가장 최근 접수' },
  unnamed: { en: 'those that named no tenant', ko: '이용기관을 알 수 없는 호출' },
  json: { en: 'print the answer as JSON', ko: '응답을 JSON으로 출력' },
};

/** `ReceiverHP` → `receiver-hp`. */
const flagOf = (member: string) => member.replaceAll(/([a-z])([A-Z])/g, '$1-$2').toLowerCase();

const rowOf = (
  name: VerbName,
): { readonly asked: ControlRoute; readonly changed: ControlRoute | undefined } => {
  const { route, change } = verbOf(name);
  return { asked: controlRoutes[route], changed: change === undefined ? undefined : controlRoutes[change] };
};

/** What a shape has under each name, of all its alternatives. */
function membersOf(shape: TSchema | undefined): ReadonlyMap<Member, readonly TSchema[]> {
  const members = new Map<Member, TSchema[]>();
  for (const { properties } of shape === undefined ? [] : variantsOf(shape)) {
    for (const [name, schema] of Object.entries(properties)) {
      if (name === 'clientCode') continue;
      members.set(name as Member, [...(members.get(name as Member) ?? []), schema]);
    }
  }
  return members;
}

const bodyMembers = (name: VerbName) => {
  const { asked, changed } = rowOf(name);
  return membersOf(changed?.body ?? asked.body);
};
const queryMembers = (name: VerbName) => membersOf(rowOf(name).asked.query);

const takesReceipt = (name: VerbName) => verbOf(name).says.includes('receiptId');

const isSwitch = (schemas: readonly TSchema[]) => schemas.every(({ type }) => type === 'boolean');

/** What a member is, with the words that it may be, if they are few. */
function withChoices({ en, ko }: Text, schemas: readonly TSchema[]): Text {
  const all = [
    ...new Set(schemas.flatMap((one) => one.enum ?? (one.const === undefined ? [] : [one.const]))),
  ];
  const said = all.length > 0 && all.length <= 12 ? `: ${all.join(', ')}` : '';
  return { en: en + said, ko: ko + said };
}

/** The flags of a verb. */
export function verbFlags(name: VerbName): Flags {
  const members = [...bodyMembers(name), ...queryMembers(name)];
  return {
    ...Object.fromEntries(
      members.map(([member, schemas]) => [
        flagOf(member),
        {
          type: 'string',
          value: isSwitch(schemas) ? '<true|false>' : `<${flagOf(member)}>`,
          help: withChoices(memberWords[member], schemas),
        },
      ]),
    ),
    ...(takesReceipt(name) ? { last: { type: 'boolean', help: words.last } } : {}),
    ...(verbOf(name).unnamed === undefined ? {} : { unnamed: { type: 'boolean', help: words.unnamed } }),
    'client-code': {
      type: 'string',
      value: '<code>',
      env: 'KAKAOCERT_SIM_CLIENT_CODE',
      help: words['client-code'],
    },
    url: { type: 'string', value: '<address>', env: 'KAKAOCERT_SIM_URL', help: words.url },
    'control-token': {
      type: 'string',
      value: '<token>',
      env: 'KAKAOCERT_SIM_TOKEN',
      help: words['control-token'],
    },
    json: { type: 'boolean', help: words.json },
    language: languageFlag,
  };
}

/** What a command line asks for. */
export interface Asked {
  /** What was said without a flag, by the names of the table. */
  readonly said: ReadonlyMap<string, string>;
  readonly query: Readonly<Record<string, string>>;
  /** Undefined where the route takes none, or nothing of it was given. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
  readonly clientCode: string | undefined;
  readonly last: boolean;
  readonly unnamed: boolean;
  readonly url: string;
  readonly token: string | undefined;
  readonly json: boolean;
  readonly language: Language;
}

/** A switch says true by itself: `--freeze`, `--freeze true`, `--freeze=false`. */
const withSwitches = (argv: readonly string[], name: VerbName): readonly string[] => {
  const switches = [...bodyMembers(name)]
    .filter(([, schemas]) => isSwitch(schemas))
    .map(([one]) => `--${one}`);
  return argv.flatMap((one, at) =>
    switches.includes(one) && !['true', 'false'].includes(argv[at + 1] ?? '') ? [`${one}=true`] : [one],
  );
};

/** Reads it. Throws a UsageError or a VerbProblem. */
export function readVerb(name: VerbName, argv: readonly string[], env: NodeJS.ProcessEnv): Asked {
  const { flags, words: rest } = readWords(withSwitches(argv, name), verbFlags(name), env);
  const language = languageOf(flags.language, env);
  const { says } = verbOf(name);
  refuseExtra(name, rest);
  const said = new Map(says.flatMap((one, at) => (rest[at] === undefined ? [] : [[one, rest[at]] as const])));
  const text = (flag: string) => flags[flag] as string | undefined;
  return {
    said,
    query: Object.fromEntries(
      [...queryMembers(name).keys()].flatMap((member) => {
        const value = text(flagOf(member));
        return value === undefined ? [] : [[member, value]];
      }),
    ),
    body: readBody(name, flags, said),
    clientCode: text('client-code'),
    last: flags.last === true,
    unnamed: flags.unnamed === true,
    url: addressOf(text('url') ?? DEFAULT_URL),
    token: text('control-token'),
    json: flags.json === true,
    language,
  };
}

function refuseExtra(name: VerbName, rest: readonly string[]): void {
  const { says } = verbOf(name);
  const extra = rest[says.length];
  if (extra === undefined) return;
  const isFlag = [...bodyMembers(name).keys(), ...queryMembers(name).keys()].some(
    (one) => flagOf(one) === extra,
  );
  const flag = `--${extra} ${rest[says.length + 1] ?? ''}`.trim();
  throw new VerbProblem(
    isFlag
      ? { en: `"${extra}" is a flag: give ${flag}`, ko: `옵션으로 지정하십시오: ${flag}` }
      : { en: `"${extra}" is more than it takes`, ko: `알 수 없는 인자: "${extra}"` },
  );
}

function readBody(name: VerbName, flags: FlagValues, said: ReadonlyMap<string, string>): Asked['body'] {
  const given = [...bodyMembers(name)].flatMap(([member, schemas]) => {
    const value = flags[flagOf(member)] ?? said.get(member);
    return typeof value === 'string' ? [[member, readValue(member, schemas, value)] as const] : [];
  });
  return given.length === 0 ? undefined : Object.fromEntries(given);
}

/** A text as the value that the shape wants; what can't be one stays a text, and the simulator says what is wrong. */
function readValue(member: string, schemas: readonly TSchema[], text: string): unknown {
  const takes = (type: string) =>
    schemas.some((schema) => [schema, ...(schema.anyOf ?? [])].some((one: TSchema) => one.type === type));
  if (takes('boolean')) return { true: true, false: false }[text] ?? text;
  if ((takes('integer') || takes('number')) && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (takes('object') && text.startsWith('{')) return readJson(member, text);
  if (takes('object') && !takes('string')) return lengthOf(text);
  return takes('array') ? text.split(',').map((one) => one.trim()) : text;
}

/** The only object that has a short form: a delay, as ms or as an ISO 8601 duration. */
function lengthOf(text: string): unknown {
  const ms = /^\d+$/.test(text) ? Number(text) : parseDuration(text);
  return ms === undefined ? text : { ms };
}

function readJson(member: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = (error as Error).message;
    throw new VerbProblem({
      en: `--${flagOf(member)}: it is no JSON: ${why}`,
      ko: `--${flagOf(member)}: JSON이 아닙니다: ${why}`,
    });
  }
}

/** `host:port` is meant as http; what stands behind the port is nobody's. */
function addressOf(given: string): string {
  const text = /^[a-z]+:\/\//i.test(given) ? given : `http://${given}`;
  if (!URL.canParse(text) || !/^https?:/i.test(text)) {
    throw new VerbProblem({
      en: `--url: "${given}" is no address; give one like ${DEFAULT_URL}`,
      ko: `--url: 주소 형식이 아닙니다: "${given}". ${DEFAULT_URL}처럼 지정하십시오`,
    });
  }
  const { origin, pathname } = new URL(text);
  // A gateway may have put it below a path; people paste the console's address, or the control plane's, too.
  return origin + pathname.replace(/\/(_sim(\/.*)?)?$/, '');
}
