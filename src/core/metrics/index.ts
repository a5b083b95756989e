export { accuracy } from './accuracy';
export { f1 } from './f1';
export { mae } from './mae';
export { r2 } from './r2';
export { rmse } from './rmse';
export { skill } from './skill';
