export { binaryCrossEntropy } from './binaryCrossEntropy';
export { crossEntropy } from './crossEntropy';
export { customClassification } from './customClassification';
export { customRegression } from './customRegression';
export { focal } from './focal';
export { huber } from './huber';
export { mae } from './mae';
export { mse } from './mse';
