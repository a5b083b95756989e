import { testOperations } from './fixtures/testOperations';

testOperations(1);
