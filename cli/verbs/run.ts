// Runs a verb: reads its line, calls its route, shows the answer. Exit code 0, 1 if the simulator refused, 2 for wrong use
// or where no simulator was reached.

import { printable, printableJson } from '../../contracts/protocol/index.js';
import type { ControlName } from '../../simulator/control/routes.js';
import { defaultTenant } from '../../simulator/core/tenant.js';
import type { Fetch } from '../../simulator/doors/fetch.js';
import { selfCommand } from '../../simulator/self.js';
import { describeFlags, UsageError } from '../flags.js';
import { type Language, languageIn } from '../language.js';
import { type Asked, readVerb, verbFlags } from './arguments.js';
import { VerbProblem } from './problem.js';
import { createReach, type Reach } from './reach.js';
import { shows } from './show.js';
import { type VerbName, verbOf } from './table.js';

/** What a verb needs of the process. */
export interface VerbIo {
  readonly env: NodeJS.ProcessEnv;
  readonly fetch: Fetch;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Opens an address in the browser; false if it can't. */
  readonly browse: (url: string) => Promise<boolean>;
}

/** The flags of a verb, for --help. */
export const verbHelp = (name: VerbName, language: Language): string =>
  `${describeFlags(verbFlags(name), language)}\n\n  ${selfCommand()} ${verbOf(name).example}`;

/** Runs it and resolves with the exit code; whatever the person can put right is one line on stderr. */
export async function runVerb(name: VerbName, argv: readonly string[], io: VerbIo): Promise<number> {
  try {
    return await run(name, readVerb(name, argv, io.env), io);
  } catch (error) {
    const language = languageIn(argv, io.env);
    if (error instanceof UsageError) return fail(name, new VerbProblem(error.words), language, io);
    if (error instanceof VerbProblem) {
      if (argv.includes('--json') && error.answer !== undefined) io.out(jsonLine(error.answer));
      return fail(name, error, language, io);
    }
    throw error;
  }
}

function fail(name: VerbName, { words, code }: VerbProblem, language: Language, { err }: VerbIo): number {
  err(`kakaocert-simulator ${name}: ${printable(words[language])}.\n`);
  return code;
}

const jsonLine = (answer: unknown) => `${printableJson(JSON.stringify(answer ?? {}))}\n`;

async function run(name: VerbName, asked: Asked, io: VerbIo): Promise<number> {
  const { url, token, json, language } = asked;
  // JSON is a script's, which is told the same in every language.
  const reach = createReach({ url, token, fetch: io.fetch, language: json ? 'en' : language });
  if (name === 'open') return open(asked, reach, io);
  const clientCode = asked.clientCode ?? defaultTenant.clientCode;
  const called = routeOf(name, asked);
  const parameters = asked.unnamed ? {} : await parametersOf(name, asked, reach, clientCode);
  const answer = await reach(called, parameters, asked.body).catch((error: unknown) => {
    throw asked.last ? withId(error, parameters) : error;
  });
  // The answer is of the shape of the route that was called: `reach` looked at it.
  const show = shows[name] as (answer: unknown, shown: { language: Language; clientCode: string }) => string;
  io.out(asked.json ? jsonLine(answer) : show(answer, { language: asked.language, clientCode }));
  return 0;
}

/** Whoever said --last does not know which one it was. */
function withId(error: unknown, { receiptId }: Readonly<Record<string, string>>): unknown {
  const isRefused = error instanceof VerbProblem && error.status !== undefined && receiptId !== undefined;
  return isRefused ? error.and({ en: `${receiptId}: `, ko: `${receiptId}: ` }, true) : error;
}

function routeOf(name: VerbName, { body, unnamed: isUnnamed }: Asked): ControlName {
  const { route, change, unnamed } = verbOf(name);
  if (isUnnamed) return unnamed ?? route;
  return body === undefined ? route : (change ?? route);
}

/** How many of a list a person is shown unless told otherwise. */
const SHOWN = '20';

async function parametersOf(
  name: VerbName,
  asked: Asked,
  reach: Reach,
  clientCode: string,
): Promise<Readonly<Record<string, string>>> {
  if (verbOf(name).says.includes('receiptId')) return { receiptId: await receiptIdOf(asked, reach) };
  if (name === 'receipts') return { limit: SHOWN, ...asked.query, ...ofTenant(asked) };
  if (name === 'tenants') return { limit: SHOWN, ...asked.query };
  return { clientCode };
}

const ofTenant = ({ clientCode }: Asked): { readonly clientCode?: string } =>
  clientCode === undefined ? {} : { clientCode };

/** The receipt that is meant: by its id, or the newest one. */
async function receiptIdOf(asked: Asked, reach: Reach): Promise<string> {
  const said = asked.said.get('receiptId');
  if (said !== undefined && !asked.last) return said;
  if (said !== undefined) {
    throw new VerbProblem({
      en: `give the receipt's id "${said}" or --last, not both`,
      ko: `접수아이디 "${said}"와 --last 중 하나만 지정하십시오`,
    });
  }
  if (!asked.last) {
    throw new VerbProblem({
      en: 'which receipt? Give its id, or --last for the newest one',
      ko: '접수아이디를 지정하거나 --last로 가장 최근 접수를 지정하십시오',
    });
  }
  const { receipts } = (await reach('listAllReceipts', { limit: '1', ...ofTenant(asked) })) as {
    readonly receipts: readonly { readonly receiptId: string }[];
  };
  const [newest] = receipts;
  if (newest === undefined) {
    throw new VerbProblem({ en: 'there is no receipt yet', ko: '아직 접수가 없습니다' }, 1);
  }
  return newest.receiptId;
}

/** Opens the console, or the phone of a number. Where no browser opens, the address is printed: that is no failure. */
async function open(asked: Asked, reach: Reach, { out, browse }: VerbIo): Promise<number> {
  await reach('health', {});
  const phone = asked.said.get('ReceiverHP');
  const url = `${asked.url}/_sim/${phone === undefined ? '' : `phone/${encodeURIComponent(phone)}`}`;
  if (asked.json) out(jsonLine({ url }));
  else if (!(await browse(url))) out(`${url}\n`);
  return 0;
}
