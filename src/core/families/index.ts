export { cnn3dTime } from './cnn3dTime';
export { cnn4d } from './cnn4d';
export { linear } from './linear';
export { mlp } from './mlp';
export { spaceTimeTransformer } from './spaceTimeTransformer';
