// Why a session token was refused: whose it is, until when, and what it was asked for with.

import { scopes, serviceScopes } from '../../../contracts/protocol/index.js';
import { parseObject } from '../request-check.js';
import type { Why } from './grounds.js';
import { iso, type Seen, say } from './seen.js';

/** An institution as the token names it. */
export const whose = ({ grounds }: Seen) => grounds.tokenOf ?? null;

export function malformedToken(seen: Seen): Why {
  const authorization = seen.header('authorization');
  const { tokenEnded } = seen.grounds;
  if (tokenEnded === 'sealed') {
    return say(
      `The token names ${whose(seen)}, but was not made by this simulator for it: it was cut or changed, comes from another run or the real service, or the secret has been changed.`,
      `토큰에 ${whose(seen)} 기관이 있지만 이 시뮬레이터가 발급한 것이 아닙니다. 잘리거나 변경되었거나, 다른 실행 또는 실제 서버의 토큰이거나, 비밀키가 변경되었습니다.`,
      { clientCode: whose(seen) },
    );
  }
  return /^Bearer \S+$/i.test(authorization)
    ? say(
        'The text after Bearer is no token of this simulator: send session_token of the Token answer as it came.',
        'Bearer 뒤의 값이 이 시뮬레이터의 토큰이 아닙니다. 토큰 응답의 session_token을 그대로 보내십시오.',
      )
    : say(
        'The Authorization header is not of the form "Bearer <session_token>".',
        'Authorization 헤더가 "Bearer <session_token>" 형식이 아닙니다.',
      );
}

export function expiredToken(seen: Seen): Why {
  const { tokenUntil = 0, now = 0, tokenEnded } = seen.grounds;
  const facts = { clientCode: whose(seen), until: iso(tokenUntil), now: iso(now) };
  if (tokenEnded === 'gone') {
    return say(
      `The token belongs to ${whose(seen)}, which is not there any more (removed, or made anew).`,
      `토큰의 이용기관(${whose(seen)})이 더 이상 없습니다. 삭제되었거나 새로 만들어졌습니다.`,
      facts,
    );
  }
  return tokenEnded === 'expired'
    ? say(
        `The token of ${whose(seen)} was good until ${iso(tokenUntil)}, but its tokens were expired by POST …/tokens/expire. Get a new one and repeat the call.`,
        `${whose(seen)}의 토큰은 ${iso(tokenUntil)}까지 유효했지만 POST …/tokens/expire로 만료되었습니다. 토큰을 다시 받아 호출하십시오.`,
        facts,
      )
    : say(
        `The token of ${whose(seen)} was good until ${iso(tokenUntil)}; it is ${iso(now)}. Get a new one and repeat the call.`,
        `${whose(seen)}의 토큰은 ${iso(tokenUntil)}까지 유효했고 현재 시각은 ${iso(now)}입니다. 토큰을 다시 받아 호출하십시오.`,
        facts,
      );
}

export function scopeReason({ grounds, body }: Seen): Why {
  const asked = parseObject(body)?.scope;
  const { tokenScope } = grounds;
  if (tokenScope !== undefined) {
    return say(
      `The token was asked for with the scopes ${tokenScope.join(', ')}; this call needs one of ${serviceScopes.join(', ')}.`,
      `토큰의 scope는 ${tokenScope.join(', ')}이지만 이 호출에는 ${serviceScopes.join(', ')} 중 하나가 필요합니다.`,
      { scope: tokenScope.join(' ') },
    );
  }
  const wrong = Array.isArray(asked) ? asked.filter((one) => !scopes.includes(one)).map(String) : [];
  return say(
    `scope ${wrong.length === 0 ? 'is empty' : `has ${wrong.join(', ').slice(0, 80)}, which there is not`}; it may hold ${scopes.join(', ')}.`,
    `scope${wrong.length === 0 ? '가 비어 있습니다' : `에 허용되지 않은 값이 있습니다(${wrong.join(', ').slice(0, 80)})`}. 사용할 수 있는 값: ${scopes.join(', ')}`,
    { field: 'scope' },
  );
}
