// Secrets must not reach a log. They can come back in an answer: debug pages repeat the request's headers, a Token answer
// holds a token, and a `fetch` of the user's may put anything into its errors.

/** The text without the credentials of these request headers and without any session token. */
export function redact(headers: Readonly<Record<string, string>>, text: string): string {
  return (
    [headers.authorization, headers['x-kc-auth']]
      .map((header) => header?.split(' ').at(-1) ?? '')
      // A shorter one is no secret but some fake's constant, and would mask half of what there is to read.
      .filter((secret) => secret.length >= 16)
      .reduce((masked, secret) => masked.replaceAll(secret, '***'), text)
      .replace(/("session_token"\s*:\s*")[^"]*/g, '$1***')
  );
}
