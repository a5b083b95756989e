/** Files of a source are fetched, and kept. What does it is loaded with the first of them: most pages fetch nothing. */
import { type FetchInput, fetchInput } from '../sources/fetchInput';
import { defineJob } from './jobDef';

export const fetchJob = defineJob<FetchInput>({
  type: 'fetch',
  word: 'fetch',
  lane: 'fetch',
  pausable: true,
  input: fetchInput,
  lostHint: 'Resume the job: it goes on from what it stored.',
  page: ({ id }) => `/from?job=${id}`,
  notice: { open: 'Import' },
  async run(context, input) {
    const { fetchFiles } = await import('../sources/fetchFiles');
    return await fetchFiles(context, input);
  },
  async discard({ storage }, job, _input, why) {
    if (why !== 'cancelled') return;
    await storage.jobs.update(job.id, (now) => {
      const { partial: _, ...rest } = now.input as FetchInput;
      return { input: { ...rest, got: [] } };
    });
  },
});
