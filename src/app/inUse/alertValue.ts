/** What a rule looks at, as it is now; where there is too little to say, why. */
import type { Verdict } from '#/core/drift/driftReport';
import type { Alert, Known } from '#/core/inUse/alerts';
import { callFigures } from '#/core/inUse/callFigures';
import { performanceOf } from '#/core/inUse/performance';
import type { JobStatus } from '#/core/protocol/job';
import type { Storage } from '#/core/protocol/storage';
import { rightCurve } from './rightCurve';

/** Fewer say nothing. */
const leastCalls = 20;
const leastLabels = 30;

type Rule = Pick<Alert, 'modelId' | 'measure' | 'minutes' | 'column'>;

export async function alertValue(storage: Storage, rule: Rule, now: number): Promise<Known> {
  const since = now - rule.minutes * 60_000;
  if (rule.measure === 'drifted') return await driftedOf(storage, rule);
  if (rule.measure === 'errorRate' || rule.measure === 'latencyP95Ms') {
    const calls = await storage.inUse.calls(rule.modelId, since);
    if (calls.length < leastCalls) return tooFew(calls.length, 'calls', leastCalls);
    const value = callFigures(calls)[rule.measure];
    return Number.isNaN(value) ? { why: 'No call was answered.' } : { value };
  }
  const version = await storage.models.resolve(rule.modelId);
  const rows = (await storage.inUse.rows(rule.modelId)).filter(
    (row) => row.at >= since && row.version === version.number,
  );
  if (rows.length === 0) return { why: `No answer of version ${version.number} is in the log.` };
  const found = performanceOf(rows, { ...(await rightCurve(storage, version)), windows: 1 });
  if (found.metric !== 'accuracy') return { why: 'The model answers with numbers, not with labels.' };
  if (rule.measure === 'accuracy')
    return found.actual && found.labelled >= leastLabels
      ? { value: found.actual.share }
      : tooFew(found.labelled, 'labels', leastLabels);
  return found.known && found.estimate
    ? { value: found.estimate.share }
    : { why: found.why ?? 'The estimate is not to be trusted.' };
}

const tooFew = (count: number, what: string, least: number): Known => ({
  why: `${count === 0 ? 'No' : `Only ${count}`} ${what} in this time: ${least} are needed.`,
});

const ended = new Set<JobStatus>(['completed', 'failed']);

interface Compared {
  drifted: number;
  columns: { name: string; verdict: Verdict; words: string }[];
}

async function driftedOf(
  { jobs }: Storage,
  { modelId, column }: Pick<Rule, 'modelId' | 'column'>,
): Promise<Known> {
  const [newest] = (await jobs.list())
    .filter((job) => job.kind === 'drift' && job.modelId === modelId && ended.has(job.status))
    .sort((a, b) => (b.finishedAt ?? 0) - (a.finishedAt ?? 0));
  if (!newest) return { why: 'Nothing was compared on the tab Drift yet.' };
  if (newest.status === 'failed')
    return { why: `The newest comparison failed: ${newest.error?.message ?? 'no reason was given.'}` };
  const { drifted, columns } = newest.result as Compared;
  if (column === undefined) return { value: drifted };
  const own = columns.find(({ name }) => name === column);
  if (!own || own.verdict === 'unknown')
    return {
      why: own
        ? `The newest comparison could not judge "${column}": ${own.words}`
        : `The newest comparison has no column "${column}": remove the rule where it is gone for good.`,
    };
  return { value: own.verdict === 'drifted' ? 1 : 0 };
}
