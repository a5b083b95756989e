export { url } from './url';
export { hub } from './hub';
export { s3 } from './s3';
export { gcs } from './gcs';
export { azure } from './azure';
