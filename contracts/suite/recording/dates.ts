// Dates of a recording: each as its distance in seconds from the first date of its case, in the form it was written.
// So the day of a run does not matter, and `<DT+0>` … `<DT+300>` still tells that a request lives 300 seconds.

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/;
const DT = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/;

const asUtc = (text: string): number => Date.parse(text);
/** `…DT` are Korean time (protocol.md §7). */
const asKorean = (text: string): number => Date.parse(text.replace(DT, '$1-$2-$3T$4:$5:$6+09:00'));

const forms: readonly { readonly name: string; readonly form: RegExp; read(text: string): number }[] = [
  { name: 'DT', form: DT, read: asKorean },
  {
    name: 'instant.ms',
    form: /^\S{19}\.\d{3}Z$/,
    read: (text) => (ISO.test(text) ? asUtc(text) : Number.NaN),
  },
  { name: 'instant', form: /^\S{19}Z$/, read: (text) => (ISO.test(text) ? asUtc(text) : Number.NaN) },
];

/** Writes the dates of one case; undefined for a text that is no date of a form the provider has. */
export function createDates(): (text: string) => string | undefined {
  let first: number | undefined;
  return (text) => {
    for (const { name, form, read } of forms) {
      const at = form.test(text) ? read(text) : Number.NaN;
      if (Number.isNaN(at)) continue;
      first ??= at;
      const seconds = Math.floor(at / 1000) - Math.floor(first / 1000);
      return `<${name}${seconds < 0 ? '-' : '+'}${Math.abs(seconds)}>`;
    }
    return undefined;
  };
}
