export { attention } from './attention';
export { dependence } from './dependence';
export { occlusion } from './occlusion';
export { permutation } from './permutation';
export { shapley } from './shapley';
export { shapleySummary } from './shapleySummary';
export { treeShapley } from './treeShapley';
export { treeShapleySummary } from './treeShapleySummary';
