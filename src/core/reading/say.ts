/** How something is said of one column. */
import type { DataIssue } from '../protocol/dataset';

export type Say = (
  severity: DataIssue['severity'],
  message: string,
  hint?: string,
  count?: number,
  line?: number,
) => void;

export const list = (texts: readonly string[], most = 4): string =>
  texts
    .slice(0, most)
    .map((text) => `“${text.slice(0, 40)}”`)
    .join(', ') + (texts.length > most ? ', …' : '');
