/**
 * What stands around JSON where it was meant for a script: `callback({...});`, `var x = [...];`, `export default [...]`,
 * the line `)]}'` that keeps scripts from reading it. ASCII, so that its length is one of bytes, too.
 */
const guard = /^\)\]\}'?,?\s*/;
const script =
  /^(?:\s|\/\*[\x20-\x29\x2b-\x7e]{0,40}\*\/)*(?:(?:for\(;;\);|while\(1\);)|(?:export\s+default\s|(?:(?:export\s+)?(?:var|let|const)\s+)?[A-Za-z_$][\w$.]{0,80}\s*=(?!=))|[A-Za-z_$][\w$.]{0,80}\s*\()\s*(?=[[{])/;

/** Characters before the document; 0 where there is nothing around it. */
export function wrappingLength(text: string): number {
  const head = text.slice(0, 512);
  const guarded = guard.exec(head);
  if (guarded && /^[[{]/.test(head.slice(guarded[0].length))) return guarded[0].length;
  return script.exec(head)?.[0].length ?? 0;
}

/** Behind a wrapped document. */
export const closesWrapping = (character: string): boolean => character === ')' || character === ';';
