export { batchJob } from './batchJob';
export { exportJob } from './exportJob';
export { importJob } from './importJob';
export { trainJob } from './trainJob';
export { batchFieldsJob } from './batchFieldsJob';
export { explainJob } from './explainJob';
export { crossValidateJob } from './crossValidateJob';
export { exportDataJob } from './exportDataJob';
