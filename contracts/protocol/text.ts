// The only shape of a sentence that is shown to people: the same thing said in the two languages of our users.

/** One sentence in English and in Korean. A row that is shown to people carries it as `words`. */
export interface Text {
  readonly en: string;
  readonly ko: string;
}
