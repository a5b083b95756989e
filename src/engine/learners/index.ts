export { neighbours } from './neighbours';
export { sgd } from './sgd';
