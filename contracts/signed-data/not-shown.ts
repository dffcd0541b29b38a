// What stands in a signedData and is not shown in detail: named, so that nobody takes what is shown for all there is.

import type { Text } from '../protocol/index.js';
import { TAG } from './encoding/der-node.js';
import { candidatesOf } from './signer.js';
import type { Structure, Unread } from './structure.js';

/** Members of the certificates that are no X.509 certificate (RFC 5652 §10.2.2). */
const formats: Readonly<Record<number, Text>> = {
  [TAG.context(0)]: { en: 'an extended certificate of PKCS #6', ko: 'PKCS #6 확장 인증서 1개' },
  [TAG.context(1)]: { en: 'an attribute certificate of version 1', ko: '속성 인증서(버전 1) 1개' },
  [TAG.context(2)]: { en: 'an attribute certificate of version 2', ko: '속성 인증서(버전 2) 1개' },
  [TAG.context(3)]: { en: 'a certificate of another format', ko: '다른 형식의 인증서 1개' },
};

const unreadText = ({ node, error }: Unread): Text =>
  formats[node.tag] ?? {
    en: `a certificate that could not be read: ${error.message}`,
    ko: `읽을 수 없는 인증서 1개: ${error.message}`,
  };

/** Everything of this structure that parseSignedData does not show. */
export function notShown(structure: Structure): readonly Text[] {
  const candidates = candidatesOf(structure).length;
  const lists = structure.revocationLists.length;
  return [
    ...when(candidates === 0, {
      en: "the signer's certificate, which is not enclosed",
      ko: '서명자 인증서(들어 있지 않음)',
    }),
    ...when(candidates > 1, {
      en: `which of ${candidates} certificates is the signer's: its identifier fits them all`,
      ko: `서명자 인증서가 ${candidates}개 중 어느 것인지(식별자가 모두에 들어맞음)`,
    }),
    ...structure.unread.map(unreadText),
    ...when(lists > 0, {
      en: `revocation lists or answers: ${lists}`,
      ko: `인증서 폐지 목록 또는 폐지 응답: ${lists}개`,
    }),
  ];
}

const when = (isSo: boolean, text: Text): readonly Text[] => (isSo ? [text] : []);
