// The fenced code of a Markdown text.

export interface FencedCode {
  readonly language: string;
  readonly text: string;
}

export const codeOf = (markdown: string): readonly FencedCode[] =>
  [...markdown.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({
    language,
    text,
  }));
