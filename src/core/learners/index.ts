export { asItIs } from './asItIs';
export { boosting } from './boosting';
export { neighbours } from './neighbours';
export { extraForest } from './extraForest';
export { forest } from './forest';
export { newton } from './newton';
export { oneTree } from './oneTree';
export { sgd } from './sgd';
