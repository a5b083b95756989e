export { classification } from './classification';
export { forecast } from './forecast';
export { language } from './language';
export { regression } from './regression';
