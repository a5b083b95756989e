export { neighbours } from './neighbours';
export { network } from './network';
