// The only shape of a sentence that is shown to people: the same thing said in the two languages of our users.

/** One sentence in English and in Korean. A row that is shown to people carries it as `words`. */
export interface Text {
  readonly en: string;
  readonly ko: string;
}

/** A mistake of whoever called, told in both languages; `message` is the English one, for programs and their logs. */
export class TextError extends TypeError {
  readonly words: Text;

  constructor(words: Text, options?: ErrorOptions) {
    super(words.en, options);
    this.words = words;
  }
}

/** The same change to both languages. */
export const inBoth = (words: Text, change: (text: string) => string): Text => ({
  en: change(words.en),
  ko: change(words.ko),
});
