/** What spreadsheets run as a formula; exports protect it with an apostrophe. */
const apostrophe = 39;
const startsFormula = new Uint8Array(256);
for (const c of '=+-@\t\r\0') startsFormula[c.charCodeAt(0)] = 1;

export function protectsFormula(bytes: Uint8Array, start: number, end: number): boolean {
  if (bytes[start] !== apostrophe) return false;
  let at = start + 1;
  while (at < end && bytes[at] === apostrophe) at++;
  return at < end && startsFormula[bytes[at] as number] === 1;
}
