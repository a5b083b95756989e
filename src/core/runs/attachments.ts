/** Files that people attach to a run, or that another program logged with it: which they may be, and what they are. */
import type { Run } from '../protocol/model';

export type Shown = 'image' | 'table' | 'page' | 'text';

/** By the end of the name. */
const types: Record<string, { type: string; shown: Shown }> = {
  png: { type: 'image/png', shown: 'image' },
  jpg: { type: 'image/jpeg', shown: 'image' },
  jpeg: { type: 'image/jpeg', shown: 'image' },
  gif: { type: 'image/gif', shown: 'image' },
  webp: { type: 'image/webp', shown: 'image' },
  svg: { type: 'image/svg+xml', shown: 'image' },
  csv: { type: 'text/csv', shown: 'table' },
  tsv: { type: 'text/tab-separated-values', shown: 'table' },
  html: { type: 'text/html', shown: 'page' },
  htm: { type: 'text/html', shown: 'page' },
  json: { type: 'application/json', shown: 'text' },
  txt: { type: 'text/plain', shown: 'text' },
  md: { type: 'text/markdown', shown: 'text' },
  log: { type: 'text/plain', shown: 'text' },
  yaml: { type: 'application/yaml', shown: 'text' },
  yml: { type: 'application/yaml', shown: 'text' },
};

export const attachmentEndings: readonly string[] = Object.keys(types);
export const mostAttachmentBytes = 20_000_000;
/** Of one run. */
export const mostAttachments = 200;

/** Undefined: nothing that is shown. */
export const typeOfName = (name: string): string | undefined =>
  types[name.slice(name.lastIndexOf('.') + 1).toLowerCase()]?.type;

export const shownAs = (type: string): Shown =>
  Object.values(types).find((one) => one.type === type)?.shown ?? 'text';

export type Attachment = Run['artifacts'][number] & { type: string };

/** Not what the studio keeps for itself. */
export const attachmentsOf = ({ artifacts }: Pick<Run, 'artifacts'>): Attachment[] =>
  artifacts.filter((one): one is Attachment => one.type !== undefined);
