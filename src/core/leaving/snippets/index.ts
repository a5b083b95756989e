/** The languages, in the order of the page. A new one is a line here. */
export { python } from './python';
export { javascript } from './javascript';
export { csharp } from './csharp';
export { rust } from './rust';
