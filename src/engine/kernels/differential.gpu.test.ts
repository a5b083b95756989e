import { testOperations } from './fixtures/testOperations';

// All: differential.long.gpu.test.ts.
testOperations(0.03);
