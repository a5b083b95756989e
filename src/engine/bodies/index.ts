export { bound } from './bound';
export { forest } from './forest';
export { headed } from './headed';
export { mixture } from './mixture';
export { neighbours } from './neighbours';
export { network } from './network';
export { onnx } from './onnx';
export { trees } from './trees';
