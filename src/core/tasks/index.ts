export { classification } from './classification';
export { forecast } from './forecast';
export { language } from './language';
export { multiLabel } from './multiLabel';
export { quantileForecast } from './quantileForecast';
export { quantiles } from './quantiles';
export { regression } from './regression';
export { segmentation } from './segmentation';
