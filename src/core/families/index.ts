export { linear } from './linear';
export { mlp } from './mlp';
