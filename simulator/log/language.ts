// In which language the system says that people read (POSIX, XBD §8.2: LC_ALL, LC_MESSAGES, LANG).

import type { Text } from '../../contracts/protocol/index.js';

/** Korean where the system is Korean, else English. */
export function systemLanguage(env: NodeJS.ProcessEnv): keyof Text {
  const system = [env.LC_ALL, env.LC_MESSAGES, env.LANG].find((one) => one !== undefined && one !== '');
  return system?.toLowerCase().startsWith('ko') === true ? 'ko' : 'en';
}
