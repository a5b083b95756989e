export { occlusion } from './occlusion';
export { permutation } from './permutation';
