export { asItIs } from './asItIs';
export { boosting } from './boosting';
export { classical } from './classical';
export { extraForest, forest, oneTree } from './forest';
export { likelihood } from './likelihood';
export { neighbours } from './neighbours';
export { newton } from './newton';
export { sgd } from './sgd';
export { together } from './together';
