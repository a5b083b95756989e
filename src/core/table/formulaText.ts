/**
 * Texts a spreadsheet would run as a formula get an apostrophe in front when written as CSV, as OWASP
 * advises; texts that already look so protected get one more, so that reading takes exactly one away.
 */
const runsAsFormula = /^'*[=+\-@\t\r\0]/;
const isProtected = /^'+[=+\-@\t\r\0]/;

export const protectFormula = (text: string): string => (runsAsFormula.test(text) ? `'${text}` : text);

export const unprotectFormula = (text: string): string => (isProtected.test(text) ? text.slice(1) : text);
