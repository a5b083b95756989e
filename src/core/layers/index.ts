export { activation } from './activation';
export { batchNorm } from './batchNorm';
export { dense } from './dense';
export { dropout } from './dropout';
export { layerNorm } from './layerNorm';
