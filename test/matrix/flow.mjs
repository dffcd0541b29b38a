// What every row does, in the words of its module format: make a simulator, sign, verify, be refused, listen, close.

const names = [
  ['', 'createSimulator'],
  ['/client', 'createClient, isKakaocertError, ProviderRefusal'],
  ['/fixtures', 'people, requestCMS, testCa'],
  ['/signed-data', 'verifySignedData'],
];
const imports = {
  esm: ([subpath, what]) => `import { ${what} } from 'kakaocert-simulator${subpath}';`,
  cjs: ([subpath, what]) => `const { ${what} } = require('kakaocert-simulator${subpath}');`,
};

/** The text of `async function flow({inProcess, sockets})`, which throws where something is not as it must be. */
export const flow = (format) => `${names.map(imports[format]).join('\n')}
const must = (holds, what) => {
  if (!holds) throw new Error('not so: ' + what);
};
async function flow({ inProcess = true, sockets = true } = {}) {
  const simulator = await createSimulator();
  const tenant = await simulator.tenant();
  must((await people({ seed: 7 })).length === 1, 'there are people');
  const through = async (connection) => {
    const client = createClient({ ...tenant, ...connection, trust: testCa.certificate });
    const { receiptId } = await client.requestCMS(tenant.clientCode, requestCMS());
    const refused = await client.verifyCMS(tenant.clientCode, receiptId).catch((error) => error);
    must(refused instanceof ProviderRefusal && isKakaocertError(refused), 'a refusal is of its class: ' + refused);
    await tenant.receipts.sign(receiptId);
    const { signedData } = await client.verifyCMS(tenant.clientCode, receiptId);
    const bytes = Buffer.from(signedData, 'base64url');
    for (const input of [signedData, bytes, Uint8Array.from(bytes)]) {
      must(verifySignedData(input, { trust: testCa.certificate }).ok, 'signedData is good, as text and as bytes');
    }
  };
  if (inProcess) await through({ fetch: simulator.fetch });
  if (sockets) {
    const { url } = await simulator.listen();
    await through({ authUrl: url, serviceUrl: url });
  }
  await simulator.close();
}
`;
