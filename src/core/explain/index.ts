export { attention } from './attention';
export { occlusion } from './occlusion';
export { permutation } from './permutation';
