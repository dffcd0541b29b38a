// Which addresses may be called, and where a simulator may be looked for.

/** Whether an address is one of the provider's: any name under its domains, with or without the final dot. */
export const isRealHost = (url: string): boolean =>
  /(^|\.)(linkhub\.co\.kr|kakaocert\.com)\.?$/.test(hostOf(url));

const hostOf = (url: string) => {
  try {
    return new URL(url).hostname.toLowerCase();
  } catch {
    throw new TypeError(`"${url}" is no address; give one like http://127.0.0.1:9080`);
  }
};

export const isLocal = (url: string) =>
  /^https?:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\]|[^/:]+\.test)(:\d+)?$/.test(url);
