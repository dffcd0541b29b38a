import * as client from '../../../client/index.js';
import { describeContract } from '../../../contracts/index.js';
import { createSimulator } from '../../../simulator/index.js';

describeContract('the simulator, in process', async () => ({ ...(await createSimulator()), client }));
