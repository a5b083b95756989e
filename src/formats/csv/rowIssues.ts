/** What is said of single rows and cells; `line` is where they begin. */
import type { DataIssue } from '#/core/protocol/dataset';

export const badBytes = (line: number): DataIssue => ({
  severity: 'warning',
  message: 'A cell is not valid UTF-8; it was read as Windows-1252.',
  hint: 'Save the file as UTF-8 if letters look wrong.',
  line,
});

export const namesAgain = (line: number): DataIssue => ({
  severity: 'warning',
  message: 'The row of names stands again between the rows; it was left out.',
  line,
});

export const unevenRow = (cells: number, width: number, line: number): DataIssue => ({
  severity: 'warning',
  message:
    cells < width
      ? 'A row has too few cells; the last ones count as missing.'
      : 'A row has too many cells; the last ones were left out.',
  hint: `This row has ${cells} of ${width} cells. A missing or extra delimiter, or an unquoted one inside a text, is the usual cause.`,
  line,
});

export const behindQuote = (line: number): DataIssue => ({
  severity: 'warning',
  message: 'A cell goes on after its closing quote; all of it was kept.',
  hint: 'A quote inside a quoted cell is written twice.',
  line,
});

export const openQuote = (line: number): DataIssue => ({
  severity: 'warning',
  message: 'A cell begins with a quote that is not closed; it was read as it stands.',
  hint: 'Close the quote, or write it twice inside quotes.',
  line,
});

export const protectedFormula = (line: number): DataIssue => ({
  severity: 'info',
  message: 'An apostrophe that protects a cell from spreadsheets was removed.',
  line,
});
