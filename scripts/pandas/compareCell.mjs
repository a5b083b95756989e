/** How one cell differs between what was read here and by pandas. The first kinds are faults here if they are any. */
export const kinds = [
  'number differs',
  'number is missing here',
  'text differs',
  'number by pandas, text here, not as written',
  'value by pandas, missing here',
  'missing by pandas, value here',
  'text by pandas, number here',
  'text by pandas, date here',
  'text by pandas, time here',
  'truth differs',
  'number by pandas, text here, as written',
  'number by pandas, date here',
];

const trim = (text) => text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');

/** `own` and `raw` are texts, `theirs` a value of `theirKind`. */
export function compareCell(own, reading, theirs, theirKind, raw) {
  if (own === null && theirs === null) return 'equal';
  if (own === null)
    return theirKind === 'number' ? 'number is missing here' : 'value by pandas, missing here';
  if (theirs === null) return trim(raw) === trim(own) ? 'missing by pandas, value here' : 'text differs';
  const sense = reading.as;
  if (theirKind === 'number') {
    if (sense === 'number' || sense === 'duration')
      return Number(own.replace(',', '.')) === theirs ? 'equal' : 'number differs';
    if (sense === 'date') return 'number by pandas, date here';
    if (trim(own) === trim(raw))
      return sense === 'boolean' ? 'equal' : 'number by pandas, text here, as written';
    return 'number by pandas, text here, not as written';
  }
  if (theirKind === 'boolean')
    return /^(?:true|t|yes|y|1)$/i.test(own) === theirs ? 'equal' : 'truth differs';
  if (sense === 'number') return trim(own) === trim(raw) ? 'equal' : 'text by pandas, number here';
  if (sense === 'date') return trim(own) === trim(raw) ? 'equal' : 'text by pandas, date here';
  if (sense === 'duration') return 'text by pandas, time here';
  if (trim(own) === trim(raw) || trim(own) === trim(String(theirs))) return 'equal';
  return sense === 'boolean' ? 'equal' : 'text differs';
}
