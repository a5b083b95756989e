export { accuracy } from './accuracy';
export { f1 } from './f1';
export { mae } from './mae';
export { natsPerCharacter } from './natsPerCharacter';
export { perplexity } from './perplexity';
export { r2 } from './r2';
export { rmse } from './rmse';
export { skill } from './skill';
