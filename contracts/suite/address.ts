// Which addresses may be called, and where a simulator may be looked for.

import { TextError } from '../protocol/index.js';

/** Whether an address is one of the provider's: any name under its domains, with or without the final dot. */
export const isRealHost = (url: string): boolean =>
  /(^|\.)(linkhub\.co\.kr|kakaocert\.com)\.?$/.test(hostOf(url));

const hostOf = (url: string) => {
  try {
    return new URL(url).hostname.toLowerCase();
  } catch {
    throw new TextError({
      en: `"${url}" is no address; give one like http://127.0.0.1:9080`,
      ko: `주소 형식이 아닙니다: "${url}". http://127.0.0.1:9080처럼 지정하십시오`,
    });
  }
};

export const isLocal = (url: string) =>
  /^https?:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\]|[^/:]+\.test)(:\d+)?$/.test(url);
