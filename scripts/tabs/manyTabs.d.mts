import type { BrowserContext } from 'playwright-core';

export function manyTabs(options: {
  context: BrowserContext;
  origin: string;
  tabs?: number;
  /** In each tab. */
  actions?: number;
  seed?: number;
}): Promise<{ acknowledged: number; conflicts: number; trained: number; faults: string[] }>;
