// Korean particles: which of two follows a word depends on whether it ends in a consonant when it is read aloud.

/** Latin letters and digits whose Korean names end in a consonant: 엘, 엠, 엔, 알; 영, 일, 삼, 육, 칠, 팔. */
const CLOSED = /[LMNR013678]$/i;
const FIRST_SYLLABLE = 0xac00;
const LAST_SYLLABLE = 0xd7a3;
const ENDINGS = 28;

/** A word with its subject particle: 성명이, 계좌번호가, TG가. */
export function asSubject(word: string): string {
  const last = word.charCodeAt(word.length - 1);
  const isHangul = last >= FIRST_SYLLABLE && last <= LAST_SYLLABLE;
  const isClosed = isHangul ? (last - FIRST_SYLLABLE) % ENDINGS !== 0 : CLOSED.test(word);
  return `${word}${isClosed ? '이' : '가'}`;
}
