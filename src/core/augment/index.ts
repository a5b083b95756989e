export { flip } from './flip';
export { gain } from './gain';
export { level } from './level';
export { noise } from './noise';
export { shift } from './shift';
export { tempo } from './tempo';
export { turn } from './turn';
