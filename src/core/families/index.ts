export { cnn3dTime } from './cnn3dTime';
export { cnn4d } from './cnn4d';
export { knn } from './knn';
export { linear } from './linear';
export { mlp } from './mlp';
export { spaceTimeTransformer } from './spaceTimeTransformer';
