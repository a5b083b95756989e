/**
 * What stands beside a number and is no part of it: the limit of a measurement (<0.05, >90), that it is about so
 * (~3, ca. 3), its spread (1.5 ± 0.1), the mark of a footnote (12*, 12[1]). Ranges (5-9) are no numbers.
 */
export const noteKinds = ['limit', 'about', 'spread', 'footnote'] as const;
export type NoteKind = (typeof noteKinds)[number];

const patterns: Record<NoteKind, RegExp> = {
  limit: /^(?:[<>]=?|[≤≥⩽⩾])\s*(?=[\d.,+-])/,
  about: /^(?:[~≈∼≃]|(?:c|ca|circa|approx|about|etwa|env|vers|aprox)\.?\s)\s*(?=[\d.,+-])/i,
  spread: /\s*(?:±|\+\/-|\+-)\s*\d[\d.,]*(?=\D*$)/,
  footnote: /(?<=[\d%])\s*(?:[*†‡§#]{1,3}|\[[a-z\d]{1,3}\]|\([a-z*]\))$/i,
};

const longest = 80;

/** The number without what stands beside it; undefined where nothing of the kind does. */
export function withoutNote(text: string): { kind: NoteKind; number: string } | undefined {
  if (text.length > longest) return undefined;
  for (const kind of noteKinds) {
    const number = text.replace(patterns[kind], '');
    if (number !== text) return { kind, number: number.trim() };
  }
  return undefined;
}
