/** May bytes be a word for missing? By the first two, so that hardly a text is looked at twice. */
import { missingTokens } from '#/core/table/cellValue';

export const mayBeMissing = new Uint8Array(65_536);
for (const token of missingTokens)
  if (token !== '') mayBeMissing[(token.charCodeAt(0) << 8) | (token.charCodeAt(1) || 0)] = 1;
