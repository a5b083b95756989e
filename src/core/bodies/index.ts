export { neighbours } from './neighbours';
export { network } from './network';
export { trees } from './trees';
