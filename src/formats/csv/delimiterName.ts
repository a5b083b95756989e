/** What a delimiter is called where it is told. */
const names = new Map([
  [',', 'comma'],
  [';', 'semicolon'],
  ['\t', 'tab'],
  ['|', 'vertical bar'],
  [' ', 'blanks'],
  [':', 'colon'],
  ['\x01', 'control character 1'],
  ['\x1f', 'control character 31'],
]);

export const delimiterWord = (delimiter: string): string => names.get(delimiter) ?? delimiter;

export const delimiterName = (delimiter: string): string =>
  names.has(delimiter) && !/[,;|:]/.test(delimiter)
    ? delimiterWord(delimiter)
    : `“${delimiter}” (${delimiterWord(delimiter)})`;
