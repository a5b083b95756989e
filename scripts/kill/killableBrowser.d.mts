import type { BrowserContext, Page } from 'playwright-core';

export interface Killable {
  page: Page;
  context: BrowserContext;
  /** Of the browser's main process. */
  pid: number;
  kill(): Promise<void>;
}
export function openKillable(
  profile: string,
  origin: string,
  options?: { webgpu?: boolean; flags?: string[] },
): Promise<Killable>;
export function gpuProcessOf(pid: number): number | undefined;
