import { testConvNd } from './fixtures/testConvNd';

testConvNd(11);
