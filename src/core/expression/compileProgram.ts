/** Text to a checked program, remembered: a training asks for the same one in every step. */
import { type CheckedProgram, checkProgram } from './checkProgram';
import { type LanguageName, languages } from './language';
import { parseProgram } from './parseProgram';

const remembered = new Map<string, CheckedProgram>();
const mostRemembered = 16;

/** Throws a SourceError. */
export function compileProgram(source: string, language: LanguageName): CheckedProgram {
  const key = `${language} ${source}`;
  const known = remembered.get(key);
  if (known) return known;
  const checked = checkProgram(source, parseProgram(source), languages[language]);
  if (remembered.size >= mostRemembered) remembered.clear();
  remembered.set(key, checked);
  return checked;
}
