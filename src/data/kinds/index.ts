export { audio } from './audio';
export { events } from './events';
export { images } from './images';
export { spacetime4d } from './spacetime4d';
export { tabular } from './tabular';
export { text } from './text';
export { timeseries } from './timeseries';
export { video } from './video';
