export { classification } from './classification';
export { forecast } from './forecast';
export { regression } from './regression';
