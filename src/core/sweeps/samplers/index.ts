export { gaussianProcess } from './gaussianProcess';
export { grid } from './grid';
export { halton } from './halton';
export { populationBased } from './populationBased';
export { random } from './random';
export { tpe } from './tpe';
