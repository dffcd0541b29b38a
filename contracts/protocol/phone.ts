// Phone numbers, as people write them and as the wire does.

/**
 * A number as the wire writes it, digits alone: `010-0000-0001` and `+82 10-0000-0001` are `01000000001`. A text without
 * a digit is no number, and stays as it is.
 */
export function phoneNumberOf(text: string): string {
  const digits = text.replaceAll(/\D/g, '');
  // Behind the code of Korea the 0 is left out, or stands in brackets: no number here begins with 82.
  return digits === '' ? text : digits.replace(/^820?/, '0');
}
