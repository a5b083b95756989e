export { asha } from './asha';
export { hyperband } from './hyperband';
export { median } from './median';
export { none } from './none';
