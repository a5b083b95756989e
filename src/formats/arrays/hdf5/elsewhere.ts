/** Values that a dataset only points at: they lie in files that were not dropped, and the library gives fill values. */
import type { H5Metadata } from './library';
import type { StoredFacts } from './storedFacts';

const mostNamed = 3;

/** Why the values are not here; undefined when they are. */
export function valuesElsewhere(
  { virtual_sources: sources = [] }: H5Metadata,
  { external }: StoredFacts,
): string | undefined {
  if (external)
    return 'its values lie in a file of their own beside this one; copy them into one file: h5repack -l CONTI in.h5 out.h5';
  const files = [...new Set(sources.map(({ file_name }) => file_name))].filter((name) => name !== '.');
  if (files.length === 0) return undefined;
  const named = files.slice(0, mostNamed).join(', ') + (files.length > mostNamed ? ', …' : '');
  return `it is a virtual dataset: its values lie in ${named}, which ${files.length === 1 ? 'is' : 'are'} not here; write them into this file: h5repack -l CONTI in.h5 out.h5`;
}
