// `kakaocert-simulator signed-data inspect|verify|to-der|evidence [file|-]`: what Verify returned, for people and scripts.
// Exit 0: valid or done · 1: not valid, with the reason · 2: a mistake on the command line.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findingLines } from '../contracts/evidence/describe.js';
import { printable, printableJson, type Text } from '../contracts/protocol/index.js';
import {
  refusalLines,
  signedDataLines,
  treeLines,
  verifiedLines,
} from '../contracts/signed-data/describe.js';
import * as cms from '../contracts/signed-data/index.js';
import { type Input, readInput } from '../contracts/signed-data/input.js';
import { systemLanguage } from '../simulator/log/language.js';
import { describeFlags, type Flags, UsageError, unreadLine } from './flags.js';
import type { Language } from './language.js';
import { noneOf } from './usage-texts.js';

/** Where the command reads and writes: `process` has them all. */
export interface CommandIo {
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly stdout: { write(chunk: string | Uint8Array): unknown };
  readonly stderr: { write(chunk: string): unknown };
  readonly env: NodeJS.ProcessEnv;
}

/** What a sub-command found: the exit code, a JSON value, and the same for people. */
interface Outcome {
  readonly code: 0 | 1;
  readonly json: object;
  readonly lines: readonly string[];
  /** Written instead of lines. */
  readonly bytes?: Uint8Array;
}

/** Flags by their names in camel case. */
type Values = Readonly<
  { ca?: string[]; ber?: boolean; allowUnbound?: boolean; json?: boolean } & {
    [flag in TextFlag]?: string | undefined;
  }
>;
type TextFlag = keyof cms.Expectation | ('at' | 'out' | 'type' | 'date' | 'institution' | 'blockCount');

interface Subcommand {
  readonly summary: Text;
  readonly flags: Flags;
  readonly run: (input: Input, values: Values) => Outcome | Promise<Outcome>;
}

/** A name of the wire or of KFTC, which is the same in both languages. */
const same = (name: string): Text => ({ en: name, ko: name });
const value = (help: Text, name: string) => ({ type: 'string', value: `<${name}>`, help }) as const;
const json = { type: 'boolean', help: { en: 'print one JSON value', ko: 'JSON 값 하나로 출력' } } as const;

const asked: Flags = {
  account: value(same('BankAccountNum'), 'number'),
  bank: value({ en: 'BankCode; for verify also a name', ko: 'BankCode(verify에는 은행명도 가능)' }, 'code'),
  'payer-number': value(same('ClientUserID'), 'text'),
  'birth-date': value(same('ReceiverBirthDay'), 'yyyyMMdd'),
  'account-holder': value(same('BankAccountName'), 'name'),
};

const subcommands: Readonly<Record<string, Subcommand>> = {
  inspect: {
    summary: { en: 'show what is in it; nothing is verified', ko: '내용 보기(검증하지 않음)' },
    flags: { json },
    run: inspect,
  },
  verify: {
    summary: { en: 'is it valid, and what was asked for?', ko: '유효한지, 요청한 내용과 같은지 검증' },
    flags: {
      ca: {
        ...value(
          {
            en: 'root to trust, PEM or DER; the published TEST CA unless given',
            ko: '신뢰할 루트 인증서(PEM 또는 DER, 기본값: 공개된 TEST 인증기관)',
          },
          'file',
        ),
        multiple: true,
      },
      at: value(
        {
          en: 'instant of checking; when it was signed unless given',
          ko: '검증 기준 시각(기본값: 서명 시각)',
        },
        'ISO 8601',
      ),
      ber: {
        type: 'boolean',
        help: {
          en: 'accept BER, as the real service was seen to send',
          ko: 'BER도 허용(실제 서비스가 보낸 기록이 있음)',
        },
      },
      'allow-unbound': {
        type: 'boolean',
        help: {
          en: 'accept signed attributes that do not name the certificate (no signingCertificateV2)',
          ko: '인증서를 지정하지 않은 서명 속성도 허용(signingCertificateV2 없음)',
        },
      },
      token: value({ en: 'the Token that was sent', ko: '요청에 보낸 Token' }, 'text'),
      name: value(same('ReceiverName'), 'name'),
      ...asked,
      company: value({ en: "the institution's name", ko: '이용기관명' }, 'name'),
      'requested-at': value(
        { en: 'what was signed before is a replay', ko: '이보다 먼저 서명되었으면 재사용으로 판단' },
        'ISO 8601',
      ),
      json,
    },
    run: verify,
  },
  'to-der': {
    summary: {
      en: 'write it as strict DER, to standard output or --out',
      ko: '엄격한 DER로 변환하여 표준 출력 또는 --out에 저장',
    },
    flags: { out: value({ en: 'file to write', ko: '저장할 파일' }, 'file'), json },
    run: convert,
  },
  evidence: {
    summary: {
      en: 'is it fit for KFTC? With --out, write the .der and the EI13 file',
      ko: '금융결제원 제출용 증빙 검사. --out을 주면 .der와 EI13 파일 저장',
    },
    flags: {
      ...asked,
      type: value(same('동의자료구분 (3)'), 'digit'),
      date: value(same('신청일'), 'yyyyMMdd'),
      institution: value(same('이용기관식별코드'), 'code'),
      'block-count': value({ en: 'what 총Block수 counts (all)', ko: '총Block수 계산 방식(all)' }, 'all|data'),
      out: value({ en: 'folder to write into', ko: '저장할 폴더' }, 'folder'),
      json,
    },
    run: evidence,
  },
};

/** The flags of all sub-commands. */
export const signedDataFlags: Flags = Object.assign(
  {},
  ...Object.values(subcommands).map(({ flags }) => flags),
);

/** For --help: every sub-command with its flags. */
export const signedDataHelp = (language: Language): string =>
  Object.entries(subcommands)
    .map(
      ([name, { summary, flags }]) =>
        `${name} [file|-]: ${summary[language]}\n${describeFlags(flags, language)}`,
    )
    .join('\n\n');

/** Runs the command; `argv` starts with the sub-command. Resolves with the exit code and never rejects for its input. */
export async function signedDataCommand(argv: readonly string[], io: CommandIo = process): Promise<number> {
  try {
    const { run, values, file } = readCommand(argv);
    const outcome = await attempt(async () => run(readInput(await readRaw(file, io)), values));
    const { code, json, bytes, lines } = outcome;
    if (values.json === true) io.stdout.write(`${printableJson(JSON.stringify(json))}\n`);
    else io.stdout.write(bytes ?? lines.map((line) => `${printable(line)}\n`).join(''));
    return code;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const { en, ko } = error.words;
    const said = {
      en: `${en}. Try signed-data --help.`,
      ko: `${ko}. 사용법은 signed-data --help로 볼 수 있습니다.`,
    };
    io.stderr.write(`kakaocert-simulator signed-data: ${printable(said[systemLanguage(io.env)])}\n`);
    return 2;
  }
}

function readCommand(argv: readonly string[]) {
  const [name = '', ...rest] = argv;
  const command = Object.hasOwn(subcommands, name) ? subcommands[name] : undefined;
  const all = Object.keys(subcommands).join(', ');
  if (command === undefined) {
    throw new UsageError({
      en: name === '' ? `Say what to do: ${all}` : `"${name}" is none of ${all}`,
      ko:
        name === ''
          ? `할 일을 지정하십시오: ${all}`
          : `"${name}" 명령은 없습니다. 사용할 수 있는 명령: ${all}`,
    });
  }
  try {
    const options = Object.entries(command.flags).map(
      ([flag, { type, multiple = false }]) => [flag, { type, multiple }] as const,
    );
    const parsed = parseArgs({ args: rest, options: Object.fromEntries(options), allowPositionals: true });
    const [file = '-', ...more] = parsed.positionals;
    if (more.length > 0) {
      throw new UsageError({
        en: `One file at a time, not also "${more[0]}"`,
        ko: `파일은 하나만 지정할 수 있습니다. 더 지정한 파일: "${more[0]}"`,
      });
    }
    const values = Object.entries(parsed.values).map(([flag, given]) => [camelCase(flag), given]);
    return { run: command.run, values: Object.fromEntries(values) as Values, file };
  } catch (error) {
    throw error instanceof UsageError ? error : unreadLine(error, command.flags);
  }
}

const camelCase = (flag: string) => flag.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

async function readRaw(file: string, { stdin }: CommandIo): Promise<Uint8Array> {
  if (file !== '-') return readNamed(file);
  const chunks: Uint8Array[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

const readNamed = (file: string): Promise<Uint8Array> =>
  readFile(file).catch((error: Error) => {
    const [why] = error.message.split(',');
    throw new UsageError({
      en: `Can't read "${file}": ${why}`,
      ko: `파일을 읽을 수 없습니다: "${file}"(${why})`,
    });
  });

const refuseWriting = (path: string) => (error: Error) => {
  const [why] = error.message.split(',');
  throw new UsageError({
    en: `Can't write "${path}": ${why}`,
    ko: `파일에 쓸 수 없습니다: "${path}"(${why})`,
  });
};
const writeNamed = (file: string, bytes: Uint8Array) => writeFile(file, bytes).catch(refuseWriting(file));

/** Which flags an option of the verifier came from, and what they take. */
const wrongOptions = {
  at: '--at: ISO 8601 시각으로 지정하십시오',
  trust: '--ca: PEM 또는 DER 형식의 인증서가 아닙니다',
  expect: '--requested-at: ISO 8601 시각으로 지정하십시오',
} as const;

/** A signedData that can't be read is an answer; options that are none (TypeError) are a mistake on the line. */
async function attempt(act: () => Outcome | Promise<Outcome>): Promise<Outcome> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof cms.SignedDataError) return invalid(error.code, error.message);
    if (error instanceof cms.EvidenceError) return found(error.findings);
    const [, option] = /^(at|trust|expect)/.exec(error instanceof TypeError ? error.message : '') ?? [];
    if (error instanceof TypeError && option !== undefined) {
      throw new UsageError({
        en: error.message.replace(/\.$/, ''),
        ko: wrongOptions[option as keyof typeof wrongOptions],
      });
    }
    throw error;
  }
}

const invalid = (reason: string, detail: string): Outcome => ({
  code: 1,
  json: { ok: false, reason, detail },
  lines: refusalLines(reason, detail, hints),
});

/** What to do next on this command line. */
const hints: Readonly<Record<string, string>> = {
  indefiniteLength: 'give --ber, or convert it with signed-data to-der',
  attributesOrder: 'give --ber',
  notBoundToCertificate: 'give --allow-unbound to accept that',
  contentNotExpected: 'give --token with the Token that was sent',
  untrustedRoot: 'give the right root with --ca',
};

async function inspect({ form, bytes }: Input): Promise<Outcome> {
  const tree = cms.readTree(bytes);
  const branches = ['tree: offset, header + content, element', ...treeLines(tree)];
  const outcome = await attempt(() => {
    const der = cms.toDer(bytes);
    const { content, certificate, certificates, ...facts } = cms.parseSignedData(der);
    const encoding = Buffer.compare(der, bytes) === 0 ? 'DER' : 'BER';
    const size = `${encoding}, ${bytes.length} bytes${form === 'bytes' ? '' : `, from ${form}`}`;
    const json = { ok: true, encoding, size: bytes.length, ...facts };
    return { code: 0, json, lines: [size, ...signedDataLines(facts)] };
  });
  const note = 'Nothing of this is verified: signed-data verify does that.';
  return { ...outcome, json: { ...outcome.json, tree }, lines: [...outcome.lines, ...branches, note] };
}

async function verify({ bytes }: Input, values: Values): Promise<Outcome> {
  const { ca, at, ber, allowUnbound, json, ...expect } = values;
  const trust = ca === undefined ? await testRoot() : await Promise.all(ca.map(readNamed));
  const verified = cms.verifySignedData(bytes, { trust, at, ber, allowUnbound, expect });
  if (!verified.ok) return invalid(verified.reason, verified.detail);
  const { content, certificate, ...facts } = verified;
  const trusted = ca?.join(', ') ?? 'the published TEST CA, which proves nothing about a person';
  const lines = ['valid', ...verifiedLines(facts), `trust      ${trusted}`];
  return { code: 0, json: { ...facts, trust: ca ?? 'TEST CA' }, lines };
}

/** The simulator's own root: what it signed verifies without a word. */
async function testRoot(): Promise<string> {
  const { createSimulator } = await import('../simulator/simulator.js');
  const simulator = await createSimulator();
  return simulator.control.caPem();
}

async function convert({ bytes }: Input, { out }: Values): Promise<Outcome> {
  const der = cms.toDer(bytes);
  if (out !== undefined) await writeNamed(out, der);
  const signedData = Buffer.from(der).toString('base64url');
  const json = { ok: true, size: der.length, signedData, out: out ?? null };
  return { code: 0, json, lines: [`written: ${out}`], ...(out === undefined && { bytes: der }) };
}

async function evidence({ bytes }: Input, values: Values): Promise<Outcome> {
  const { out, institution, date: applicationDate, blockCount = 'all', ...asked } = values;
  if (blockCount !== 'all' && blockCount !== 'data')
    throw new UsageError(noneOf('--block-count', blockCount, ['all', 'data']));
  const filing = { ...asked, applicationDate, evidenceType: asked.type };
  if (out === undefined) return found(cms.checkEvidence(bytes, filing));
  if (institution === undefined || applicationDate === undefined) {
    throw new UsageError({
      en: 'To write files, give --institution and --date',
      ko: '파일을 저장하려면 --institution과 --date를 지정하십시오',
    });
  }
  const items = [{ ...filing, signedData: bytes }];
  const { files, ei13, findings } = cms.writeEvidence({ institution, applicationDate, items, blockCount });
  await mkdir(out, { recursive: true }).catch(refuseWriting(out));
  const written = [...files, ei13];
  for (const file of written) await writeNamed(join(out, file.name), file.bytes);
  const paths = written.map(({ name }) => join(out, name));
  return found(findings, paths);
}

function found(findings: readonly cms.EvidenceFinding[], files: readonly string[] = []): Outcome {
  const blocking = findings.find(({ blocks }) => blocks);
  const lines = [...findingLines(findings), ...files.map((path) => `written: ${path}`)];
  const isFit = blocking === undefined;
  return { code: isFit ? 0 : 1, json: { ok: isFit, reason: blocking?.id ?? null, findings, files }, lines };
}
