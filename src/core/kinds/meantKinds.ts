/**
 * What arrays without named dimensions are meant as, where nobody says: each kind that knows arrays of its own is asked.
 * Arrays that none is sure of are what their format is.
 */
import type { ArraysSeen, KindDef } from './kindDef';
import { kinds } from './registry';

export interface MeantKind {
  type: KindDef['type'];
  /** On a button: "Import as images". */
  title: string;
  /** "images with their labels" */
  words: string;
  sure: boolean;
  /** What was found. */
  found?: string;
}

/** Those that could be meant; at most the first of them is sure. */
export function meantKinds(seen: ArraysSeen): MeantKind[] {
  const offered = kinds.all.flatMap(({ type, ofArrays }): MeantKind[] => {
    const proposed = ofArrays?.propose(seen);
    return ofArrays && proposed ? [{ type, title: ofArrays.title, words: ofArrays.words, ...proposed }] : [];
  });
  const surest = offered.filter(({ sure }) => sure).toSorted((a, b) => orderOf(a) - orderOf(b))[0];
  return offered
    .map((one) => ({ ...one, sure: one === surest }))
    .toSorted((a, b) => Number(b.sure) - Number(a.sure));
}

/** Of two that are sure, the one of more particular arrays. */
const orderOf = ({ type }: MeantKind): number => kinds.get(type, 'kind').ofArrays?.order ?? 0;

export const meantKind = (seen: ArraysSeen): MeantKind | undefined =>
  meantKinds(seen).find(({ sure }) => sure);
