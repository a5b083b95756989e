import { Registry } from '../registry/registry';
import * as listed from './index';
import type { SourceDef } from './sourceDef';

export const sources = new Registry<SourceDef>('source', Object.values(listed));

/** The source that an address is plainly of; those that know their own go before any address at all. */
export function sourceOfText(text: string): { source: string; address: unknown } | undefined {
  const anyAddress = listed.url.type;
  const known = [...sources.all].sort(
    (a, b) => Number(a.type === anyAddress) - Number(b.type === anyAddress),
  );
  for (const { type, parse } of known) {
    const address = parse(text);
    if (address !== undefined) return { source: type, address };
  }
  return undefined;
}
