import { run } from '#/app/run';

export const isAllowed = async (host: string): Promise<boolean> =>
  (await run('sources.list', {})).allowed.some((entry) => entry.host === host);
