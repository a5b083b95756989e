export { attention } from './attention';
export { dependence } from './dependence';
export { occlusion } from './occlusion';
export { permutation } from './permutation';
export { treeShapley, treeShapleySummary } from './trees/treeShapley';
export { shapley, shapleySummary } from './shapley/shapley';
