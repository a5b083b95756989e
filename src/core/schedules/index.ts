export { constant } from './constant';
export { cosine } from './cosine';
export { cosineRestarts } from './cosineRestarts';
export { exponential } from './exponential';
export { oneCycle } from './oneCycle';
export { plateau } from './plateau';
export { polynomial } from './polynomial';
export { step } from './step';
