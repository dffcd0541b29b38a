// The verbs as Lua scripts: each is one step of the server (https://redis.io/docs/latest/develop/interact/programmability/eval-intro/).
// All keys have one hash tag, so that a cluster keeps them in one slot.
//
//   {prefix}:schema                 1
//   {prefix}:version                the last version: the server's clock, us, or one more than the one before
//   {prefix}:record:<kind>:<key>    hash: v version, j JSON, o owner, b bond, s its place in the order of first puts
//   {prefix}:all:<kind>             sorted set of keys by s
//   {prefix}:of:<kind>:<owner>      sorted set of keys by s
//   {prefix}:counter:<name>         a number
//   {prefix}:log:<name>             stream; an entry is `<number>-<place in its addition>`, t its text
//   {prefix}:mark:<mark>            what a write answered, for a minute
//
// A write names the moment, us of the server's clock, from which nobody waits for it any more: then it does nothing. That
// a version is made of the clock keeps it from coming back where a server lost its last writes, or all of them.

/** How long a mark is kept, s. Whoever writes again does so within two seconds. */
const MARK_LIFE = 60;

/** Of a refusal: it came too late, and the server's clock says so many us. */
export const LATE = 'LATE';

// ARGV of every write: 1 its last moment, 2 its mark or nothing, then its own.
const write = `
local p = KEYS[1]
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
if now > tonumber(ARGV[1]) then return redis.error_reply(string.format('${LATE} %.0f', now)) end
local mark = p .. 'mark:' .. ARGV[2]
if ARGV[2] ~= '' then
  local done = redis.call('GET', mark)
  if done then return done end
end
local function answer(text)
  if ARGV[2] ~= '' then redis.call('SET', mark, text, 'EX', ${MARK_LIFE}) end
  return text
end
local function nameOf(kind, key) return p .. 'record:' .. kind .. ':' .. key end
local function versionOf(kind, key) return redis.call('HGET', nameOf(kind, key), 'v') or '0' end
local function newVersions(count)
  local first = math.max(tonumber(redis.call('GET', p .. 'version') or '0') + 1, now)
  redis.call('SET', p .. 'version', string.format('%.0f', first + count - 1))
  return first
end
local function store(kind, key, owner, bond, json, isNew, version, place)
  local name = nameOf(kind, key)
  local v = string.format('%.0f', version)
  if isNew then
    local s = string.format('%.0f', place)
    redis.call('HSET', name, 'v', v, 'j', json, 'o', owner, 's', s)
    redis.call('ZADD', p .. 'all:' .. kind, s, key)
    redis.call('ZADD', p .. 'of:' .. kind .. ':' .. owner, s, key)
  else
    redis.call('HSET', name, 'v', v, 'j', json)
  end
  if bond ~= '' then redis.call('HSET', name, 'b', bond) elseif not isNew then redis.call('HDEL', name, 'b') end
end
local function remove(kind, key, owner)
  redis.call('DEL', nameOf(kind, key))
  redis.call('ZREM', p .. 'all:' .. kind, key)
  redis.call('ZREM', p .. 'of:' .. kind .. ':' .. owner, key)
end
`;

/** kind, key, owner, bond (with a letter before it, or nothing), JSON, expected; of the premise kind, key, version. */
const put = `${write}
local kind, key, owner, bond, json, expected = ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7], ARGV[8]
if versionOf(kind, key) ~= expected then return '0' end
if ARGV[9] and versionOf(ARGV[9], ARGV[10]) ~= ARGV[11] then return '0' end
if bond ~= '' then
  -- Two, because one of them may be the record as it was; the others agree with each other.
  for _, other in ipairs(redis.call('ZRANGE', p .. 'of:' .. kind .. ':' .. owner, 0, 1)) do
    if other ~= key and redis.call('HGET', nameOf(kind, other), 'b') ~= bond then return '0' end
  end
end
local version = newVersions(1)
store(kind, key, owner, bond, json, expected == '0', version, version)
return answer('1')
`;

/** kind, key, expected. */
const drop = `${write}
local kind, key = ARGV[3], ARGV[4]
local found = redis.call('HMGET', nameOf(kind, key), 'v', 'o')
if not found[1] or found[1] ~= ARGV[5] then return '0' end
remove(kind, key, found[2])
return answer('1')
`;

/** kind, owner, how many, up to which place (nothing: the newest of now). Answers how many went, and that place. */
const dropSome = `${write}
local kind, owner, last = ARGV[3], ARGV[4], ARGV[6]
if last == '' then last = redis.call('GET', p .. 'version') or '0' end
local keys = redis.call('ZRANGEBYSCORE', p .. 'of:' .. kind .. ':' .. owner, '-inf', last, 'LIMIT', 0, ARGV[5])
for _, key in ipairs(keys) do remove(kind, key, owner) end
return #keys .. ' ' .. last
`;

/** counter, its life in ms or nothing. */
const next = `${write}
local name = p .. 'counter:' .. ARGV[3]
local number = redis.call('INCR', name)
if ARGV[4] ~= '' then redis.call('PEXPIRE', name, ARGV[4]) end
return answer(string.format('%.0f', number))
`;

/**
 * counter, how many entries, and of each: log, how many it keeps, text; then of each record that is put along: kind, key,
 * owner, bond, JSON, expected. Answers the number and the version, or nothing if one of the records has changed.
 */
const append = `${write}
local first = 5 + ARGV[4] * 3
local puts = (#ARGV - first + 1) / 6
for at = first, #ARGV, 6 do
  if versionOf(ARGV[at], ARGV[at + 1]) ~= ARGV[at + 5] then return '' end
end
local number = string.format('%.0f', redis.call('INCR', p .. 'counter:' .. ARGV[3]))
for at = 5, first - 1, 3 do
  if ARGV[at + 1] ~= '0' then
    local id = number .. '-' .. at
    redis.call('XADD', p .. 'log:' .. ARGV[at], 'MAXLEN', '~', ARGV[at + 1], id, 't', ARGV[at + 2])
  end
end
local version = 0
if puts > 0 then version = newVersions(puts) end
for at = first, #ARGV, 6 do
  local place = version + (at - first) / 6
  store(ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4], ARGV[at + 5] == '0', version, place)
end
return answer(number .. ' ' .. string.format('%.0f', version))
`;

/** log. */
const clear = `${write}
redis.call('DEL', p .. 'log:' .. ARGV[3])
return '1'
`;

/** The schema of those who write here; this one's where nobody did. */
const open = `${write}
local name = p .. 'schema'
if not redis.call('GET', name) then redis.call('SET', name, ARGV[3]) end
return redis.call('GET', name)
`;

/** kind, owner or nothing, limit, order, key to begin behind or nothing; owners and keys with a letter before them. */
const list = `
local p = KEYS[1]
local kind, owner, limit, order, after = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local line = p .. 'all:' .. kind
if owner ~= '' then line = p .. 'of:' .. kind .. ':' .. string.sub(owner, 2) end
local from = order == 'oldestFirst' and '-inf' or '+inf'
if after ~= '' then
  local place = redis.call('ZSCORE', line, string.sub(after, 2))
  if not place then return false end
  from = '(' .. string.format('%.0f', place)
end
local keys
if order == 'oldestFirst' then keys = redis.call('ZRANGEBYSCORE', line, from, '+inf', 'LIMIT', 0, limit)
else keys = redis.call('ZREVRANGEBYSCORE', line, from, '-inf', 'LIMIT', 0, limit) end
local found = {}
for at, key in ipairs(keys) do found[at] = redis.call('HMGET', p .. 'record:' .. kind .. ':' .. key, 'v', 'j') end
return found
`;

interface Script {
  readonly text: string;
  readonly writes: boolean;
}

export type ScriptName = 'open' | 'put' | 'drop' | 'dropSome' | 'next' | 'append' | 'clear' | 'list';

/** By name: the text of a verb, and whether it writes. */
export const scripts: Readonly<Record<ScriptName, Script>> = {
  open: { text: open, writes: true },
  put: { text: put, writes: true },
  drop: { text: drop, writes: true },
  dropSome: { text: dropSome, writes: true },
  next: { text: next, writes: true },
  append: { text: append, writes: true },
  clear: { text: clear, writes: true },
  list: { text: list, writes: false },
};
