// All cases of the contract, in the order in which they are told.

import type { ContractCase } from '../case.js';
import { accountCases } from './account.js';
import { clientCases } from './client.js';
import { clientCallbackCases } from './client-callbacks.js';
import { clientCareCases } from './client-care.js';
import { dateCases } from './dates.js';
import { envelopeCases } from './envelope.js';
import { errorCases } from './errors.js';
import { expiryCases } from './expiry.js';
import { fieldCases } from './fields.js';
import { isolationCases } from './isolation.js';
import { requestCases } from './request.js';
import { sessionCases } from './session.js';
import { signedDataCases } from './signed-data.js';
import { statusCases } from './status.js';
import { tokenCases } from './token.js';
import { verifyCases } from './verify.js';

/** Every case of the contract, in the order in which they are told. */
export const contractCases: readonly ContractCase[] = [
  ...tokenCases,
  ...sessionCases,
  ...accountCases,
  ...envelopeCases,
  ...requestCases,
  ...fieldCases,
  ...statusCases,
  ...dateCases,
  ...verifyCases,
  ...signedDataCases,
  ...expiryCases,
  ...isolationCases,
  ...errorCases,
  ...clientCases,
  ...clientCallbackCases,
  ...clientCareCases,
];
