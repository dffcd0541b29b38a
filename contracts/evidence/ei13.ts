// The EI13 file in which consent evidence goes to KFTC, byte by byte: text in EUC-KR, blocks of 1,024 bytes, no line ends.
// Source: domain.md §3.2, two independent implementations that agree on all but 총Block수. What may stand in a field is
// judged in evidence.ts before; here a value that doesn't fit is a mistake of ours.

import { toEucKr } from './euc-kr.js';

const BLOCK = 1024;

/**
 * What 총Block수 counts, on which the sources disagree: `all` blocks of the file, header and trailer too
 * (kim-jade/kftc-receipt-sample), or the blocks of `data` records only (the other Java implementation).
 */
export type BlockCount = 'all' | 'data';

export interface Ei13Record {
  readonly payerNumber: string;
  /** Three digits. */
  readonly bank: string;
  readonly account: string;
  /** 동의자료구분. */
  readonly evidenceType: string;
  /** Without the dot. */
  readonly extension: string;
  readonly bytes: Uint8Array;
}

export interface Ei13Batch {
  /** 이용기관식별코드. */
  readonly institution: string;
  /** 신청일, yyyyMMdd. */
  readonly applicationDate: string;
  readonly records: readonly Ei13Record[];
  readonly blockCount: BlockCount;
}

/** Text is left-justified and filled with spaces, a number right-justified and filled with zeros. */
type Field = readonly [name: string, bytes: number, kind?: 'number'];

const FILE = 'AE1112';

const header: readonly Field[] = [
  ['업무구분', 6],
  ['레코드구분', 2],
  ['일련번호', 7],
  ['신청일', 8],
  ['이용기관식별코드', 20],
  ['총동의자료수', 7, 'number'],
];

/** 119 bytes; the evidence follows at once. */
const data: readonly Field[] = [
  ['업무구분', 6],
  ['레코드구분', 2],
  ['일련번호', 7, 'number'],
  ['공란', 10],
  ['이용기관식별코드', 20],
  ['납부자번호', 30],
  ['참가기관코드', 3, 'number'],
  ['계좌번호', 20],
  ['신청일', 8],
  ['동의자료구분', 1],
  ['확장자', 5],
  ['길이', 7, 'number'],
];

const trailer: readonly Field[] = [
  ['업무구분', 6],
  ['레코드구분', 2],
  ['일련번호', 7],
  ['이용기관식별코드', 20],
  ['총Data수', 7, 'number'],
  ['총Block수', 10, 'number'],
];

/** Writes the file; its name is `EI13` and month and day of the application. Throws a RangeError for what doesn't fit. */
export function writeEi13({ institution, applicationDate, records, blockCount }: Ei13Batch): {
  readonly name: string;
  readonly bytes: Uint8Array;
} {
  const count = String(records.length);
  const blocks = records.map((record, at) =>
    inBlocks(
      fields(data, [
        FILE,
        '22',
        String(at + 1),
        '',
        institution,
        record.payerNumber,
        record.bank,
        record.account,
        applicationDate,
        record.evidenceType,
        record.extension,
        String(record.bytes.length),
      ]),
      record.bytes,
    ),
  );
  const dataBlocks = blocks.reduce((sum, { length }) => sum + length / BLOCK, 0);
  const total = String(blockCount === 'all' ? dataBlocks + 2 : dataBlocks);
  const bytes = Buffer.concat([
    inBlocks(fields(header, [FILE, '11', '0000000', applicationDate, institution, count])),
    ...blocks,
    inBlocks(fields(trailer, [FILE, '33', '9999999', institution, count, total])),
  ]);
  return { name: `EI13${applicationDate.slice(4)}`, bytes: new Uint8Array(bytes) };
}

function fields(layout: readonly Field[], values: readonly string[]): Buffer {
  return Buffer.concat(
    layout.map(([name, width, kind], at) => {
      const bytes = toEucKr(values[at] ?? '');
      if (bytes === undefined || bytes.length > width) {
        throw new RangeError(`EI13 ${name}: "${values[at]}" does not fit into ${width} bytes of EUC-KR.`);
      }
      const fill = Buffer.alloc(width - bytes.length, kind === 'number' ? '0' : ' ');
      return Buffer.concat(kind === 'number' ? [fill, bytes] : [bytes, fill]);
    }),
  );
}

/** Filled with spaces up to whole blocks. */
function inBlocks(...parts: readonly Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const whole = Math.ceil(length / BLOCK) * BLOCK;
  return Buffer.concat([...parts, Buffer.alloc(whole - length, ' ')]);
}
