// What an answer means. Strict: HTTP 200 exactly, one JSON object, the fields and types of the operation's output schema,
// the receipt that was asked about. Unknown fields pass. Everything else is a refusal, or a violation with its evidence.

import { isUtf8 } from 'node:buffer';
import { fieldsOf } from '../contracts/protocol/field.js';
import {
  actions,
  answerFault,
  identifiers,
  isNullable,
  type Operation,
  operations,
  parseLhDate,
  saysNothing,
  services,
} from '../contracts/protocol/index.js';
import { asBase64url, BASE64_NOTICE } from './encoding.js';
import { ContractViolation, ProviderRefusal } from './errors.js';
import { redact } from './redact.js';
import type { Answer, HttpCall } from './transport.js';

const EVIDENCE_LENGTH = 2048;

/**
 * The JSON object of a 200. A field that says nothing, be it absent, null or `""`, reads as null if it may be null and as
 * absent if not (`saysNothing`).
 */
export function readJson(call: HttpCall, answer: Answer): Record<string, unknown> {
  const json = parse(call, answer);
  const { output, service }: Operation = operations[call.name];
  const result = { ...json };
  for (const [field, rule, required] of output === undefined ? [] : fieldsOf(output)) {
    const value = json[field];
    if (saysNothing(value, rule, required)) {
      if (isNullable(rule)) result[field] = null;
      else delete result[field];
      continue;
    }
    if (value === undefined || value === null) throw violation(call, answer, `"${field}" is missing`);
    const fault = answerFault(value, rule) ?? meaningFault(call, service, field, value as string);
    if (fault !== undefined) throw violation(call, answer, `"${field}" ${fault}`);
  }
  const isIrregular = typeof result.signedData === 'string' && isRewritten(service, result.signedData);
  return isIrregular ? { ...result, notice: BASE64_NOTICE } : result;
}

/** Whether a signedData is base64, but not as it should be; a bare Token may be any text. */
const isRewritten = (service: Operation['service'], signedData: string): boolean => {
  const url = asBase64url(signedData);
  return service !== undefined && !services[service].bareToken && url !== undefined && url !== signedData;
};

/** The instant of a Time answer, ms. */
export function readTime(call: HttpCall, answer: Answer): number {
  if (answer.status !== 200) parse(call, answer);
  const instant = parseLhDate(textOf(answer));
  if (instant === undefined) throw violation(call, answer, 'it is no UTC time like 2026-11-23T01:00:00Z');
  return instant;
}

/** The JSON object of a 200; any other status throws. */
function parse(call: HttpCall, answer: Answer): Record<string, unknown> {
  const { status, bytes, problem } = answer;
  if (problem !== undefined) throw violation(call, answer, problem);
  if (bytes.length === 0) throw violation(call, answer, 'its body is empty');
  if (!isUtf8(bytes)) throw violation(call, answer, 'its body is not UTF-8');
  let json: unknown;
  try {
    json = JSON.parse(textOf(answer));
  } catch {
    throw violation(call, answer, 'its body is not JSON');
  }
  if (!isObject(json)) throw violation(call, answer, 'its JSON is not an object');
  if (status === 200) return json;
  const code = readCode(json.code);
  if (code === undefined) throw violation(call, answer, 'a failure must carry a negative integer "code"');
  if (typeof json.message !== 'string') throw violation(call, answer, 'a failure must carry a "message"');
  throw new ProviderRefusal(call.name, { code, message: redact(call.headers, json.message), status });
}

/** A negative integer (manual A.1). As a numeric string it is tolerated: the Python SDK reads it so (protocol.md §3). */
function readCode(code: unknown): number | undefined {
  const number = typeof code === 'string' && /^-\d{1,15}$/.test(code) ? Number(code) : code;
  return Number.isSafeInteger(number) && (number as number) < 0 ? (number as number) : undefined;
}

/** What no schema says: which receipt, what fits a header, how signedData is written. */
function meaningFault(
  call: HttpCall,
  service: Operation['service'],
  field: string,
  value: string,
): string | undefined {
  if (field === 'receiptId' || field === 'receiptID') {
    if (!identifiers.receiptId.accepted.test(value)) return 'is no receipt id';
    return value === (call.receiptId ?? value)
      ? undefined
      : `must be ${call.receiptId}, the receipt asked about`;
  }
  if (field === 'session_token')
    return identifiers.sessionToken.accepted.test(value) ? undefined : 'is no bearer token';
  const isToken = service !== undefined && services[service].bareToken;
  // A Token that comes back as it was sent may be any text.
  if (field !== 'signedData' || (isToken && value !== '')) return undefined;
  return asBase64url(value) === undefined ? 'must be base64url without padding' : undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = ({ bytes }: Answer) => new TextDecoder().decode(bytes);

function violation(call: HttpCall, answer: Answer, problem: string): ContractViolation {
  const { action }: Operation = operations[call.name];
  const text = redact(call.headers, textOf(answer));
  return new ContractViolation(call.name, problem, {
    status: answer.status,
    contentType: redact(call.headers, answer.contentType),
    text: actions[action].onceOnly ? text : text.slice(0, EVIDENCE_LENGTH),
  });
}
