/** Values of options as buttons beside each other. */
export interface Choice {
  value: string;
  label: string;
  /** For those who hear it, and as its tooltip. */
  says?: string;
}

export const decimalChoices: readonly Choice[] = [
  { value: '.', label: '1.5', says: 'point' },
  { value: ',', label: '1,5', says: 'comma' },
];

export const thousandsChoices: readonly Choice[] = [
  { value: '', label: 'none' },
  { value: ',', label: ',', says: 'comma' },
  { value: '.', label: '.', says: 'point' },
  { value: ' ', label: 'blank' },
  { value: "'", label: "'", says: 'apostrophe' },
];

export const orderChoices: readonly Choice[] = [
  { value: 'dmy', label: 'D M Y', says: 'day first' },
  { value: 'mdy', label: 'M D Y', says: 'month first' },
  { value: 'ymd', label: 'Y M D', says: 'year first' },
];
