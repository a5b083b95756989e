export { sgd } from './sgd';
